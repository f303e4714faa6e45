/** What the variance-based analyses ask of their caller, and the seeds they draw with. */
import { hash32 } from "../sampling/index.ts";
import type { InputGroup } from "./input-groups.ts";

export interface VarianceOptions {
  /** Any integer. */
  readonly seed: number;
  /** Points of one replicate; a power of two keeps them even. */
  readonly points: number;
  /** Independent scrambles, whose spread gives the intervals; 8 unless given. A single one gives no interval. */
  readonly replicates?: number;
  /** Every input in exactly one; each by itself unless given. */
  readonly groups?: readonly InputGroup[];
}

const usualReplicates = 8;

/**
 * The number of replicates, once the options make sense.
 * @throws RangeError when they do not
 */
export function replicatesOf({ points, replicates = usualReplicates }: VarianceOptions): number {
  if (!Number.isInteger(points) || points < 2) throw new RangeError(`at least 2 points are needed, got ${points}`);
  if (!Number.isInteger(replicates) || replicates < 1)
    throw new RangeError(`at least 1 replicate is needed, got ${replicates}`);
  return replicates;
}

/** Seed of one replicate, unrelated to those of all others. */
export function replicateSeed(seed: number, replicate: number): number {
  return hash32(`${seed} ${replicate}`, 0);
}
