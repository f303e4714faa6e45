/**
 * Level payments: the five quantities of one equation, each from the other four.
 *
 *   presentValue (1 + r)^n + payment (1 + r b) ((1 + r)^n - 1) / r + futureValue = 0,   b = 1 if paid in advance, else 0
 *
 * Money received is positive, money paid negative, so a loan has a positive present value and negative payments. The rate
 * is a fraction per payment period. Source: the equation of the OpenDocument OpenFormula standard 1.2, section 6.12 (PV).
 */

import { irr } from "@underwatt/engine";

/** Payments fall at the `end` of each period (in arrears) or at its `begin` (in advance). */
export type Timing = "end" | "begin";

/**
 * The level payment per period.
 * @example pmt(0.08 / 12, 10, 10000) // -1037.03
 */
export function pmt(
  rate: number,
  periods: number,
  presentValue: number,
  futureValue = 0,
  timing: Timing = "end",
): number {
  return -(presentValue * growth(rate, periods) + futureValue) / annuityFactor(rate, periods, timing);
}

/** The balance after all periods. */
export function fv(rate: number, periods: number, payment: number, presentValue = 0, timing: Timing = "end"): number {
  return -(presentValue * growth(rate, periods) + payment * annuityFactor(rate, periods, timing));
}

/** The value now of the payments and the final balance. */
export function pv(rate: number, periods: number, payment: number, futureValue = 0, timing: Timing = "end"): number {
  return -(futureValue + payment * annuityFactor(rate, periods, timing)) / growth(rate, periods);
}

/** How many periods it takes; not a whole number in general, NaN if the payments never get there. */
export function nper(
  rate: number,
  payment: number,
  presentValue: number,
  futureValue = 0,
  timing: Timing = "end",
): number {
  if (rate === 0) return -(presentValue + futureValue) / payment;
  const perpetuity = (payment * advance(rate, timing)) / rate;
  return Math.log((perpetuity - futureValue) / (perpetuity + presentValue)) / Math.log1p(rate);
}

/**
 * The rate per period: the internal rate of return of the schedule, by the default choice if there are several.
 * NaN without a solution or for a number of periods that is not whole and positive.
 */
export function rate(
  periods: number,
  payment: number,
  presentValue: number,
  futureValue = 0,
  timing: Timing = "end",
): number {
  if (!Number.isInteger(periods) || periods < 1) return NaN;
  const flows = new Float64Array(periods + 1).fill(payment);
  const unpaid = timing === "end" ? 0 : periods;
  flows[unpaid] = 0;
  flows[0] = (flows[0] ?? NaN) + presentValue;
  flows[periods] = (flows[periods] ?? NaN) + futureValue;
  return irr(flows);
}

function growth(rate: number, periods: number): number {
  return (1 + rate) ** periods;
}

/** What payments of one are worth at the end: ((1 + r)^n - 1) / r, without cancellation for small rates. */
function annuityFactor(rate: number, periods: number, timing: Timing): number {
  return rate === 0 ? periods : (Math.expm1(periods * Math.log1p(rate)) / rate) * advance(rate, timing);
}

function advance(rate: number, timing: Timing): number {
  return timing === "begin" ? 1 + rate : 1;
}
