/** Why a training job does not fit in memory, and what would: sentences for people. */
import { acceleratorsIn, type TrainingJob, type TrainingLayout } from "../job.ts";
import { fitsInMemory, trainingMemory, usableMemory } from "../memory.ts";
import { abilities } from "./abilities.ts";

/** What is short and what would fit; nothing for a job that fits. */
export function trainingShortage(job: TrainingJob): string | undefined {
  return fitsInMemory(job) ? undefined : `${job.architecture.name} ${needs(job)}; ${mendOf(job)}`;
}

/** Bytes needed, usable and short, and the largest parts of them. */
export function needs(job: TrainingJob): string {
  const { total, ...parts } = trainingMemory(job);
  const usable = usableMemory(job.accelerator);
  const largest = Object.entries(parts)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([name, bytes]) => `${name} ${gigabytes(bytes)}`)
    .join(", ");
  return `needs ${gigabytes(total)} GB on an accelerator of its fullest stage (${largest}), of which ${job.accelerator.name} has ${gigabytes(usable)} usable: ${gigabytes(total - usable)} GB are short`;
}

/** A change of the layout that saves memory. */
interface Mend {
  readonly means: string;
  readonly field: keyof TrainingLayout;
  readonly layout: Partial<TrainingLayout>;
}

/** The first change that is enough by itself, or the first few together. */
function mendOf(job: TrainingJob): string {
  const mends = mendsOf(job);
  const mended = (made: readonly Mend[]): TrainingJob => ({
    ...job,
    layout: Object.assign({ ...job.layout }, ...made.map(({ layout }) => layout)),
  });
  const tries = [...mends.map((mend) => [mend]), ...mends.map((_, last) => mends.slice(0, last + 1))];
  const made = tries.find((some) => fitsInMemory(mended(some)));
  if (made === undefined) return "a smaller model, shorter sequences or an accelerator with more memory would fit";
  const latest = made.filter(({ field }, place) => made.findLastIndex((other) => other.field === field) === place);
  const accelerators = acceleratorsIn(mended(made).layout);
  const more = accelerators > acceleratorsIn(job.layout) ? `, on ${accelerators} accelerators` : "";
  return `${latest.map(({ means }) => means).join(", with ")} would fit${more}`;
}

/** In the order in which they cost little. */
function mendsOf({ architecture, accelerator, framework, layout }: TrainingJob): Mend[] {
  const { tp, pp, microBatch, sharding, recomputation } = layout;
  const can = abilities[framework];
  const mends: Mend[] = [];
  const mend = (means: string, field: keyof TrainingLayout, change: Partial<TrainingLayout>): void =>
    void mends.push({ means, field, layout: change });
  if (sharding === "none")
    mend("sharing out the optimizer's states among the replicas", "sharding", { sharding: "optimizer" });
  if (recomputation === "none")
    mend("computing norms and activation functions again", "recomputation", { recomputation: "selective" });
  if (recomputation !== "full") mend("computing whole layers again", "recomputation", { recomputation: "full" });
  if (microBatch > 1) mend("micro-batches of one sequence", "microBatch", { microBatch: 1 });
  if (can.tensor) {
    const { heads } = architecture.attention;
    const widest = Math.min(accelerator.scaleUp.domain, heads);
    for (let wide = 2 * tp; wide <= widest && heads % wide === 0; wide *= 2)
      mend(`tensor parallel over ${wide} accelerators`, "tp", { tp: wide });
  }
  if (can.pipeline)
    for (let deep = 2 * pp; deep <= architecture.layers; deep *= 2)
      mend(`a pipeline of ${deep} stages`, "pp", { pp: deep, chunks: 1 });
  if (can.sharding === "parameters" && sharding !== "parameters")
    mend("sharing out the parameters among the replicas", "sharding", { sharding: "parameters" });
  return mends;
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(bytes < 10e9 ? 1 : 0);
}
