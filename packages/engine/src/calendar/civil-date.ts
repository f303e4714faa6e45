/** Dates of the proleptic Gregorian calendar as whole days since 1970-01-01: no clock, no time zone, no Date object. */

/** A calendar date in words: month 1 to 12, day 1 to 31. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const DAYS_PER_ERA = 146_097; // 400 Gregorian years
const MONTHS_PER_ERA = 4800;
const meanMonth = DAYS_PER_ERA / MONTHS_PER_ERA;

/**
 * Days from 1970-01-01 to a date; negative before it. The date is not checked: see {@link parseDate} for text from outside.
 *
 * @param month 1 to 12
 * @param day 1 to 31
 * Source: H. Hinnant, "chrono-compatible low-level date algorithms" (2013), days_from_civil.
 * @example daysFromCivil(2000, 3, 1) // 11017
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  // The year is taken to begin in March, so that the leap day is its last.
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - 719_468;
}

/**
 * The date a whole number of days after 1970-01-01: the inverse of {@link daysFromCivil}.
 * Source: Hinnant (2013), civil_from_days.
 */
export function civilFromDays(days: number): CivilDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/**
 * Reads `YYYY-MM-DD`, or `YYYY-MM` as the first of that month, into days since 1970-01-01.
 * Years 0000 to 9999; anything else, and any date the calendar does not have, is undefined.
 *
 * @example parseDate("2026-05") // 20574
 * @example parseDate("2026-02-30") // undefined
 */
export function parseDate(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day = "01"] = match;
  const days = daysFromCivil(Number(year), Number(month), Number(day));
  // A date that does not exist comes back as another one.
  return formatDate(days).startsWith(text) ? days : undefined;
}

/** The date as `YYYY-MM-DD`, for years 0 to 9999. */
export function formatDate(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/**
 * The same day of the month a whole number of months later (earlier, if negative), or that month's last day where it is
 * shorter. Each step should start from the anchor date, since a clamped day does not grow back: 31 January plus one month
 * is 28 February, and one more from there is 28 March.
 */
export function addMonths(days: number, months: number): number {
  const era = Math.floor(days / DAYS_PER_ERA);
  const dayOfEra = days - era * DAYS_PER_ERA;
  let month = Math.floor(dayOfEra / meanMonth);
  if ((monthStarts[month + 1] ?? Infinity) <= dayOfEra) month++;
  else if ((monthStarts[month] ?? 0) > dayOfEra) month--;
  const target = month + months;
  const laterEras = Math.floor(target / MONTHS_PER_ERA);
  const place = target - laterEras * MONTHS_PER_ERA;
  const start = monthStarts[place] ?? NaN;
  const length = (monthStarts[place + 1] ?? NaN) - start;
  const dayOfMonth = dayOfEra - (monthStarts[month] ?? NaN);
  return (era + laterEras) * DAYS_PER_ERA + start + Math.min(dayOfMonth, length - 1);
}

/** The first day of the month a date lies in. */
export function monthStart(days: number): number {
  return days - civilFromDays(days).day + 1;
}

/** First days of the months of an era that begins in 1970: a simulation moves dates for every sample. */
const monthStarts = Float64Array.from({ length: MONTHS_PER_ERA + 1 }, (_, index) =>
  daysFromCivil(1970 + Math.floor(index / 12), (index % 12) + 1, 1),
);

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
