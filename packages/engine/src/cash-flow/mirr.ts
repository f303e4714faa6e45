/** Modified internal rate of return: the yield when outlays are financed and receipts reinvested at stated rates. */

import { power } from "../numeric/elementary.ts";
/**
 * (FV of the receipts at `reinvestRate` / PV of the outlays at `financeRate`)^(1/n) - 1, n = periods from first flow to
 * last. Always unique, hence the fallback where the internal rate of return is not. NaN without both a receipt and an
 * outlay, or with a rate at or below -1.
 *
 * @param flows one per period, received positive
 * @param financeRate per period, as a fraction
 * @param reinvestRate per period, as a fraction
 * Source: S. Lin, "The modified internal rate of return and investment criterion", The Engineering Economist 21(4), 1976.
 * @example mirr([-120000, 39000, 30000, 21000, 37000, 46000], 0.1, 0.12) // 0.126094
 */
export function mirr(flows: ArrayLike<number>, financeRate: number, reinvestRate: number): number {
  if (!(financeRate > -1 && reinvestRate > -1)) return NaN;
  const last = flows.length - 1;
  let received = 0;
  let paid = 0;
  for (let t = 0; t <= last; t++) {
    const flow = flows[t] ?? NaN;
    if (Number.isNaN(flow)) return NaN;
    if (flow > 0) received += flow * power(1 + reinvestRate, last - t);
    if (flow < 0) paid -= flow / power(1 + financeRate, t);
  }
  return received > 0 && paid > 0 ? power(received / paid, 1 / last) - 1 : NaN;
}
