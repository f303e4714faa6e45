/** The layouts that a framework can run a job in, before anything is said of memory or speed. */
import type { Accelerator } from "../../accelerator.ts";
import type { Architecture } from "../../architecture.ts";
import type { Framework, TrainingBatch, TrainingFormat, TrainingJob, TrainingLayout, Tuning } from "../job.ts";
import { abilities } from "./abilities.ts";

/** A job whose layout is looked for. */
export interface OpenTraining {
  readonly architecture: Architecture;
  readonly accelerator: Accelerator;
  /** Accelerators at hand. */
  readonly accelerators: number;
  readonly framework: Framework;
  readonly format: TrainingFormat;
  readonly tuning: Tuning;
  readonly batch: TrainingBatch;
}

/** Layouts that differ in nothing but chunks, micro-batch and recomputation. */
export interface LayoutGroup extends Pick<TrainingLayout, "tp" | "pp" | "cp" | "ep" | "expertTp" | "dp" | "sharding"> {
  /** Chunks of layers of each stage; more than one are interleaved. */
  readonly chunks: readonly number[];
  /** Sequences of a micro-batch, ascending: any, and those with which chunks can be interleaved. */
  readonly microBatches: readonly number[];
  readonly interleaved: readonly number[];
}

/** Stages may stand for at most this share more layers than there are. */
const emptySlots = 0.05;
/** Tokens of a sequence that an accelerator has at the least where a sequence is shared. */
const leastLocalLength = 4096;

/**
 * Every group on as many of the accelerators as whole replicas with equal shares of the batch take. Tensor parallel by powers of two
 * within the scale-up domain, whole heads and KV heads, or copies of them; stages of as many layers, or nearly; a sequence shared in
 * two equal pieces each (causal attention's zigzag); experts dealt out evenly, each whole or cut as wide as the tensor-parallel group.
 */
export function layoutGroups(open: OpenTraining): LayoutGroup[] {
  const { architecture, accelerator, accelerators, framework, batch } = open;
  const { layers } = architecture;
  const can = abilities[framework];
  const shares = divisors(batch.sequences);
  const groups: LayoutGroup[] = [];
  for (const tp of can.tensor ? tensorParallel(architecture, accelerator, accelerators) : [1]) {
    for (let pp = 1; pp <= (can.pipeline ? Math.min(layers, accelerators / tp) : 1); pp++) {
      const own = Math.ceil(layers / pp);
      if (own * pp > layers * (1 + emptySlots)) continue;
      const chunks = pp === 1 ? [1] : divisors(own);
      for (const cp of can.context ? contextParallel(batch.length) : [1]) {
        const room = Math.floor(accelerators / (tp * pp * cp));
        const dp = shares.findLast((share) => share <= room);
        if (dp === undefined) break;
        const share = batch.sequences / dp;
        const microBatches = divisors(share);
        // Micro-batches go round interleaved chunks in turns of as many as there are stages (Megatron-LM).
        const interleaved = microBatches.filter((microBatch) => (share / microBatch) % pp === 0);
        for (const [ep, expertTp] of expertParallel(architecture, tp, tp * cp * dp, can.expert))
          groups.push({ tp, pp, cp, ep, expertTp, dp, sharding: can.sharding, chunks, microBatches, interleaved });
      }
    }
  }
  return groups;
}

/** The job of a layout. */
export function jobOf(
  { architecture, accelerator, framework, format, tuning, batch }: OpenTraining,
  { tp, pp, cp, ep, expertTp, dp, sharding }: LayoutGroup,
  chunks: number,
  microBatch: number,
  recomputation: TrainingLayout["recomputation"],
): TrainingJob {
  const layout = { tp, pp, cp, ep, expertTp, dp, chunks, microBatch, sharding, recomputation };
  return { architecture, accelerator, framework, format, tuning, layout, batch };
}

function tensorParallel({ attention, dense, experts }: Architecture, { scaleUp }: Accelerator, most: number): number[] {
  const ways: number[] = [];
  const widths = [attention.heads, dense?.intermediate ?? 0, (experts?.intermediate ?? 0) * (experts?.shared ?? 0)];
  for (let tp = 1; tp <= Math.min(most, scaleUp.domain); tp *= 2) {
    const kvHeads = attention.kind === "gqa" ? attention.kvHeads : tp;
    if (widths.every((width) => width % tp === 0) && (kvHeads % tp === 0 || tp % kvHeads === 0)) ways.push(tp);
  }
  return ways;
}

function contextParallel(length: number): number[] {
  const ways = [1];
  for (let cp = 2; length / cp >= leastLocalLength && length % (2 * cp) === 0; cp *= 2) ways.push(cp);
  return ways;
}

/** Pairs of accelerators that experts are spread over and of those that share each. */
function expertParallel({ experts }: Architecture, tp: number, ranks: number, able: boolean): [number, number][] {
  if (experts === undefined) return [[1, 1]];
  const pairs: [number, number][] = [];
  for (const expertTp of tp === 1 ? [1] : [1, tp]) {
    if (experts.intermediate % expertTp !== 0) continue;
    for (const ep of able ? divisors(experts.count) : [1])
      if ((ranks / expertTp) % ep === 0) pairs.push([ep, expertTp]);
  }
  return pairs;
}

/** Ascending. */
function divisors(whole: number): number[] {
  const low: number[] = [];
  const high: number[] = [];
  for (let candidate = 1; candidate * candidate <= whole; candidate++) {
    if (whole % candidate !== 0) continue;
    low.push(candidate);
    if (candidate * candidate !== whole) high.push(whole / candidate);
  }
  return [...low, ...high.toReversed()];
}
