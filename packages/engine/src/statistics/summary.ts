/** What a result's simulated values come to: centre, spread, percentiles, and how sure each of them is. */
import { replicateQuantiles } from "./replicate-quantiles.ts";

/** Percentiles over all values, the undefined ranked lowest. */
export interface Percentiles {
  readonly p5: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
}

/** Statistics of one result, in its unit except for the share. */
export interface Summary extends Percentiles {
  /** Over the defined values; an infinity if one of them is. */
  readonly mean: number;
  /**
   * Standard error of the mean, from the spread of the replicates' means. 0 means certain: all values are equal.
   * Undefined (NaN) with a single replicate, whose error cannot be seen, and with an infinite value.
   */
  readonly se: number;
  /** Standard deviation of the defined values; undefined (NaN) with an infinite one. */
  readonly sd: number;
  /** Share of the values that are undefined, 0..1. */
  readonly undefinedShare: number;
  /**
   * Standard error of each percentile, from the spread of the replicates' own. Undefined (NaN) with a single replicate, and
   * where the percentile of one of them is no finite number.
   */
  readonly errors: Percentiles;
}

const probabilities = [0.05, 0.1, 0.5, 0.9, 0.95];

/** Summarises `values`, of which number i belongs to replicate i mod `replicates`. */
export function summarise(values: Float64Array, replicates: number): Summary {
  const { equal, ...centre } = average(values, replicates);
  if (equal !== undefined && centre.undefinedShare === 0) {
    return { ...centre, ...percentiles(() => equal), errors: percentiles(() => 0) };
  }
  const { whole, each } = replicateQuantiles(values, replicates, probabilities);
  return {
    ...centre,
    ...percentiles((index) => whole[index] ?? Number.NaN),
    errors: percentiles((index) => spreadOfMean(each.map((own) => own[index] ?? Number.NaN))),
  };
}

function percentiles(at: (index: number) => number): Percentiles {
  return { p5: at(0), p10: at(1), p50: at(2), p90: at(3), p95: at(4) };
}

interface Centre extends Pick<Summary, "mean" | "se" | "sd" | "undefinedShare"> {
  /** The one value that all the defined ones are, if there is one. */
  readonly equal: number | undefined;
}

/** Sums, per replicate, of differences from one of the values, so that equal values stay exact. */
function average(values: Float64Array, replicates: number): Centre {
  const origin = values.find((value) => !Number.isNaN(value)) ?? Number.NaN;
  const equal = values.every((value) => value === origin || Number.isNaN(value)) ? origin : undefined;
  const sums = new Float64Array(replicates);
  const counts = new Float64Array(replicates);
  let squares = 0;
  for (let replicate = 0; replicate < replicates; replicate++) {
    const own = sumsOf(values, replicate, replicates, origin);
    sums[replicate] = own.sum;
    counts[replicate] = own.count;
    squares += own.squares;
  }
  const defined = total(counts);
  const undefinedShare = values.length === 0 ? 0 : 1 - defined / values.length;
  const none = { se: Number.NaN, sd: Number.NaN, undefinedShare, equal: undefined };
  if (defined === 0) return { mean: Number.NaN, ...none };
  if (equal !== undefined) return { mean: equal, se: 0, sd: 0, undefinedShare, equal };
  const sum = total(sums);
  if (!Number.isFinite(sum)) return { mean: total(values), ...none };
  const sd = Math.sqrt(Math.max(0, squares - sum * (sum / defined)) / Math.max(1, defined - 1));
  const means = Array.from(sums, (own, replicate) => own / (counts[replicate] ?? 0));
  const se = spreadOfMean(means.filter((mean) => !Number.isNaN(mean)));
  return { mean: origin + sum / defined, se, sd, undefinedShare, equal: undefined };
}

/** Of one replicate: how many values are defined, the sum of their differences from the origin, and of the squares. */
function sumsOf(
  values: Float64Array,
  replicate: number,
  replicates: number,
  origin: number,
): { sum: number; squares: number; count: number } {
  let [sum, squares, count] = [0, 0, 0];
  for (let i = replicate; i < values.length; i += replicates) {
    const difference = (values[i] ?? Number.NaN) - origin;
    sum += difference;
    squares += difference * difference;
    count++;
  }
  if (!Number.isNaN(sum)) return { sum, squares, count };
  [sum, squares, count] = [0, 0, 0];
  for (let i = replicate; i < values.length; i += replicates) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += value - origin;
    squares += (value - origin) ** 2;
    count++;
  }
  return { sum, squares, count };
}

/** Standard error of the mean of some numbers, from their own spread. */
function spreadOfMean(numbers: readonly number[]): number {
  const centre = numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  const squares = numbers.reduce((sum, each) => sum + (each - centre) ** 2, 0);
  return numbers.length > 1 ? Math.sqrt(squares / (numbers.length - 1) / numbers.length) : Number.NaN;
}

/** The sum of the defined values. */
function total(values: Float64Array): number {
  return values.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0);
}
