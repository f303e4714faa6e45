import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addMonths, civilFromDays, daysFromCivil, formatDate, monthStart, parseDate } from "./civil-date.ts";

/** 1600-01-01 to 2399-12-31: two whole 400-year cycles of the calendar. */
const anyDay = fc.integer({ min: -135_140, max: 157_053 });

function day(text: string): number {
  const days = parseDate(text);
  if (days === undefined) throw new Error(`${text} is no date`);
  return days;
}

describe("days and dates", () => {
  test("known days", () => {
    expect(daysFromCivil(1970, 1, 1)).toBe(0);
    expect(daysFromCivil(2000, 3, 1)).toBe(11_017);
    expect(daysFromCivil(1969, 12, 31)).toBe(-1);
    expect(civilFromDays(11_016)).toEqual({ year: 2000, month: 2, day: 29 });
  });

  test("agree with the platform's calendar in both directions", () => {
    fc.assert(
      fc.property(anyDay, (days) => {
        const date = civilFromDays(days);
        const platform = new Date(days * 86_400_000);
        expect(date).toEqual({
          year: platform.getUTCFullYear(),
          month: platform.getUTCMonth() + 1,
          day: platform.getUTCDate(),
        });
        expect(daysFromCivil(date.year, date.month, date.day)).toBe(days);
        expect(formatDate(days)).toBe(platform.toISOString().slice(0, 10));
        expect(parseDate(formatDate(days))).toBe(days);
      }),
    );
  });
});

describe("parseDate", () => {
  test("reads days and months", () => {
    expect(parseDate("2026-05-09")).toBe(daysFromCivil(2026, 5, 9));
    expect(parseDate("2026-05")).toBe(daysFromCivil(2026, 5, 1));
    expect(parseDate("2024-02-29")).toBe(daysFromCivil(2024, 2, 29));
  });

  test.each([
    "2026-02-30",
    "2025-02-29",
    "1900-02-29",
    "2026-13",
    "2026-00",
    "2026-04-31",
    "2026-01-00",
    "2026-1-1",
    "26-01-01",
    "2026-01-01T00:00",
    " 2026-01-01",
    "2026-01-01\n",
    "2026",
    "",
  ])("refuses %j", (text) => {
    expect(parseDate(text)).toBeUndefined();
  });
});

describe("addMonths", () => {
  test("clamps to the end of the month", () => {
    expect(formatDate(addMonths(day("2026-01-31"), 1))).toBe("2026-02-28");
    expect(formatDate(addMonths(day("2024-01-31"), 1))).toBe("2024-02-29");
    expect(formatDate(addMonths(day("2024-02-29"), 12))).toBe("2025-02-28");
    expect(formatDate(addMonths(day("2026-03-31"), -1))).toBe("2026-02-28");
    expect(formatDate(addMonths(day("2026-01-15"), -13))).toBe("2024-12-15");
  });

  test("goes there and back, except where the day was clamped", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -600, max: 600 }), (days, months) => {
        const there = addMonths(days, months);
        const back = addMonths(there, -months);
        const clamped = civilFromDays(there).day < civilFromDays(days).day;
        if (clamped) expect(civilFromDays(there + 1).day).toBe(1);
        expect(clamped ? back < days && monthStart(back) === monthStart(days) : back === days).toBe(true);
        expect(addMonths(monthStart(days), months)).toBe(monthStart(there));
      }),
    );
  });
});
