/** Lenders' probabilities: P90 is what is met or beaten with a chance of 90 %. */

import { quantile, rank } from "@underwatt/engine";

/** Whether more of a figure is better (revenue, cover, return) or less (cost, time to pay back). */
export type Better = "higher" | "lower";

/** A figure's exceedance value, and how much of it was undefined. */
export interface Exceedance {
  /** NaN where it falls on a sample that has no value. */
  readonly value: number;
  /** In words, for print: "P90 (90 % chance of at least this)". */
  readonly label: string;
  /** Share of the samples that have no value, 0..1. They count as worse than any that has one, and are never left out. */
  readonly undefinedShare: number;
}

/**
 * The value that is met or beaten with a chance of `percent`: of a figure to be high the statistical quantile at
 * 1 - percent (P90 is the 10th percentile), of one to be low that at percent. Interpolated between samples.
 *
 * @param percent 0 to 100, or throws
 * @example exceedance(revenues, 90, "higher").label // "P90 (90 % chance of at least this)"
 */
export function exceedance(values: Float64Array, percent: number, better: Better): Exceedance {
  if (!(percent >= 0 && percent <= 100)) throw new RangeError(`P${percent}: give a chance from 0 to 100 %`);
  const probability = (100 - percent) / 100;
  // Costs are ranked by their negatives, so that samples without a value are the dearest.
  const ranked = rank(better === "higher" ? values : values.map((value) => 0 - value), [probability]);
  const found = quantile(ranked, probability);
  return {
    value: better === "higher" ? found : 0 - found,
    label: exceedanceLabel(percent, better),
    undefinedShare: shareOf(values, Number.isNaN),
  };
}

/** How to print an exceedance value's name. */
export function exceedanceLabel(percent: number, better: Better): string {
  return `P${percent} (${percent} % chance of at ${better === "higher" ? "least" : "most"} this)`;
}

/** Share of the values of which something holds, 0..1; NaN without values. */
export function shareOf(values: Float64Array, holds: (value: number) => boolean): number {
  return values.reduce((count, value) => count + (holds(value) ? 1 : 0), 0) / values.length;
}
