/** Cover ratios: how many times over the cash pays the debt. Undefined is NaN, never 0. */

import { inPeriod, valueAt, type Rates } from "./rates.ts";
import type { DebtSchedule } from "./schedule.ts";

/**
 * Debt service cover of each period, CFADS / (interest + principal). NaN in a period without debt service: there is
 * nothing to cover. Negative where CFADS is.
 *
 * @param debtService one for each period of `cfads`, or one for all; throws on another length
 */
export function dscr(cfads: ArrayLike<number>, debtService: number | ArrayLike<number>): number[] {
  if (typeof debtService !== "number" && debtService.length !== cfads.length)
    throw new RangeError(
      `CFADS has ${cfads.length} periods, debt service ${debtService.length}: they are to be the same`,
    );
  return Array.from(cfads, (cash, t) => {
    const service = inPeriod(debtService, t);
    return service > 0 ? cash / service : NaN;
  });
}

/** What is owed, as `DebtSchedule` has it. */
type Owed = Pick<DebtSchedule, "debt" | "balance">;

/**
 * Loan life cover at the start of each period of the loan: present value, at the debt's rate, of CFADS from that period
 * to the loan's last, over the balance then. NaN once nothing is owed. In the last period it equals the DSCR.
 *
 * @param cfads at the ends of the periods, the loan's first being `cfads[0]`; those after the loan's last do not count
 * @param reserve cash held in reserve at the start of each period, where the lender counts it; none unless given
 */
export function llcr(cfads: ArrayLike<number>, owed: Owed, rate: Rates, reserve?: ArrayLike<number>): number[] {
  return lifeCover(cfads, owed, rate, owed.balance.length, reserve);
}

/** Project life cover: as {@link llcr}, with CFADS to the end of the project, which is the end of `cfads`. */
export function plcr(cfads: ArrayLike<number>, owed: Owed, rate: Rates, reserve?: ArrayLike<number>): number[] {
  return lifeCover(cfads, owed, rate, cfads.length, reserve);
}

/** The worst of a series of ratios, and its average. */
export interface CoverSummary {
  readonly minimum: number;
  /** Index of the first period that has the minimum; undefined where no ratio is defined. */
  readonly minimumPeriod: number | undefined;
  /** Over the periods in which the ratio is defined. */
  readonly average: number;
}

/** Minimum with its period, and average, of the ratios that are defined; NaN where none is. */
export function coverSummary(ratios: ArrayLike<number>): CoverSummary {
  let [minimum, sum, count] = [NaN, 0, 0];
  let minimumPeriod: number | undefined;
  for (let t = 0; t < ratios.length; t++) {
    const ratio = ratios[t] ?? NaN;
    if (Number.isNaN(ratio)) continue;
    sum += ratio;
    count++;
    if (!(ratio >= minimum)) [minimum, minimumPeriod] = [ratio, t];
  }
  return { minimum, minimumPeriod, average: count > 0 ? sum / count : NaN };
}

/** What rounding leaves of a balance that is repaid, as a share of the debt. */
const dust = 1e-9;

function lifeCover(
  cfads: ArrayLike<number>,
  { debt, balance }: Owed,
  rate: Rates,
  end: number,
  reserve: ArrayLike<number> | undefined,
): number[] {
  if (cfads.length < balance.length)
    throw new RangeError(`CFADS has ${cfads.length} periods and the loan ${balance.length}: give CFADS to its last`);
  let value = valueAt(balance.length, end, cfads, rate);
  const ratios: number[] = [];
  for (let t = balance.length - 1; t >= 0; t--) {
    value = (value + (cfads[t] ?? NaN)) / (1 + inPeriod(rate, t));
    const opening = t === 0 ? debt : (balance[t - 1] ?? NaN);
    const cash = reserve === undefined ? 0 : (reserve[t] ?? NaN);
    ratios.push(opening > dust * debt ? (value + cash) / opening : NaN);
  }
  return ratios.reverse();
}
