/** What a result's simulated values come to: centre, spread, percentiles, and how sure the centre is. */
import { quantile, rank } from "./quantile.ts";

/** Statistics of one result, in its unit except for the share. */
export interface Summary {
  /** Over the defined values; an infinity if one of them is. */
  readonly mean: number;
  /** Sample standard deviation of the defined values; undefined (NaN) if one is infinite. */
  readonly sd: number;
  /**
   * Standard error of the mean, from the spread of the replicates' means. 0 means certain: all values are equal.
   * Undefined (NaN) with a single replicate, whose error cannot be seen.
   */
  readonly se: number;
  /** Percentiles over all values, the undefined ranked lowest. */
  readonly p5: number;
  readonly p10: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
  readonly p95: number;
  /** Share of the values that are undefined, 0..1. */
  readonly undefinedShare: number;
}

/** Summarises `values`, of which number i belongs to replicate i mod `replicates`. */
export function summarise(values: Float64Array, replicates: number): Summary {
  const defined = values.filter((value) => !Number.isNaN(value));
  const ranked = rank(values);
  return {
    ...moments(defined),
    se: standardError(values, replicates),
    p5: quantile(ranked, 0.05),
    p10: quantile(ranked, 0.1),
    p25: quantile(ranked, 0.25),
    p50: quantile(ranked, 0.5),
    p75: quantile(ranked, 0.75),
    p90: quantile(ranked, 0.9),
    p95: quantile(ranked, 0.95),
    undefinedShare: values.length === 0 ? 0 : 1 - defined.length / values.length,
  };
}

/** Mean and sample standard deviation; the latter 0 for a single value or equal ones. */
function moments(values: Float64Array): { readonly mean: number; readonly sd: number } {
  // Sums of differences from one of the values: equal values give exactly that value and no spread.
  const origin = values[0] ?? Number.NaN;
  if (values.every((value) => value === origin)) return { mean: origin, sd: values.length === 0 ? Number.NaN : 0 };
  if (!values.every(Number.isFinite)) return { mean: values.reduce((sum, value) => sum + value, 0), sd: Number.NaN };
  const mean = origin + values.reduce((sum, value) => sum + (value - origin), 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) };
}

function standardError(values: Float64Array, replicates: number): number {
  const sums = new Float64Array(replicates);
  const counts = new Float64Array(replicates);
  const origin = values.find((value) => !Number.isNaN(value)) ?? Number.NaN;
  let isCertain = !Number.isNaN(origin);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const replicate = i % replicates;
    counts[replicate] = (counts[replicate] ?? 0) + 1;
    sums[replicate] = (sums[replicate] ?? 0) + (value - origin);
    isCertain &&= value === origin;
  }
  if (isCertain) return 0;
  const means = sums.map((sum, replicate) => sum / (counts[replicate] ?? 0)).filter((_, k) => (counts[k] ?? 0) > 0);
  return means.length > 1 ? moments(means).sd / Math.sqrt(means.length) : Number.NaN;
}
