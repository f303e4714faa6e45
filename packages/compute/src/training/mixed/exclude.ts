/**
 * Which pools a job is better off without. Pools left out are idle, or free for other work: a job of their own, serving, a lease;
 * what that would earn is not in here.
 */
import { must, ScaleError } from "../scale/scale-error.ts";
import { clusterMfu } from "./cluster.ts";
import { idealThroughput, mixedStep, shortBatch, type MixedStep, type StepLimits, type Way } from "./data-parallel.ts";
import type { Pool } from "./pools.ts";

export interface PoolChoice {
  readonly way: Way;
  /** Names of pools, in the order given. */
  readonly kept: readonly string[];
  readonly leftOut: readonly string[];
  /** Accelerators left out: idle, or free for other work. */
  readonly freed: number;
  readonly step: MixedStep;
  /** Over all accelerators. */
  readonly mfu: number;
  /** Over those of pools kept. */
  readonly mfuKept: number;
  /** Share of the throughput lost against all pools balanced at the same limits, 0..1. */
  readonly cost: number;
}

export interface PoolChoices {
  /** Pools kept, each by each way: all pools first. */
  readonly choices: readonly PoolChoice[];
  /** The fastest of each way; of equals, the one that frees most accelerators. */
  readonly best: Readonly<Record<Way, PoolChoice>>;
  /** Pools that cannot be kept together, and why: the batch is too small for them. */
  readonly refused: readonly { readonly kept: readonly string[]; readonly why: string }[];
}

/** All their subsets are tried. */
const mostPools = 8;
/** Throughputs that differ by less are equal. */
const rounding = 1e-9;

/**
 * Every choice of pools by every way.
 * @param flopsPerToken FLOP of training on a token
 * @throws ScaleError, also where the batch is too small for any pool
 */
export function choosePools(pools: readonly Pool[], limits: StepLimits, flopsPerToken: number): PoolChoices {
  must(pools.length <= mostPools, `${pools.length} pools; at most ${mostPools} can be chosen from: merge like ones`);
  const ideal = idealThroughput(pools, limits);
  const choices: PoolChoice[] = [];
  const refused: { kept: string[]; why: string }[] = [];
  for (const kept of subsetsOf(pools)) {
    const names = kept.map(({ name }) => name);
    const why = shortBatch(kept, limits);
    if (why !== undefined) {
      refused.push({ kept: names, why });
      continue;
    }
    const leftOut = pools.filter((pool) => !kept.includes(pool));
    for (const way of ["gated", "whole", "balanced"] as const) {
      const step = mixedStep(way, kept, limits);
      choices.push({
        way,
        kept: names,
        leftOut: leftOut.map(({ name }) => name),
        freed: leftOut.reduce((sum, { accelerators }) => sum + accelerators, 0),
        step,
        mfu: clusterMfu(pools, step.throughput, flopsPerToken),
        mfuKept: clusterMfu(kept, step.throughput, flopsPerToken),
        cost: Math.max(0, 1 - step.throughput / ideal),
      });
    }
  }
  return {
    choices,
    best: {
      gated: fastest(choices, "gated"),
      whole: fastest(choices, "whole"),
      balanced: fastest(choices, "balanced"),
    },
    refused,
  };
}

function fastest(choices: readonly PoolChoice[], way: Way): PoolChoice {
  const best = choices
    .filter((choice) => choice.way === way)
    .reduce<PoolChoice | undefined>(
      (one, other) => (one === undefined || isBetter(other, one) ? other : one),
      undefined,
    );
  if (best === undefined)
    throw new ScaleError("the batch leaves every pool short of a micro-batch a replica; make it larger");
  return best;
}

function isBetter({ step, freed }: PoolChoice, than: PoolChoice): boolean {
  const ratio = step.throughput / than.step.throughput;
  return ratio > 1 + rounding || (ratio > 1 - rounding && freed > than.freed);
}

/** All but the empty one, the whole first. */
function subsetsOf(pools: readonly Pool[]): Pool[][] {
  const all = 2 ** pools.length - 1;
  return Array.from({ length: all }, (_, left) => pools.filter((__, i) => Math.floor(left / 2 ** i) % 2 === 0));
}
