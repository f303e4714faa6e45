import fc from "fast-check";
import { expect, test } from "vitest";
import { percentagesOf } from "./percentages.ts";

test("what is cut off most is rounded up", () => {
  expect(percentagesOf([0.4994, 0.2508, 0.2498])).toEqual([49.9, 25.1, 25]);
  expect(percentagesOf([1 / 3, 1 / 3, 1 / 3])).toEqual([33.4, 33.3, 33.3]);
});

test("what is printed adds up to 100 and is off by less than a tenth", () => {
  const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(weights, (values) => {
      const whole = values.reduce((sum, value) => sum + value, 1);
      const shares = [1, ...values].map((value) => value / whole);
      const printed = percentagesOf(shares);
      expect(printed.reduce((sum, value) => sum + Math.round(10 * value), 0)).toBe(1000);
      for (const [i, value] of printed.entries()) expect(Math.abs(value - 100 * (shares[i] ?? 0))).toBeLessThan(0.1001);
    }),
  );
});
