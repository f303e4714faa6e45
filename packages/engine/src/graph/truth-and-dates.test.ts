import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDate } from "../calendar/civil-date.ts";
import { day, evaluated, valueOf } from "./graph.fixture.ts";

describe("truth", () => {
  const unknown = "(0 / 0 > 1)";
  const value: Readonly<Record<string, number>> = { true: 1, false: 0, [unknown]: NaN };
  const cases = Object.keys(value).flatMap((left) => Object.keys(value).map((right) => [left, right] as const));

  test.each(cases)("Kleene: %s with %s", (left, right) => {
    const [a, b] = [value[left] ?? NaN, value[right] ?? NaN];
    const rank = (x: number): number => (Number.isNaN(x) ? 0.5 : x);
    const back = (x: number): number => (x === 0.5 ? NaN : x);
    expect(valueOf(`${left} and ${right}`)).toBe(back(Math.min(rank(a), rank(b))));
    expect(valueOf(`${left} or ${right}`)).toBe(back(Math.max(rank(a), rank(b))));
    expect(valueOf(`not ${left}`)).toBe(back(1 - rank(a)));
  });

  test.each([
    ["if(true, 5, 6)", 5],
    ["if(false, 5 USD, 6 kUSD)", 6000],
    [`if(${unknown}, 5, 6)`, NaN],
    ["if(2026-06-06 > 2026-06-05, 1, 2)", 1],
    ["if(1 < 2 and 2 < 3, 1, 2)", 1],
    [`defined(${unknown})`, 0],
    ["defined(5)", 1],
    ["0 / 0 == 0 / 0", NaN],
    ["0 / 0 != 1", NaN],
    ["(0 / 0) ^ 0", NaN],
    ["max(0 / 0, 1)", NaN],
    ["min(1, 0 / 0)", NaN],
    ["true == (1 < 2)", 1],
    ["1 <= 1", 1],
    ["1 >= 1", 1],
    ["1 < 1", 0],
    ["1 > 1", 0],
  ])("%s", (formula, expected) => {
    expect(valueOf(formula)).toBe(expected);
  });
});

describe("dates", () => {
  test.each([
    ["2026-06-06 + 90 day", "2026-09-04"],
    ["90 day + 2026-06-06", "2026-09-04"],
    ["2026-06-06 + 36 month", "2029-06-06"],
    ["2026-01-31 + 1 month", "2026-02-28"],
    ["2024-02-29 + 1 yr", "2025-02-28"],
    ["2026-03-31 - 1 month", "2026-02-28"],
    ["2026-11-30 + 1 quarter", "2027-02-28"],
    ["2026-06-06 + 2 week", "2026-06-20"],
    ["2026-06-06 + 48 h", "2026-06-08"],
    ["2026-06 - 1 day", "2026-05-31"],
    ["max(2026-06-06, 2026-07-01)", "2026-07-01"],
    ["if(true, 2026-06-06, 2026-07-01)", "2026-06-06"],
  ])("%s", (formula, expected) => {
    const { values, unit } = evaluated(formula);
    expect([unit, formatDate(values[0] ?? NaN)]).toEqual(["date", expected]);
  });

  test("a difference is in days", () => {
    expect(evaluated("2027-01-01 - 2026-01-01")).toEqual({ values: [365], unit: "day" });
    expect(evaluated("(2027-01-01 - 2026-01-01) / (1 yr)")).toEqual({ values: [1], unit: "" });
  });

  test("calendar months are monotone in the date and in the number of months, part days and months too", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 20_000, max: 22_000, noNaN: true }),
        fc.double({ min: 0, max: 40, noNaN: true }),
        fc.double({ min: -40, max: 40, noNaN: true }),
        (start, later, months) => {
          const moved = (days: number, by: number): number => valueOf(`1970-01-01 + ${days} day + (${by}) * month`);
          const [first, second] = [moved(start, months), moved(start + later, months)];
          expect(second).toBeGreaterThanOrEqual(first - 1e-9);
          expect(moved(start, months + later)).toBeGreaterThanOrEqual(first - 1e-9);
          expect(Math.abs(first - start - months * (365.25 / 12))).toBeLessThan(4);
        },
      ),
    );
  });

  test("part of a day is kept", () => {
    expect(valueOf("2026-06-06 + 12 h + 1 month")).toBe(day("2026-07-06") + 0.5);
    expect(valueOf("2026-06-06 + 0.5 month")).toBe(day("2026-06-06") + 15);
  });
});
