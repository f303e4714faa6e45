/** How long until the money is back with interest. */

import { payback } from "@underwatt/engine";

/**
 * `payback` of the present values: periods until the money is back with a yield of `rate`, interpolated inside the last
 * period. Infinity if it never is; NaN for a rate at or below -1, or flows that are not numbers.
 *
 * @param rate per period, as a fraction
 * @param flows received positive; `flows[t]` falls at time t and is discounted t periods
 * @example discountedPayback(0.1, [-100, 60, 80]) // 1.6875
 */
export function discountedPayback(rate: number, flows: ArrayLike<number>): number {
  if (!(rate > -1)) return NaN;
  const values = new Float64Array(flows.length);
  for (let t = 0; t < flows.length; t++) values[t] = (flows[t] ?? NaN) / (1 + rate) ** t;
  return payback(values);
}
