/** Internal rate of return of flows one period apart, fast enough to be taken once per trial of a simulation. */

import { exp, expm1, log } from "../numeric/elementary.ts";
import { irrRoots, type RootChoice } from "./irr-roots.ts";
import { cumulativeSignChanges, signChanges } from "./sign-changes.ts";
import { sum } from "./sum.ts";

/**
 * The rate per period at which `flows` are worth nothing, or NaN where no rate is: never 0, never a guess. Where several
 * are, the one {@link RootChoice} says, the same as `irrRoots` quotes to some 1e-12.
 *
 * Series whose running totals show that one root only can be chosen, nearly all in practice, are solved by Newton's method
 * without allocating. The rest take the full search of `irrRoots`, some hundred times slower.
 *
 * @param flows in one currency, received positive; 12 flows a year give a rate per month, (1 + r)^12 - 1 a year
 * @example irr([-100, 39, 59, 55, 20]) // 0.28095
 */
export function irr(flows: ArrayLike<number>, choice?: RootChoice): number {
  const total = sum(flows);
  if (!Number.isFinite(total) || signChanges(flows) === 0) return NaN;
  const above = cumulativeSignChanges(flows, false, true);
  const below = cumulativeSignChanges(flows, true, true);
  let rate = NaN;
  if (total !== 0 && above === 1 && (below === 0 || choice?.policy !== "nearest")) rate = onlyRoot(flows, false);
  else if (total !== 0 && above === 0 && below === 1) rate = onlyRoot(flows, true);
  return Number.isNaN(rate) ? (irrRoots(flows, choice).chosen ?? NaN) : rate;
}

/**
 * The only root on one side of zero, by Newton's method on ln(receipts / outlays), both discounted: nearly a straight line
 * in y = ln(1 + rate), so that three to five steps suffice. A negative rate is a positive one of the series read backwards,
 * which also keeps every factor below one.
 */
function onlyRoot(flows: ArrayLike<number>, reversed: boolean): number {
  const last = flows.length - 1;
  let low = 0;
  let high = Infinity;
  let y = 0;
  let signAtZero = 0;
  for (let step = 0; step < 100; step++) {
    const factor = exp(-y);
    let receipts = 0;
    let outlays = 0;
    let receiptsSlope = 0;
    let outlaysSlope = 0;
    for (let k = 0; k <= last; k++) {
      const flow = flows[reversed ? k : last - k] ?? NaN;
      receiptsSlope = receiptsSlope * factor + receipts;
      outlaysSlope = outlaysSlope * factor + outlays;
      receipts *= factor;
      outlays *= factor;
      if (flow > 0) receipts += flow;
      else outlays -= flow;
    }
    const height = log(receipts / outlays);
    if (height === 0) break;
    if (step === 0) signAtZero = Math.sign(height);
    if (Math.sign(height) === signAtZero) low = y;
    else high = y;
    const newton = y + height / (factor * (receiptsSlope / receipts - outlaysSlope / outlays));
    const close = Math.abs(newton - y) < 1e-9;
    if (close || (newton > low && newton < high)) y = newton;
    else y = high === Infinity ? 2 * low + 0.1 : (low + high) / 2;
    // Newton squares its error: after a step of 1e-9 what is left is rounding.
    if (close) break;
  }
  // Rates below -1 + 2e-16 do not exist as doubles.
  return reversed && y > 36 ? NaN : expm1(reversed ? -y : y);
}
