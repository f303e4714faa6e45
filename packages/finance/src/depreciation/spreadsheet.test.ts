import fc from "fast-check";
import { expect, test } from "vitest";
import { db, ddb, sln, syd, vdb } from "./spreadsheet.ts";

test("Microsoft Excel documentation, SLN", () => {
  expect(sln(30_000, 7500, 10)).toBe(2250);
});

// Microsoft Excel documentation, DB: cost 1,000,000, salvage 100,000, six years, seven months in the first.
test.each([
  [1, 186_083.33],
  [2, 259_639.42],
  [3, 176_814.44],
  [4, 120_410.64],
  [5, 81_999.64],
  [6, 55_841.76],
  [7, 15_845.1],
])("Microsoft Excel documentation, DB, period %d", (period, expected) => {
  expect(db(1_000_000, 100_000, 6, period, 7)).toBeCloseTo(expected, 2);
});

test("formulajs test suite, DB: a full first year", () => {
  expect(db(1_000_000, 100_000, 6, 3)).toBeCloseTo(147_939.759, 6);
  expect(db(1_000_000, 100_000, 6, 7)).toBeNaN();
  expect(db(1_000_000, 100_000, 6, 0)).toBeNaN();
});

test("Microsoft Excel documentation, SYD", () => {
  expect(syd(30_000, 7500, 10, 1)).toBeCloseTo(4090.91, 2);
  expect(syd(30_000, 7500, 10, 10)).toBeCloseTo(409.09, 2);
  expect(syd(30_000, 7500, 10, 11)).toBeNaN();
});

// Cost 2,400, salvage 300: by the day, the month and the year over ten years.
test.each([
  [3650, 1, 2, 1.32],
  [120, 1, 2, 40],
  [10, 1, 2, 480],
  [10, 2, 1.5, 306],
  [10, 10, 2, 22.12],
])("Microsoft Excel documentation, DDB, life %d, period %d, factor %d", (life, period, factor, expected) => {
  expect(ddb(2400, 300, life, period, factor)).toBeCloseTo(expected, 2);
});

test.each([
  [3650, 0, 1, 2, 1.32],
  [120, 0, 1, 2, 40],
  [10, 0, 1, 2, 480],
  [120, 6, 18, 2, 396.31],
  [120, 6, 18, 1.5, 311.81],
  [10, 0, 0.875, 1.5, 315],
])("Microsoft Excel documentation, VDB, life %d, from %d to %d, factor %d", (life, from, to, factor, expected) => {
  expect(vdb(2400, 300, life, from, to, factor)).toBeCloseTo(expected, 2);
});

test("every way writes off the cost less salvage over the life", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.double({ min: 0, max: 90, noNaN: true }),
      fc.double({ min: 0.5, max: 3, noNaN: true }),
      (life, salvage, factor) => {
        const over = (amount: (period: number) => number) =>
          Array.from({ length: life }, (_, index) => amount(index + 1)).reduce((sum, each) => sum + each, 0);
        expect(over((period) => syd(100, salvage, life, period))).toBeCloseTo(100 - salvage, 9);
        expect(vdb(100, salvage, life, 0, life, factor)).toBeCloseTo(100 - salvage, 9);
        // Declining balance alone may leave more than the salvage value, never less.
        expect(over((period) => ddb(100, salvage, life, period, factor))).toBeLessThan(100 - salvage + 1e-9);
        expect(vdb(100, salvage, life, 0, life, factor, false)).toBeCloseTo(
          over((period) => ddb(100, salvage, life, period, factor)),
          9,
        );
      },
    ),
  );
});

test("times outside the life have no depreciation", () => {
  expect(ddb(2400, 300, 10, 11)).toBeNaN();
  expect(vdb(2400, 300, 10, -1, 2)).toBeNaN();
  expect(vdb(2400, 300, 10, 3, 2)).toBeNaN();
  expect(vdb(2400, 300, 10, 3, 11)).toBeNaN();
});
