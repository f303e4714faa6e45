/** The fastest layouts of a training job that fit in memory. */
import { acceleratorsIn, recomputations, type TrainingJob } from "../job.ts";
import { trainingMemory, usableMemory, type TrainingMemory } from "../memory.ts";
import { needs } from "./shortage.ts";
import { jobOf, layoutGroups, type LayoutGroup, type OpenTraining } from "./space.ts";

/** A layout that fits. */
export interface FoundLayout {
  readonly job: TrainingJob;
  /** Of a step. */
  readonly seconds: number;
  readonly memory: TrainingMemory;
  readonly accelerators: number;
  /** Of the accelerators at hand: those that no whole replica with an equal share of the batch can use. */
  readonly idle: number;
}

export interface LayoutSearch {
  /** Fastest first; empty when nothing fits. */
  readonly best: readonly FoundLayout[];
  /** Layouts of the space. */
  readonly considered: number;
  /** Those whose step was timed: they fit, and with less recomputation would not. */
  readonly timed: number;
  /** Why nothing fits and what would, as a sentence. */
  readonly reason?: string;
}

/**
 * Searches every layout of the framework. Recomputation costs time and gives nothing but memory: of layouts that differ in it alone,
 * the one with the least that fits is timed. Memory grows with the micro-batch and with interleaving, so that what does not fit
 * rules out the rest of its group; the answer is that of trying all.
 * @param secondsOf the time of a step
 * @param most how many layouts are wanted
 */
export function searchLayouts(open: OpenTraining, secondsOf: (job: TrainingJob) => number, most = 5): LayoutSearch {
  const wrong = mistake(open);
  if (wrong !== undefined) return { best: [], considered: 0, timed: 0, reason: wrong };
  const groups = layoutGroups(open);
  const best: FoundLayout[] = [];
  let considered = 0;
  let timed = 0;
  for (const group of groups) {
    const { chunks, microBatches, interleaved } = group;
    considered += (microBatches.length + (chunks.length - 1) * interleaved.length) * recomputations.length;
    forEachFitting(open, group, (job, memory) => {
      timed++;
      const seconds = secondsOf(job);
      const slowest = best[most - 1];
      if (slowest !== undefined && slowest.seconds <= seconds) return;
      const accelerators = acceleratorsIn(job.layout);
      const place = best.findIndex((other) => other.seconds > seconds);
      best.splice(place < 0 ? best.length : place, 0, {
        job,
        seconds,
        memory,
        accelerators,
        idle: open.accelerators - accelerators,
      });
      best.length = Math.min(best.length, most);
    });
  }
  return best.length > 0 ? { best, considered, timed } : { best, considered, timed, reason: reasonOf(open, groups) };
}

/** The layouts of a group that fit, each with the least recomputation that does. */
function forEachFitting(
  open: OpenTraining,
  group: LayoutGroup,
  visit: (job: TrainingJob, memory: TrainingMemory) => void,
): void {
  const usable = usableMemory(open.accelerator);
  if (leanest(open, group).memory.total > usable) return;
  for (const chunks of group.chunks) {
    for (const microBatch of chunks === 1 ? group.microBatches : group.interleaved) {
      let isFound = false;
      for (const recomputation of recomputations) {
        const job = jobOf(open, group, chunks, microBatch, recomputation);
        const memory = trainingMemory(job);
        if (memory.total > usable) continue;
        visit(job, memory);
        isFound = true;
        break;
      }
      if (!isFound) break;
    }
  }
}

function leanest(
  open: OpenTraining,
  group: LayoutGroup,
): { readonly job: TrainingJob; readonly memory: TrainingMemory } {
  const job = jobOf(open, group, 1, 1, "full");
  return { job, memory: trainingMemory(job) };
}

function mistake({ architecture, accelerators, batch }: OpenTraining): string | undefined {
  const whole = (value: number): boolean => Number.isInteger(value) && value >= 1;
  if (!whole(accelerators))
    return `${architecture.name} is to be laid out on ${accelerators} accelerators; expected a whole number of at least 1`;
  if (!whole(batch.sequences) || !whole(batch.length))
    return `a batch of ${architecture.name} is ${batch.sequences} sequences of ${batch.length} tokens; expected whole numbers of at least 1`;
  return undefined;
}

/** How far the leanest layout is from fitting, and how many accelerators would hold the job. */
function reasonOf(open: OpenTraining, groups: readonly LayoutGroup[]): string {
  const { architecture, accelerator, accelerators } = open;
  const smallest = groups
    .map((group) => leanest(open, group))
    .reduce((least, each) => (each.memory.total < least.memory.total ? each : least));
  const { tp, pp, cp, ep } = smallest.job.layout;
  const ways = Object.entries({ tp, pp, cp, ep })
    .filter(([, members]) => members > 1)
    .map(([name, members]) => `${name} ${members}, `)
    .join("");
  return `no layout of ${architecture.name} on ${accelerators} ${accelerator.name} fits: the leanest (${ways}whole layers computed again) ${needs(smallest.job)}; ${roomier(open)}`;
}

/** How many times as many accelerators are tried. */
const farthest = 1024;

function roomier(open: OpenTraining): string {
  for (let times = 2; times <= farthest; times *= 2) {
    const more = { ...open, accelerators: open.accelerators * times };
    const usable = usableMemory(open.accelerator);
    if (layoutGroups(more).some((group) => leanest(more, group).memory.total <= usable))
      return `${more.accelerators} of them would hold it`;
  }
  return "no number of them would: a smaller model, shorter sequences, another framework or an accelerator with more memory might";
}
