/** Day-count conventions: how long the time between two dates is in years. */

import { civilFromDays, daysFromCivil, type CivilDate } from "@underwatt/engine";

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
 * 30/360 bond basis, the American one as ISDA has it: every month has 30 days (ISDA 2006, 4.16(f)). A 31st counts as the
 * 30th, at the end of the period only if its start is the 30th or 31st. No rule for the end of February.
 */
export const thirty360: DayCount = thirty("30/360", (start, end) => {
  const from = Math.min(start.day, 30);
  return [from, from === 30 ? Math.min(end.day, 30) : end.day];
});

/**
 * 30/360 US, of American bonds (SIA): as the bond basis, but the last day of February counts as a 30th, at the end of the
 * period only if its start is one too.
 * Source: SIA, Standard Securities Calculation Methods (J. Mayle, 1993), chapter 2.
 */
export const thirty360Us: DayCount = thirty("30/360-us", (start, end) => {
  const from = endsFebruary(start) ? 30 : Math.min(start.day, 30);
  if (endsFebruary(start) && endsFebruary(end)) return [from, 30];
  return [from, from === 30 ? Math.min(end.day, 30) : end.day];
});

/** 30E/360, the Eurobond basis: every 31st counts as a 30th, and February has no rule (ISDA 2006, 4.16(g)). */
export const thirtyE360: DayCount = thirty("30e/360", (start, end) => [Math.min(start.day, 30), Math.min(end.day, 30)]);

/** All conventions. */
export const dayCounts: readonly DayCount[] = [act365Fixed, act360, actActIsda, thirty360, thirty360Us, thirtyE360];

function yearsSinceEpoch(days: number): number {
  const { year } = civilFromDays(days);
  const start = daysFromCivil(year, 1, 1);
  return year - 1970 + (days - start) / (daysFromCivil(year + 1, 1, 1) - start);
}

/** A convention of months of 30 days; `days` says which day of its month the start and the end count as. */
function thirty(name: string, days: (start: CivilDate, end: CivilDate) => [number, number]): DayCount {
  const count = (from: number, to: number): number => {
    const [start, end] = [civilFromDays(from), civilFromDays(to)];
    const [startDay, endDay] = days(start, end);
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + endDay - startDay;
  };
  return { name, yearFraction: (from, to) => (from <= to ? count(from, to) : -count(to, from)) / 360 };
}

function endsFebruary({ year, month, day }: CivilDate): boolean {
  return month === 2 && day === daysFromCivil(year, 3, 1) - daysFromCivil(year, 2, 1);
}
