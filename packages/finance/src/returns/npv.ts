/** Net present value by either of the two conventions in use. */

import { npv as npvFromNow } from "@underwatt/engine";

/**
 * Present value of flows one period apart. `firstPeriod` says when `flows[0]` falls: 0 is now (numerical libraries), 1 is
 * one period from now (the NPV function of spreadsheets). The two differ by one period's discount.
 *
 * @param rate per period, as a fraction above -1
 * @param flows received positive
 * @example npv(0.1, [-10000, 3000, 4200, 6800], 1) // 1188.44
 */
export function npv(rate: number, flows: ArrayLike<number>, firstPeriod: 0 | 1 = 0): number {
  return npvFromNow(rate, flows) / (1 + rate) ** firstPeriod;
}
