/** Times of a calendar and a clock, as logs write them. */
import { daysFromCivil } from "@underwatt/engine";
import { parseDigits, parseFraction } from "./numbers.ts";

/** Whether a field is written as a date, well or badly: dashes or slashes in a date's two places. */
export function looksCivil(text: string, from: number, to: number): boolean {
  return to - from >= 8 && isSeparator(text.charCodeAt(from + 4)) && isSeparator(text.charCodeAt(from + 7));
}

function isSeparator(code: number): boolean {
  return code === dash || code === slash;
}

/**
 * Reads `YYYY-MM-DD hh:mm[:ss[.f...]]`, with slashes for dashes or T for the space, and a zone: `Z`, `UTC`, `+hh`, `+hhmm`,
 * `+hh:mm` or nothing, which is taken as UTC. A leap second is the first of the next minute.
 *
 * @param originDay day since 1970-01-01 from whose beginning in UTC seconds are counted, which keeps their fractions exact
 * @returns seconds since that day began; NaN where no such time stands from `from` until before `to`
 */
export function parseCivilTime(text: string, from: number, to: number, originDay: number): number {
  const day = parseDay(text, from);
  const separator = text.charCodeAt(from + 10);
  if (from + 16 > to || Number.isNaN(day) || (separator !== 32 && separator !== 84 && separator !== 116)) return NaN;
  const hour = parseDigits(text, from + 11, from + 13);
  const minute = parseDigits(text, from + 14, from + 16);
  if (text.charCodeAt(from + 13) !== colon || hour < 0 || hour > 23 || minute < 0 || minute > 59) return NaN;
  let second = 0;
  let at = from + 16;
  if (at < to && text.charCodeAt(at) === colon) {
    second = at + 3 > to ? -1 : parseDigits(text, at + 1, at + 3);
    if (second < 0 || second > 60) return NaN;
    at += 3;
    if (at < to && text.charCodeAt(at) === point) {
      const begin = at + 1;
      at = begin;
      while (at < to && parseDigits(text, at, at + 1) >= 0) at++;
      second += parseFraction(text, begin, at);
    }
  }
  return (day - originDay) * 86_400 + hour * 3600 + minute * 60 + second - zoneOffset(text, at, to);
}

/** Day since 1970-01-01 of the date at the beginning of a field; NaN where none stands or the calendar has no such day. */
export function parseDay(text: string, from: number): number {
  const separator = text.charCodeAt(from + 4);
  const year = parseDigits(text, from, from + 4);
  const month = parseDigits(text, from + 5, from + 7);
  const day = parseDigits(text, from + 8, from + 10);
  if (!isSeparator(separator) || text.charCodeAt(from + 7) !== separator) return NaN;
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return NaN;
  return daysFromCivil(year, month, day);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Seconds that a zone is ahead of UTC; NaN where what follows a time is no zone. */
function zoneOffset(text: string, from: number, to: number): number {
  if (from === to) return 0;
  const zone = text.slice(from, Math.min(to, from + 8)).trim();
  if (zone === "Z" || zone === "z" || zone === "UTC") return 0;
  const parts = /^([+-])(\d\d)(?::?([0-5]\d))?$/.exec(zone);
  if (parts === null || to - from > 7) return NaN;
  const seconds = Number(parts[2]) * 3600 + Number(parts[3] ?? 0) * 60;
  return parts[1] === "-" ? -seconds : seconds;
}

const dash = 45;
const point = 46;
const slash = 47;
const colon = 58;
