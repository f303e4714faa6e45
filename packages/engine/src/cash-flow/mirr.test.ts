import fc from "fast-check";
import { expect, test } from "vitest";
import { irr, mirr, npv } from "./index.ts";

test("Microsoft Excel documentation, MIRR", () => {
  expect(mirr([-120_000, 39_000, 30_000, 21_000, 37_000, 46_000], 0.1, 0.12)).toBeCloseTo(0.126094, 6);
});

test("numpy-financial test suite, TestMirr.test_mirr", () => {
  expect(mirr([-4500, -800, 800, 800, 600, 600, 800, 800, 700, 3000], 0.08, 0.055)).toBeCloseTo(0.0666, 4);
});

test("undefined without receipts, without outlays, or with impossible rates", () => {
  expect(mirr([-1, -2], 0.1, 0.1)).toBeNaN();
  expect(mirr([1, 2], 0.1, 0.1)).toBeNaN();
  expect(mirr([-1, NaN, 2], 0.1, 0.1)).toBeNaN();
  expect(mirr([-1, 2], -1, 0.1)).toBeNaN();
});

test("financed and reinvested at the internal rate of return, it is that rate; the value of what it yields is the outlay", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 60 }), (receipts) => {
      const flows = [-500, ...receipts];
      const rate = irr(flows);
      expect(mirr(flows, rate, rate)).toBeCloseTo(rate, 9);
      const modified = mirr(flows, 0.05, 0.03);
      const horizon = receipts.length;
      expect(500 * (1 + modified) ** horizon).toBeCloseTo(npv(0.03, [0, ...receipts]) * 1.03 ** horizon, 6);
    }),
  );
});
