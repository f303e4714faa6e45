import { expect, test } from "vitest";
import { crossing } from "./crossing.ts";

test("finds the root of a smooth function to the last place", () => {
  expect(crossing((x) => x * x * x - 2, 0, 10)).toBeCloseTo(Math.cbrt(2), 15);
});

test("keeps relative accuracy for a root far smaller than the bracket", () => {
  const root = crossing((x) => Math.log(x) - Math.log(1e-12), 1e-300, 1);
  expect(root / 1e-12).toBeCloseTo(1, 12);
});

test("lands on the upper side of a jump", () => {
  const root = crossing((x) => (x >= Math.PI ? 1 : -1), 0, 10);
  expect(root).toBeGreaterThanOrEqual(Math.PI);
  expect(root).toBeCloseTo(Math.PI, 14);
});

test("returns the nearer end when there is no change of sign", () => {
  expect(crossing((x) => x + 5, 0, 1)).toBe(0);
  expect(crossing((x) => x - 5, 0, 1)).toBe(1);
});

test("ends in few steps even on a flat function with one steep rise", () => {
  let calls = 0;
  const root = crossing((x) => (calls++, Math.tanh(1e8 * (x - 0.7))), 0, 1);
  expect(root).toBeCloseTo(0.7, 14);
  expect(calls).toBeLessThan(100);
});
