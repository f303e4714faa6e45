import fc from "fast-check";
import { expect, test } from "vitest";
import { payback } from "./index.ts";

test.each([
  [[-100, 60, 80], 1.5],
  [[-100, 50, 50], 2],
  [[-100, 50, 49], Infinity],
  [[100, -50, -50], 0],
  [[50, -100, 100], 1.5],
  [[-100, 200, -300], 0.5],
  [[], 0],
  [[-100, NaN, 200], NaN],
])("%j is paid back after %d periods", (cash, periods) => {
  expect(payback(cash)).toBe(periods);
});

test("level receipts pay back after outlay / receipt periods", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 100, max: 500 }), (outlay, receipt) => {
      const cash = [-outlay, ...Array.from({ length: 120 }, () => receipt)];
      expect(payback(cash)).toBeCloseTo(outlay / receipt, 9);
    }),
  );
});
