/** Regular payment dates, as a loan agreement writes them. */

import { addMonths } from "@underwatt/engine";
import { endOfMonth, rollDay, type BusinessDayRule, type Holidays } from "./business-day.ts";

/** Every so many months from a day. Days are counted since 1970-01-01. */
export interface PaymentTerms {
  /** From which the months are counted; no payment falls on it. */
  readonly start: number;
  readonly everyMonths: number;
  readonly payments: number;
  readonly rule: BusinessDayRule;
  readonly holidays: Holidays;
  /**
   * Whether a start on the last day of its month puts every payment on the last of its month: from 28 February, then, to
   * 31 August. Not so unless given.
   */
  readonly endOfMonth?: boolean | undefined;
}

/** One payment. */
export interface PaymentDate {
  /** The end of its period, before any holiday moves it: interest is often counted to this day ("unadjusted"). */
  readonly due: number;
  /** The day the money moves. */
  readonly paid: number;
}

/** The payment dates in order. Each is counted from the start, so that a short month leaves no trace. */
export function paymentDates(terms: PaymentTerms): PaymentDate[] {
  const { start, everyMonths, payments, rule, holidays } = terms;
  if (!(Number.isInteger(everyMonths) && everyMonths > 0))
    throw new RangeError(`payments every ${everyMonths} months: give a whole number of months above 0`);
  const atEnd = terms.endOfMonth === true && start === endOfMonth(start);
  return Array.from({ length: payments }, (_, index) => {
    const sameDay = addMonths(start, everyMonths * (index + 1));
    const due = atEnd ? endOfMonth(sameDay) : sameDay;
    return { due, paid: rollDay(due, rule, holidays) };
  });
}
