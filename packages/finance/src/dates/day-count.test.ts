import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  act360,
  act365Fixed,
  actActIsda,
  dayCounts,
  thirty360,
  thirty360Us,
  thirtyE360,
  type DayCount,
} from "./day-count.ts";
import { addMonths, daysFromCivil, parseDate } from "../index.ts";

function years(convention: DayCount, from: string, to: string): number {
  return convention.yearFraction(parseDate(from) ?? NaN, parseDate(to) ?? NaN);
}

const anyDay = fc.integer({ min: daysFromCivil(1950, 1, 1), max: daysFromCivil(2150, 1, 1) });

describe("published day counts", () => {
  // QuantLib test suite, daycounters.cpp, testActualActual, after ISDA, "EMU and market conventions" (1998).
  test.each([
    ["2003-11-01", "2004-05-01", 0.497724380567],
    ["1999-02-01", "1999-07-01", 0.41095890411],
    ["1999-07-01", "2000-07-01", 1.0013773486],
    ["2002-08-15", "2003-07-15", 0.915068493151],
    ["1999-07-30", "2000-01-30", 0.503892506924],
    ["2000-01-30", "2000-06-30", 0.415300546448],
  ])("act/act %s to %s", (from, to, expected) => {
    expect(years(actActIsda, from, to)).toBeCloseTo(expected, 11);
  });

  // QuantLib test suite, daycounters.cpp, testThirty360_BondBasis, after the ISDA worksheet "30/360 day count conventions".
  test.each([
    ["2006-08-20", "2007-02-20", 180],
    ["2006-08-31", "2007-02-28", 178],
    ["2007-02-28", "2007-08-31", 183],
    ["2007-08-31", "2008-02-29", 179],
    ["2008-02-29", "2008-08-31", 182],
    ["2006-01-31", "2006-02-28", 28],
    ["2006-02-28", "2006-03-03", 5],
    ["2006-09-30", "2006-10-31", 30],
    ["2008-02-28", "2008-03-31", 33],
  ])("30/360 %s to %s", (from, to, days) => {
    expect(years(thirty360, from, to) * 360).toBeCloseTo(days, 9);
  });

  // QuantLib test suite, daycounters.cpp, testThirty360_EurobondBasis, after the same worksheet.
  test.each([
    ["2006-08-20", "2007-02-20", 180],
    ["2006-02-28", "2006-08-31", 182],
    ["2006-08-31", "2007-02-28", 178],
    ["2007-08-31", "2008-02-29", 179],
    ["2008-02-29", "2008-08-31", 181],
    ["2006-01-31", "2006-02-28", 28],
    ["2006-09-30", "2006-10-31", 30],
    ["2008-02-29", "2009-02-28", 359],
    ["2008-02-28", "2008-03-31", 32],
  ])("30e/360 %s to %s", (from, to, days) => {
    expect(years(thirtyE360, from, to) * 360).toBeCloseTo(days, 9);
  });

  // The rules of Mayle (1993) applied by hand; the first three as Microsoft's DAYS360 page has them.
  test.each([
    ["2011-01-30", "2011-02-01", 1],
    ["2011-01-01", "2011-12-31", 360],
    ["2011-01-01", "2011-02-01", 30],
    ["2006-02-28", "2006-08-31", 180],
    ["2008-02-28", "2008-08-31", 183],
    ["2008-02-29", "2009-02-28", 360],
    ["2006-01-31", "2006-02-28", 28],
  ])("30/360-us %s to %s", (from, to, days) => {
    expect(years(thirty360Us, from, to) * 360).toBeCloseTo(days, 9);
  });

  test("a year of 365 days", () => {
    expect(years(act365Fixed, "2025-01-01", "2026-01-01")).toBe(1);
    expect(years(act360, "2025-01-01", "2026-01-01")).toBeCloseTo(365 / 360, 15);
    expect(years(act365Fixed, "2024-01-01", "2025-01-01")).toBeCloseTo(366 / 365, 15);
    expect(years(actActIsda, "2024-01-01", "2025-01-01")).toBe(1);
  });
});

describe("properties", () => {
  test("every convention changes sign with the direction of time", () => {
    fc.assert(
      fc.property(fc.constantFrom(...dayCounts), anyDay, anyDay, (convention, from, to) => {
        expect(convention.yearFraction(from, to) + convention.yearFraction(to, from)).toBe(0);
      }),
    );
  });

  test("counts of actual days add up", () => {
    fc.assert(
      fc.property(fc.constantFrom(act365Fixed, act360, actActIsda), anyDay, anyDay, anyDay, (convention, a, b, c) => {
        const parts = convention.yearFraction(a, b) + convention.yearFraction(b, c);
        expect(parts).toBeCloseTo(convention.yearFraction(a, c), 11);
      }),
    );
  });

  test("30/360 counts whole months as twelfths, up to the 27th", () => {
    const thirties = fc.constantFrom(thirty360, thirty360Us, thirtyE360);
    fc.assert(
      fc.property(thirties, anyDay, fc.integer({ min: 1, max: 27 }), fc.nat(600), (convention, day, date, months) => {
        const from = daysFromCivil(1950 + (Math.abs(day) % 200), 1 + (months % 12), date);
        expect(convention.yearFraction(from, addMonths(from, months))).toBeCloseTo(months / 12, 12);
      }),
    );
  });
});
