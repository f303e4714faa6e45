import { expect, test } from "vitest";
import { db, sln } from "./index.ts";

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
