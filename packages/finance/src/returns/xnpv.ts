/** Net present value of dated flows. */

import { act365Fixed, type DayCount } from "../dates/day-count.ts";

/** An amount on a date. */
export interface DatedFlow {
  /** Days since 1970-01-01, see `parseDate`. */
  readonly day: number;
  /** In one currency, received positive. */
  readonly amount: number;
}

/**
 * Σ amount / (1 + rate)^years, years from `valuationDay` to the flow; flows may stand in any order.
 *
 * @param rate effective per year, as a fraction above -1; NaN is returned otherwise
 * @param valuationDay the earliest flow's unless given. Spreadsheet XNPV takes the first in the list.
 * Source: Microsoft Excel documentation, XNPV (with the default convention).
 */
export function xnpv(
  rate: number,
  flows: readonly DatedFlow[],
  dayCount: DayCount = act365Fixed,
  valuationDay: number = earliestDay(flows),
): number {
  if (!(rate > -1)) return NaN;
  return flows.reduce(
    (value, { day, amount }) => value + amount * (1 + rate) ** -dayCount.yearFraction(valuationDay, day),
    0,
  );
}

/** The earliest day of a list of flows; Infinity for none. */
export function earliestDay(flows: readonly DatedFlow[]): number {
  return flows.reduce((first, { day }) => Math.min(first, day), Infinity);
}
