/** The monthly calendar over which series run. */
import { addMonths, monthStart } from "./civil-date.ts";

export interface Calendar {
  /** Number of months. */
  readonly months: number;
  /** First day of month 0, 1, ..., months: one more than there are months. Days since 1970-01-01. */
  readonly starts: Float64Array;
}

/** @param start any day of the first month, in days since 1970-01-01 */
export function makeCalendar(start: number, months: number): Calendar {
  const first = monthStart(start);
  const starts = Float64Array.from({ length: months + 1 }, (_, index) => addMonths(first, index));
  return { months, starts };
}
