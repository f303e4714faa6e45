import { formatDate } from "@underwatt/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellText, dateTime } from "./cell.ts";
import { FocusError } from "./focus-error.ts";
import { dateTimePattern, decimalPattern } from "./specification.fixture.ts";

describe("a number", () => {
  it("is written without an exponent and read back as itself", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = cellText("BilledCost", value);
        expect(text).toMatch(decimalPattern);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
    );
    expect([1e21, -1.25e22, 1e-7, -1.25e-9, -0].map((value) => cellText("BilledCost", value))).toEqual([
      "1000000000000000000000",
      "-12500000000000000000000",
      "0.0000001",
      "-0.00000000125",
      "0",
    ]);
  });

  it("is never written where there is none", () => {
    for (const value of [NaN, Infinity, -Infinity]) expect(() => cellText("BilledCost", value)).toThrow(FocusError);
    expect(cellText("BilledCost", null)).toBe("");
  });
});

describe("a day", () => {
  it("is written in UTC to the second, and carries over midnight", () => {
    expect([0, 20_610.25, 20_610 - 1e-7, -0.5].map(dateTime)).toEqual([
      "1970-01-01T00:00:00Z",
      "2026-06-06T06:00:00Z",
      "2026-06-06T00:00:00Z",
      "1969-12-31T12:00:00Z",
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (day) => {
        expect(dateTime(day)).toMatch(dateTimePattern);
        expect(dateTime(day)).toBe(`${formatDate(day)}T00:00:00Z`);
      }),
    );
  });
});
