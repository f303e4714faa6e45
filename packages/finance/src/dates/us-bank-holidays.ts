/** The days on which dollars do not move. */

import { allForYear } from "@18f/us-federal-holidays";
import { parseDate } from "@underwatt/engine";
import type { Holidays } from "./business-day.ts";

/**
 * Holidays of the Federal Reserve's payment services from `firstYear` to `lastYear`, both included: the federal holidays,
 * of which one on a Sunday is kept on Monday, and one on a Saturday not at all. The government's own rule keeps it on
 * Friday, when banks pay. Recommended closings of the bond market (SIFMA: Good Friday, for one) are not among them.
 *
 * Source: Federal Reserve Board, "Holidays observed by the Federal Reserve System"; dates by 18F's us-federal-holidays.
 */
export function usBankHolidays(firstYear: number, lastYear: number): Holidays {
  const days = new Set<number>();
  for (let year = firstYear; year <= lastYear; year++) {
    for (const { dateString } of allForYear(year, { shiftSaturdayHolidays: false, shiftSundayHolidays: true })) {
      const day = parseDate(dateString);
      if (day !== undefined) days.add(day);
    }
  }
  return days;
}
