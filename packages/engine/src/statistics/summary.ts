/** What a result's simulated values come to: centre, spread, percentiles, and how sure the centre is. */
import { quantile, rank } from "./quantile.ts";

/** Statistics of one result, in its unit except for the share. */
export interface Summary {
  /** Over the defined values; an infinity if one of them is. */
  readonly mean: number;
  /**
   * Standard error of the mean, from the spread of the replicates' means. 0 means certain: all values are equal.
   * Undefined (NaN) with a single replicate, whose error cannot be seen, and with an infinite value.
   */
  readonly se: number;
  /** Percentiles over all values, the undefined ranked lowest. */
  readonly p5: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  /** Share of the values that are undefined, 0..1. */
  readonly undefinedShare: number;
}

const probabilities = [0.05, 0.1, 0.5, 0.9, 0.95] as const;

/** Summarises `values`, of which number i belongs to replicate i mod `replicates`. */
export function summarise(values: Float64Array, replicates: number): Summary {
  const { equal, ...centre } = average(values, replicates);
  if (equal !== undefined && centre.undefinedShare === 0) {
    return { ...centre, p5: equal, p10: equal, p50: equal, p90: equal, p95: equal };
  }
  const ranked = rank(values, probabilities);
  const [p5, p10, p50, p90, p95] = probabilities.map((p) => quantile(ranked, p));
  const none = Number.NaN;
  return { ...centre, p5: p5 ?? none, p10: p10 ?? none, p50: p50 ?? none, p90: p90 ?? none, p95: p95 ?? none };
}

interface Centre extends Pick<Summary, "mean" | "se" | "undefinedShare"> {
  /** The one value that all the defined ones are, if there is one. */
  readonly equal: number | undefined;
}

/** One pass over the values: sums, per replicate, of differences from one of them, so that equal values stay exact. */
function average(values: Float64Array, replicates: number): Centre {
  const origin = values.find((value) => !Number.isNaN(value)) ?? Number.NaN;
  const sums = new Float64Array(replicates);
  const counts = new Float64Array(replicates);
  let isEqual = true;
  let replicate = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isNaN(value)) {
      sums[replicate] = (sums[replicate] ?? 0) + (value - origin);
      counts[replicate] = (counts[replicate] ?? 0) + 1;
      isEqual &&= value === origin;
    }
    replicate = replicate + 1 === replicates ? 0 : replicate + 1;
  }
  const defined = total(counts);
  const undefinedShare = values.length === 0 ? 0 : 1 - defined / values.length;
  if (defined === 0) return { mean: Number.NaN, se: Number.NaN, undefinedShare, equal: undefined };
  if (isEqual) return { mean: origin, se: 0, undefinedShare, equal: origin };
  const sum = total(sums);
  if (!Number.isFinite(sum)) return { mean: total(values), se: Number.NaN, undefinedShare, equal: undefined };
  return { mean: origin + sum / defined, se: standardError(sums, counts), undefinedShare, equal: undefined };
}

/** From the spread of the replicates' means. */
function standardError(sums: Float64Array, counts: Float64Array): number {
  const means = sums.map((sum, replicate) => sum / (counts[replicate] ?? 0)).filter((mean) => !Number.isNaN(mean));
  const centre = total(means) / means.length;
  const squares = means.reduce((sum, mean) => sum + (mean - centre) ** 2, 0);
  return means.length > 1 ? Math.sqrt(squares / (means.length - 1) / means.length) : Number.NaN;
}

/** The sum of the defined values. */
function total(values: Float64Array): number {
  return values.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0);
}
