import fc from "fast-check";
import { expect, test } from "vitest";
import { quantile, rank } from "./quantile.ts";

/** Ranked for every place, and so in full order. */
const ranked = (...values: number[]) => rank(Float64Array.from(values), everyPlace(values.length));

function everyPlace(length: number): number[] {
  return Array.from({ length }, (_, place) => (length === 1 ? 0 : place / (length - 1)));
}

test("ranks the undefined lowest and infinities at their ends", () => {
  expect([...ranked(3, Number.NaN, Infinity, 1, -Infinity, Number.NaN)]).toEqual([
    Number.NaN,
    Number.NaN,
    -Infinity,
    1,
    3,
    Infinity,
  ]);
  expect([...ranked()]).toEqual([]);
  expect([...ranked(Number.NaN)]).toEqual([Number.NaN]);
});

test("leaves its argument as it was", () => {
  const values = Float64Array.of(3, 1, 2);
  rank(values, [0.1, 0.5, 0.9]);
  expect([...values]).toEqual([3, 1, 2]);
});

test("interpolates as numpy does by default", () => {
  // numpy.quantile([1, 2, 4, 8, 16], [0, .1, .25, .33, .9, 1])
  const values = ranked(16, 2, 8, 1, 4);
  expect([0, 0.1, 0.25, 0.33, 0.9, 1].map((p) => quantile(values, p))).toEqual([
    1,
    expect.closeTo(1.4, 12),
    2,
    expect.closeTo(2.64, 12),
    expect.closeTo(12.8, 12),
    16,
  ]);
});

test("is undefined where it falls on or next to the undefined", () => {
  const values = ranked(Number.NaN, 1, 2, 3, 4);
  expect(quantile(values, 0)).toBeNaN();
  expect(quantile(values, 0.2)).toBeNaN();
  expect(quantile(values, 0.25)).toBe(1);
  expect(quantile(values, 0.5)).toBe(2);
});

test("is infinite where it falls on or next to an infinity", () => {
  const values = ranked(-Infinity, 1, 2, 3, Infinity);
  expect([0, 0.1, 0.25, 0.75, 0.9, 1].map((p) => quantile(values, p))).toEqual([
    -Infinity,
    -Infinity,
    1,
    3,
    Infinity,
    Infinity,
  ]);
  expect(quantile(ranked(Infinity, Infinity), 0.5)).toBe(Infinity);
});

test("of no values is undefined, of one that value", () => {
  expect(quantile(ranked(), 0.5)).toBeNaN();
  expect(quantile(ranked(7), 0.31)).toBe(7);
});

test("rises with the probability and stays within the values", () => {
  const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), share, share, (values, p, q) => {
      const sorted = ranked(...values);
      const [low, high] = [quantile(sorted, Math.min(p, q)), quantile(sorted, Math.max(p, q))];
      expect(low).toBeLessThanOrEqual(high + 1e-9 * Math.abs(high));
      expect(low).toBeGreaterThanOrEqual(Math.min(...values));
      expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
    }),
  );
});

test("agrees with a full sort for the probabilities it was ranked for", () => {
  const value = fc.oneof(fc.double(), fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN));
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), shares, (values, wanted) => {
      const undefinedOnes = values.filter((entry) => Number.isNaN(entry));
      const others = values.filter((entry) => !Number.isNaN(entry)).sort((left, right) => left - right);
      const sorted = Float64Array.from([...undefinedOnes, ...others]);
      const selected = rank(Float64Array.from(values), wanted);
      for (const p of wanted) expect(quantile(selected, p) + 0).toEqual(quantile(sorted, p) + 0);
    }),
    { numRuns: 1000 },
  );
});
