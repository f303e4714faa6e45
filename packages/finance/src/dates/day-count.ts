/** Day-count conventions: how long the time between two dates is in years. */

import { civilFromDays, daysFromCivil } from "@underwatt/engine";

/** One convention. Dates are days since 1970-01-01, see `parseDate`. */
export interface DayCount {
  readonly name: string;
  /** Years from one date to another; negative if `to` is earlier. */
  readonly yearFraction: (from: number, to: number) => number;
}

/** Actual/365 fixed: days / 365, leap years or not. The convention of spreadsheet XIRR (ISDA 2006, 4.16(d)). */
export const act365Fixed: DayCount = {
  name: "act/365f",
  yearFraction: (from, to) => (to - from) / 365,
};

/** Actual/360: days / 360, the convention of most floating-rate loans in dollars (ISDA 2006, 4.16(e)). */
export const act360: DayCount = {
  name: "act/360",
  yearFraction: (from, to) => (to - from) / 360,
};

/** Actual/Actual ISDA: days in leap years / 366 plus days in other years / 365 (ISDA 2006, 4.16(b)). */
export const actActIsda: DayCount = {
  name: "act/act",
  yearFraction: (from, to) => yearsSinceEpoch(to) - yearsSinceEpoch(from),
};

/**
 * 30/360 bond basis, the American one: every month has 30 days (ISDA 2006, 4.16(f)). A 31st counts as the 30th, at the end
 * of the period only if its start is the 30th or 31st. No rule for the end of February: variants that have one differ.
 */
export const thirty360: DayCount = {
  name: "30/360",
  yearFraction: (from, to) => (from <= to ? thirty360Days(from, to) : -thirty360Days(to, from)) / 360,
};

/** All conventions. */
export const dayCounts: readonly DayCount[] = [act365Fixed, act360, actActIsda, thirty360];

function yearsSinceEpoch(days: number): number {
  const { year } = civilFromDays(days);
  const start = daysFromCivil(year, 1, 1);
  return year - 1970 + (days - start) / (daysFromCivil(year + 1, 1, 1) - start);
}

function thirty360Days(from: number, to: number): number {
  const start = civilFromDays(from);
  const end = civilFromDays(to);
  const startDay = Math.min(start.day, 30);
  const endDay = startDay === 30 ? Math.min(end.day, 30) : end.day;
  return 360 * (end.year - start.year) + 30 * (end.month - start.month) + endDay - startDay;
}
