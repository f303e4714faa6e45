/** The fastest layouts of a training job that fit in memory. */
import { acceleratorsIn, recomputations, type TrainingJob } from "../job.ts";
import { trainingMemory, usableMemory, type TrainingMemory } from "../memory.ts";
import { needs } from "../shortage.ts";
import { canInterleave, jobOf, layoutGroups, type LayoutGroup, type OpenTraining } from "./space.ts";

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
    considered += group.chunks.length * group.microBatches.length * recomputations.length;
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
  return best.length > 0
    ? { best, considered, timed }
    : { best, considered, timed, reason: reasonOf(open, groups) };
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
    for (const microBatch of group.microBatches) {
      if (!canInterleave(group, chunks, microBatch, open.batch)) continue;
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

function leanest(open: OpenTraining, group: LayoutGroup): { readonly job: TrainingJob; readonly memory: TrainingMemory } {
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
  const { architecture, accelerator, accelerators, batch } = open;
  const usable = usableMemory(accelerator);
  const [smallest] = groups.map((group) => leanest(open, group)).toSorted((a, b) => a.memory.total - b.memory.total);
  const start = `no layout of ${architecture.name} on ${accelerators} ${accelerator.name} fits`;
  if (smallest === undefined) return start;
  const { tp, pp, cp, ep } = smallest.job.layout;
  const ways = [`tp ${tp}`, `pp ${pp}`, ...(cp > 1 ? [`cp ${cp}`] : []), ...(ep > 1 ? [`ep ${ep}`] : [])].join(", ");
  return `${start}: the leanest (${ways}, whole layers recomputed) ${needs(smallest.memory, usable, smallest.job)}; ${roomier(open)}`;

  function roomier(little: OpenTraining): string {
    const enough = (count: number): boolean => {
      const more = { ...little, accelerators: count };
      return layoutGroups(more).some((group) => leanest(more, group).memory.total <= usable);
    };
    for (let count = 2 * accelerators; count <= farthest * accelerators; count *= 2)
      if (enough(count)) return `${count} of them would hold it`;
    return `no more of them would hold it with a batch of ${batch.sequences} sequences: a narrower model, shorter sequences or an accelerator with more memory would`;
  }
}

/** How many times as many accelerators are tried to say what would fit. */
const farthest = 1024;
