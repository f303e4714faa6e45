import fc from "fast-check";
import { expect, it } from "vitest";
import { pedigreeGsd95 } from "./pedigree.ts";
import { crpsNormal } from "./scores.ts";

it("scores a standard normal forecast that was right in the middle, as published", () => {
  // (√2 - 1) / √π
  expect(crpsNormal({ mean: 0, sd: 1 }, 0)).toBeCloseTo(0.233694977255, 12);
  expect(crpsNormal({ mean: 3, sd: 0 }, 5)).toBe(2);
});

it("is how far values drawn are off, less half of how far they are apart", () => {
  const forecast = { mean: 1, sd: 2 };
  for (const observed of [-4, 0.5, 3]) {
    // Gneiting and Raftery (2007), equation 21: E|X - y| - E|X - X*|/2, here by sums over equally likely values.
    const values = Array.from({ length: 400 }, (_, index) => forecast.mean + forecast.sd * probit((index + 0.5) / 400));
    const off = values.reduce((sum, value) => sum + Math.abs(value - observed), 0) / values.length;
    const apart = values.reduce((sum, one) => sum + values.reduce((own, other) => own + Math.abs(one - other), 0), 0);
    expect(crpsNormal(forecast, observed)).toBeCloseTo(off - apart / values.length ** 2 / 2, 2);
  }
});

it("is in the unit of the quantity and blind to direction", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: -90, max: 90 }), (sd, off) => {
      const score = crpsNormal({ mean: 10, sd }, 10 + off);
      expect(score).toBeCloseTo(crpsNormal({ mean: 10, sd }, 10 - off), 9);
      expect(score).toBeCloseTo(sd * crpsNormal({ mean: 0, sd: 1 }, off / sd), 9);
      expect(score).toBeLessThanOrEqual(Math.abs(off) + 0.24 * sd);
    }),
  );
});

it("adds up what may be off as variances of the logarithm", () => {
  expect(pedigreeGsd95([1.1, 1.05, 1.2, 1, 1.2, 1.05])).toBeCloseTo(1.327663586722, 11);
  expect(pedigreeGsd95([])).toBe(1);
  expect(pedigreeGsd95([2])).toBeCloseTo(2, 14);
  expect(pedigreeGsd95([1 / 2])).toBeCloseTo(2, 14);
});

/** Inverse of the standard normal distribution by bisection of its integral. */
function probit(u: number): number {
  let [low, high] = [-8, 8];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (cumulative(middle) < u) low = middle;
    else high = middle;
  }
  return low;
}

function cumulative(x: number): number {
  let sum = 0;
  for (let k = 0, term = x; k < 100; k++, term *= (-x * x * (2 * k - 1)) / (2 * k * (2 * k + 1))) sum += term;
  return 0.5 + sum / Math.sqrt(2 * Math.PI);
}
