/** Draws with some inputs held at values and all others redrawn from the joint distribution given those values. */
import type { Distribution } from "../distributions/index.ts";
import type { Input } from "../graph/index.ts";
import { normalQuantile } from "../numeric/index.ts";
import type { DrawPlan } from "../sampling/index.ts";
import { probabilityOf, type InputSpace, type Scores } from "./input-space.ts";

/** An input held: its value, and the standard-normal score that stands for it in the correlations. */
export interface HeldValue {
  readonly value: number;
  readonly score: number;
}

/** One outcome of a discrete distribution and the probability below and up to it. */
export interface Outcome extends HeldValue {
  readonly below: number;
  readonly upTo: number;
  /** The score nearest to the median at which the outcome comes out. */
  readonly nearest: number;
}

/** Wide enough to pass the rounding of a cumulative probability, narrower than any outcome worth naming. */
const sliver = 1e-12;

export function isDiscrete({ family }: Distribution): boolean {
  return family === "discrete";
}

/**
 * The outcomes of a discrete distribution, in rising order, found by probing its quantiles.
 * An outcome's score is the middle of its probability.
 */
export function outcomesOf(distribution: Distribution): Outcome[] {
  const outcomes: Outcome[] = [];
  for (let below = 0; below < 1 - sliver;) {
    const value = distribution.quantile(below + sliver);
    const upTo = Math.max(distribution.cdf(value), below + sliver);
    const [low, high] = [normalQuantile(below), normalQuantile(Math.min(1, upTo))];
    const score = normalQuantile((below + Math.min(1, upTo)) / 2);
    outcomes.push({ value, score, below, upTo, nearest: Math.min(Math.max(0, low), high) });
    below = upTo;
  }
  return outcomes;
}

/**
 * An input held at a value. Of a discrete input the score is the middle of the outcome's probability.
 * @throws RangeError when the input never takes that value
 */
export function holdAt({ name, distribution, unit }: Input, value: number): HeldValue {
  const shown = (number: number): string => `${Number(number.toPrecision(6))}${unit === "" ? "" : ` ${unit}`}`;
  if (isDiscrete(distribution)) {
    const outcomes = outcomesOf(distribution);
    const found = outcomes.find((outcome) => outcome.value === value);
    if (found !== undefined) return { value, score: found.score };
    const list = outcomes.map((outcome) => shown(outcome.value)).join(", ");
    throw new RangeError(`${name} is never ${shown(value)}; it is one of ${list}`);
  }
  const [low, high] = distribution.support;
  if (!(value >= low && value <= high))
    throw new RangeError(`${name} is never ${shown(value)}; it lies between ${shown(low)} and ${shown(high)}`);
  return { value, score: normalQuantile(probabilityOf(normalQuantile(distribution.cdf(value)))) };
}

/** An input held at the value that its score stands for. */
export function holdAtScore({ distribution }: Input, score: number): HeldValue {
  return { value: distribution.quantile(probabilityOf(score)), score };
}

/** Most values made at once, so that memory stays bounded whatever the number of samples. */
const pointsAtOnce = 4096;

/** Ranges of samples, `to` excluded, small enough to be evaluated one after another. */
export function* blocksOf(samples: number): Generator<{ from: number; count: number }> {
  for (let from = 0; from < samples; from += pointsAtOnce)
    yield { from, count: Math.min(pointsAtOnce, samples - from) };
}

/**
 * Values of all inputs for samples from..from + count - 1, with some held. The same plan gives the others the same draws
 * whatever the values held, so that differences between two values held owe nothing to chance.
 */
export function drawHolding(
  space: InputSpace,
  plan: DrawPlan,
  held: ReadonlyMap<number, HeldValue>,
): (from: number, count: number) => Float64Array[] {
  const redraw = space.holding(new Set(held.keys()));
  return (from, count) => {
    const empty = new Float64Array(0);
    const fixed: Scores = space.inputs.map((_, input) => {
      const found = held.get(input);
      return found === undefined ? empty : new Float64Array(count).fill(found.score);
    });
    const values = space.values(redraw(fixed, space.independent(plan, from, count)));
    // A value held is that value, not its quantile's rounding.
    for (const [input, { value }] of held) values[input]?.fill(value);
    return values;
  };
}

/** Mean over the defined values, and the same by each replicate; sample i belongs to replicate i mod `replicates`. */
export function meansOf(values: Float64Array, replicates: number): { mean: number; byReplicate: Float64Array } {
  const sums = new Float64Array(replicates);
  const counts = new Float64Array(replicates);
  for (const [i, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    sums[i % replicates] = (sums[i % replicates] ?? 0) + value;
    counts[i % replicates] = (counts[i % replicates] ?? 0) + 1;
  }
  const total = sums.reduce((sum, each) => sum + each, 0) / counts.reduce((sum, each) => sum + each, 0);
  return { mean: total, byReplicate: sums.map((sum, replicate) => sum / (counts[replicate] ?? 0)) };
}
