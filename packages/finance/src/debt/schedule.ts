/** How a loan is paid back, period by period. Interest and principal fall at the end of each period. */

import { inPeriod, type Rates } from "./rates.ts";

/** A loan drawn at the start of the first period. */
export interface DebtSchedule {
  /** Drawn, in the currency of everything here. */
  readonly debt: number;
  readonly interest: readonly number[];
  /** Negative in a period whose interest is added to the debt. */
  readonly principal: readonly number[];
  /** Interest and principal. */
  readonly debtService: readonly number[];
  /** Owed at the end of each period; exactly 0 at the end of the last. */
  readonly balance: readonly number[];
}

/**
 * The same payment in every period (an annuity).
 * @param rate one for all periods, as a fraction
 * @param periods whole and positive, or throws
 */
export function levelDebt(debt: number, rate: number, periods: number): DebtSchedule {
  const payment = debt / annuityValue(rate, wholePeriods(periods));
  return repay(debt, rate, periods, (_, interest) => payment - interest);
}

/** The same principal in every period, and interest on what is left. */
export function equalPrincipalDebt(debt: number, rate: Rates, periods: number): DebtSchedule {
  return repay(debt, rate, wholePeriods(periods), () => debt / periods);
}

/** The same loan at another size: every amount in proportion. */
export function scaleDebt(schedule: DebtSchedule, debt: number): DebtSchedule {
  const factor = schedule.debt === 0 ? 0 : debt / schedule.debt;
  const scaled = (amounts: readonly number[]) => amounts.map((amount) => amount * factor);
  return {
    debt: schedule.debt === 0 ? 0 : debt,
    interest: scaled(schedule.interest),
    principal: scaled(schedule.principal),
    debtService: scaled(schedule.debtService),
    balance: scaled(schedule.balance),
  };
}

/**
 * Any schedule: `principal` says what is repaid in a period, from its interest. The last period repays all that is left.
 */
export function repay(
  debt: number,
  rate: Rates,
  periods: number,
  principal: (period: number, interest: number) => number,
): DebtSchedule {
  const interests: number[] = [];
  const principals: number[] = [];
  const debtService: number[] = [];
  const balance: number[] = [];
  let owed = debt;
  for (let t = 0; t < periods; t++) {
    const interest = owed * inPeriod(rate, t);
    const repaid = t === periods - 1 ? owed : principal(t, interest);
    owed -= repaid;
    interests.push(interest);
    principals.push(repaid);
    debtService.push(interest + repaid);
    balance.push(owed);
  }
  return { debt, interest: interests, principal: principals, debtService, balance };
}

/** Value of 1 at the end of each period: (1 - (1 + r)^-n) / r. */
export function annuityValue(rate: number, periods: number): number {
  return rate === 0 ? periods : -Math.expm1(-periods * Math.log1p(rate)) / rate;
}

function wholePeriods(periods: number): number {
  if (!(Number.isInteger(periods) && periods > 0))
    throw new RangeError(`a loan over ${periods} periods: give a whole number above 0`);
  return periods;
}
