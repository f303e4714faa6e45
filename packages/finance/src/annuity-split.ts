/** Interest and principal inside level payments; signs and equation as in `annuity.ts`. */

import { fv, pmt, type Timing } from "./annuity.ts";

/**
 * Interest in the payment of one period, counted from 1; NaN outside 1 to `periods`.
 * In advance, the first payment holds none.
 */
export function ipmt(
  rate: number,
  period: number,
  periods: number,
  presentValue: number,
  futureValue = 0,
  timing: Timing = "end",
): number {
  if (!(Number.isInteger(period) && period >= 1 && period <= periods)) return NaN;
  if (timing === "begin" && period === 1) return 0;
  const payment = pmt(rate, periods, presentValue, futureValue, timing);
  const interest = fv(rate, period - 1, payment, presentValue, timing) * rate;
  // Paid a period early, the interest is discounted by that period.
  return timing === "begin" ? interest / (1 + rate) : interest;
}

/** Principal in the payment of one period: the payment less its interest. */
export function ppmt(
  rate: number,
  period: number,
  periods: number,
  presentValue: number,
  futureValue = 0,
  timing: Timing = "end",
): number {
  const interest = ipmt(rate, period, periods, presentValue, futureValue, timing);
  return pmt(rate, periods, presentValue, futureValue, timing) - interest;
}

/** Interest paid from period `first` to period `last`, both included; NaN unless 1 <= first <= last <= periods. */
export function cumipmt(
  rate: number,
  periods: number,
  presentValue: number,
  first: number,
  last: number,
  timing: Timing = "end",
): number {
  return sumOver(first, last, (period) => ipmt(rate, period, periods, presentValue, 0, timing));
}

/** Principal paid from period `first` to period `last`, both included; NaN unless 1 <= first <= last <= periods. */
export function cumprinc(
  rate: number,
  periods: number,
  presentValue: number,
  first: number,
  last: number,
  timing: Timing = "end",
): number {
  return sumOver(first, last, (period) => ppmt(rate, period, periods, presentValue, 0, timing));
}

function sumOver(first: number, last: number, part: (period: number) => number): number {
  if (!(first <= last)) return NaN;
  let total = 0;
  for (let period = first; period <= last; period++) total += part(period);
  return total;
}
