/** The reading of a bare interval "low to high": the middle nine tenths of what is believed possible. */
import { exp, log } from "../numeric/elementary.ts";
import { demand, type Distribution } from "./distribution.ts";
import { lognormal } from "./lognormal.ts";
import { logitNormal } from "./logit-normal.ts";
import { normal } from "./normal.ts";

/** The standard normal's 95 % quantile: the ends of a central 90 % interval lie this many deviations out. */
const Z95 = 1.6448536269514722;

/**
 * The distribution whose 5 % and 95 % quantiles are `low` < `high`: logit-normal for a `share` inside 0..1, otherwise
 * lognormal if both are positive (median √(low · high)), otherwise normal.
 *
 * @example interval(2, 3.5, false) // a price: lognormal with median 2.65
 */
export function interval(low: number, high: number, share: boolean): Distribution {
  demand(high > low && high - low < Infinity, `interval: low must be below high, got ${low} and ${high}`);
  if (share && low > 0 && high < 1) {
    const [from, to] = [log(low / (1 - low)), log(high / (1 - high))];
    return logitNormal(1 / (1 + exp(-(from + to) / 2)), (to - from) / (2 * Z95));
  }
  if (low > 0) return lognormal(Math.sqrt(low) * Math.sqrt(high), log(high / low) / (2 * Z95));
  return normal((low + high) / 2, (high - low) / (2 * Z95));
}
