/** Business days: what a payment date becomes when nobody pays on it. */

import { addMonths, monthStart } from "@underwatt/engine";

/** Days since 1970-01-01 on which no payment is made besides Saturdays and Sundays, see `usBankHolidays`. */
export type Holidays = ReadonlySet<number>;

/**
 * Where a date that is no business day goes.
 *
 * - `unadjusted`: nowhere
 * - `following`: to the next business day
 * - `modified-following`: to the next one, unless that is in another month: then to the one before
 * - `preceding`: to the one before
 *
 * Source: ISDA 2006 Definitions, 4.12.
 */
export type BusinessDayRule = "unadjusted" | "following" | "modified-following" | "preceding";

/** Neither a Saturday or Sunday nor one of the holidays. */
export function isBusinessDay(day: number, holidays: Holidays): boolean {
  const weekday = (((day + 4) % 7) + 7) % 7; // 1970-01-01 was a Thursday; 0 is Sunday
  return weekday !== 0 && weekday !== 6 && !holidays.has(day);
}

/**
 * The day a payment due on `day` is made on.
 * @example rollDay(daysFromCivil(2026, 5, 31), "modified-following", new Set()) // Friday 29 May 2026
 */
export function rollDay(day: number, rule: BusinessDayRule, holidays: Holidays): number {
  switch (rule) {
    case "unadjusted":
      return day;
    case "following":
      return step(day, 1, holidays);
    case "preceding":
      return step(day, -1, holidays);
    case "modified-following": {
      const next = step(day, 1, holidays);
      return monthStart(next) === monthStart(day) ? next : step(day, -1, holidays);
    }
  }
}

/** The last day of the month a date lies in. */
export function endOfMonth(day: number): number {
  return addMonths(monthStart(day), 1) - 1;
}

function step(day: number, by: 1 | -1, holidays: Holidays): number {
  let candidate = day;
  while (!isBusinessDay(candidate, holidays)) candidate += by;
  return candidate;
}
