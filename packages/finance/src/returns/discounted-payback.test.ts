import { expect, test } from "vitest";
import { payback } from "@underwatt/engine";
import { discountedPayback } from "./discounted-payback.ts";

test("the money is back inside a period, later if it has to earn", () => {
  expect(payback([-100, 60, 80])).toBe(1.5);
  // 60 / 1.1 = 54.545..., so 45.4545... is missing of 80 / 1.21 = 66.1157...: 0.6875 of the period.
  expect(discountedPayback(0.1, [-100, 60, 80])).toBeCloseTo(1.6875, 12);
  expect(discountedPayback(0, [-100, 60, 80])).toBe(1.5);
});

test("it may never come back", () => {
  expect(discountedPayback(0.5, [-100, 60, 80])).toBe(Infinity);
  expect(discountedPayback(-1, [-100, 60])).toBeNaN();
  expect(discountedPayback(0.1, [5, 60])).toBe(0);
});
