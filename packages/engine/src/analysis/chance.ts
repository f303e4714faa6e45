/** The chance of a yes, simulated, with an interval that holds even where no sample says otherwise. */
import { estimate, type Estimate } from "../statistics/index.ts";
import { meansOf } from "./held.ts";

/**
 * The share of 1 among values of 1 and 0; undefined ones (NaN) are left out, and sample i belongs to replicate
 * i mod `replicates`. Where all are alike the spread of the replicates says nothing, and the interval reaches as far as the
 * rule of three: 3 / samples.
 * Source: J. A. Hanley and A. Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 249 (1983).
 */
export function chanceOf(values: Float64Array, replicates: number): Estimate {
  const { mean, byReplicate } = meansOf(values, replicates);
  const { value, se, low, high } = estimate(mean, byReplicate);
  const rare = 3 / values.filter((each) => !Number.isNaN(each)).length;
  return {
    value,
    se,
    low: mean === 1 ? Math.max(0, 1 - rare) : Math.max(0, low),
    high: mean === 0 ? Math.min(1, rare) : Math.min(1, high),
  };
}
