import fc from "fast-check";
import { expect, test } from "vitest";
import { chebyshevPoints, interpolate } from "./interpolate.ts";

test("a polynomial is found again from its values", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 12 }), (terms) => {
      const points = chebyshevPoints(terms.length);
      const values = points.map((x) => terms.reduce((sum, term, power) => sum + term * x ** power, 0));
      for (const [power, found] of interpolate(points, values).entries())
        expect(Math.abs(found - (terms[power] ?? NaN))).toBeLessThan(1e-11 * 2 ** terms.length);
    }),
  );
});

test("the exponential is met to rounding between the points", () => {
  const points = chebyshevPoints(14);
  const terms = interpolate(points, points.map(Math.exp));
  for (let x = -1; x <= 1; x += 1 / 64)
    expect(Math.abs(terms.reduceRight((sum, term) => sum * x + term, 0) - Math.exp(x))).toBeLessThan(3e-15);
});
