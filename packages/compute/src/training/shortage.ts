/** Why a training job does not fit in memory, and what would: sentences for people. */
import { trainingMemory, usableMemory, type TrainingMemory } from "./memory.ts";
import type { TrainingJob, TrainingLayout } from "./job.ts";

/** A change of the layout that saves memory, or none where it has been made already. */
interface Mend {
  readonly means: string;
  readonly layout: Partial<TrainingLayout>;
}

/** What is short and what would fit; nothing for a job that fits. */
export function trainingShortage(job: TrainingJob): string | undefined {
  const memory = trainingMemory(job);
  const usable = usableMemory(job.accelerator);
  if (memory.total <= usable) return undefined;
  return `${job.architecture.name} ${needs(memory, usable, job)}; ${mendOf(job)}`;
}

/** Bytes needed and usable, largest parts first. */
export function needs({ total, ...parts }: TrainingMemory, usable: number, { accelerator }: TrainingJob): string {
  const largest = Object.entries(parts)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([name, bytes]) => `${name} ${gigabytes(bytes)}`)
    .join(", ");
  return `needs ${gigabytes(total)} GB on an accelerator of its fullest stage (${largest} GB), of which a ${accelerator.name} has ${gigabytes(usable)} usable: ${gigabytes(total - usable)} GB are short`;
}

function mendOf(job: TrainingJob): string {
  const fits = (layout: TrainingLayout): boolean =>
    trainingMemory({ ...job, layout }).total <= usableMemory(job.accelerator);
  const mends = mendsOf(job);
  for (const { means, layout } of mends) if (fits({ ...job.layout, ...layout })) return `${means} would fit`;
  const made: string[] = [];
  let layout = job.layout;
  for (const mend of mends) {
    layout = { ...layout, ...mend.layout };
    if (mend.layout.recomputation !== "selective") made.push(mend.means);
    if (fits(layout)) return `${listed(made)} would fit`;
  }
  return "more pipeline stages or an accelerator with more memory would be needed";
}

/** In the order in which they cost little. */
function mendsOf({ architecture, accelerator, framework, layout }: TrainingJob): Mend[] {
  const { tp, pp, microBatch, sharding, recomputation } = layout;
  const mends: Mend[] = [];
  const mend = (means: string, change: Partial<TrainingLayout>): void => void mends.push({ means, layout: change });
  if (sharding === "none") mend("sharing out the optimizer's states", { sharding: "optimizer" });
  if (recomputation === "none") mend("recomputing what lies between products", { recomputation: "selective" });
  if (recomputation !== "full") mend("recomputing whole layers", { recomputation: "full" });
  if (microBatch > 1) mend("micro-batches of one sequence", { microBatch: 1 });
  if (framework !== "torch-fsdp" && framework !== "deepspeed") {
    const heads = architecture.attention.heads;
    const widest = Math.min(accelerator.scaleUp.domain, heads);
    for (let wide = 2 * tp; wide <= widest && heads % wide === 0; wide *= 2)
      mend(`${wide} accelerators to a tensor-parallel group`, { tp: wide });
    for (let deep = 2 * pp; deep <= architecture.layers; deep *= 2)
      mend(`${deep} pipeline stages`, { pp: deep, chunks: 1 });
  }
  if (sharding !== "parameters") mend("sharing out the parameters (FSDP)", { sharding: "parameters" });
  return mends;
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""} together`;
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(bytes < 10e9 ? 1 : 0);
}
