/** Internal rate of return of dated flows. */

import { irrRoots, type IrrRoots, type RootChoice } from "@underwatt/engine";
import { act365Fixed, type DayCount } from "../dates/day-count.ts";
import { earliestDay, type DatedFlow } from "./xnpv.ts";

/** How to take the rate of dated flows. */
export interface XirrOptions extends RootChoice {
  /** Actual/365 fixed unless given. */
  readonly dayCount?: DayCount | undefined;
}

/**
 * The effective rate per year at which dated flows are worth nothing, NaN where no rate is. Flows may stand in any order;
 * of several roots the one `RootChoice` says. {@link xirrRoots} gives them all.
 *
 * @example xirr([{ day: 0, amount: -100 }, { day: 365, amount: 110 }]) // 0.1
 */
export function xirr(flows: readonly DatedFlow[], options: XirrOptions = {}): number {
  return xirrRoots(flows, options).chosen ?? NaN;
}

/**
 * Every rate at which dated flows are worth nothing, the one to quote and why. Changes of sign and Norstrom's test are
 * those of the flows in order of date, flows of one day added up.
 *
 * A period of days that doubles its money has a yearly rate of astronomic size: it is correct and is returned.
 */
export function xirrRoots(flows: readonly DatedFlow[], options: XirrOptions = {}): IrrRoots {
  const { dayCount = act365Fixed, ...choice } = options;
  const start = earliestDay(flows);
  const amounts = new Map<number, number>();
  // By time rather than by day, for 30/360 gives two days the same time.
  for (const { day, amount } of flows) {
    const years = dayCount.yearFraction(start, day);
    amounts.set(years, (amounts.get(years) ?? 0) + amount);
  }
  const ordered = [...amounts].sort(([a], [b]) => a - b);
  return irrRoots(
    ordered.map(([, amount]) => amount),
    { ...choice, times: ordered.map(([years]) => years) },
  );
}
