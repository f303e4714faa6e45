import fc from "fast-check";
import { expect, test } from "vitest";
import { summarise } from "./summary.ts";

const summary = (replicates: number, ...values: number[]) => summarise(Float64Array.from(values), replicates);

test("of a worked example", () => {
  // Replicates are {1, 3, 5} and {2, 6, 10} with means 3 and 6.
  const result = summary(2, 1, 2, 3, 6, 5, 10);
  expect(result).toMatchObject({ mean: 4.5, p50: 4, p10: 1.5, undefinedShare: 0 });
  expect(result.se).toBeCloseTo(1.5, 12);
});

test("of equal values is that value, certainly", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), fc.integer({ min: 1, max: 40 }), (value, count) => {
      const result = summarise(new Float64Array(count).fill(value), 4);
      expect(result).toMatchObject({ se: 0, undefinedShare: 0 });
      for (const statistic of [result.mean, result.p5, result.p50, result.p95]) expect(statistic === value).toBe(true);
    }),
  );
});

test("keeps small differences of large values", () => {
  const result = summary(2, 1e15, 1e15 + 2, 1e15, 1e15 + 2);
  expect(result).toMatchObject({ mean: 1e15 + 1, se: 1 });
});

test("takes mean and error over the defined values and says how many are not", () => {
  const result = summary(2, Number.NaN, 4, 2, 8, 4, Number.NaN, 6, 6);
  expect(result).toMatchObject({
    mean: 5,
    undefinedShare: 0.25,
    p5: Number.NaN,
    p10: Number.NaN,
    p95: expect.closeTo(7.3, 12),
  });
  expect(result.se).toBeCloseTo(1, 12); // replicate means 4 and 6
});

test("of undefined values only is undefined", () => {
  expect(summary(2, Number.NaN, Number.NaN)).toMatchObject({
    mean: Number.NaN,
    se: Number.NaN,
    p50: Number.NaN,
    undefinedShare: 1,
  });
});

test("with an infinite value has an infinite mean but its percentiles", () => {
  expect(summary(2, 1, 2, 3, Infinity)).toMatchObject({
    mean: Infinity,
    se: Number.NaN,
    p50: 2.5,
    p95: Infinity,
  });
  expect(summary(2, 1, 2, 3, -Infinity)).toMatchObject({ mean: -Infinity, p5: -Infinity });
  expect(summary(2, Infinity, -Infinity).mean).toBeNaN();
});

test("cannot see the error of a single replicate", () => {
  expect(summary(1, 1, 2, 3).se).toBeNaN();
});

test("gives percentiles the error that the replicates' own show", () => {
  // Medians of the replicates are 2, 6 and 10: their standard deviation is 4.
  const { p50, errors } = summary(3, 1, 5, 9, 2, 6, 10, 3, 7, 11);
  expect(p50).toBe(6);
  expect(errors.p50).toBeCloseTo(4 / Math.sqrt(3), 12);
  expect(summary(1, 1, 2, 3).errors.p50).toBeNaN();
  expect(summary(2, 3, 3, 3, 3).errors).toEqual({ p5: 0, p10: 0, p50: 0, p90: 0, p95: 0 });
  // One replicate's low end is undefined: nobody can say how far it may be off.
  expect(summary(2, Number.NaN, 1, 2, 2, 3, 3, 4, 4).errors).toMatchObject({
    p5: Number.NaN,
    p50: expect.closeTo(0, 12),
  });
});

test("errors of percentiles are those that fresh draws show", () => {
  // A linear congruential generator: independent of the program's own draws. Exponential values, whose P90 is ln 10.
  let state = 12345;
  const draw = (): number => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return -Math.log((state + 0.5) / 2 ** 32);
  };
  const runs = Array.from({ length: 200 }, () => summarise(Float64Array.from({ length: 1600 }, draw), 16));
  const off = Math.sqrt(runs.reduce((sum, { p90 }) => sum + (p90 - Math.LN10) ** 2, 0) / runs.length);
  const claimed = Math.sqrt(runs.reduce((sum, { errors }) => sum + errors.p90 ** 2, 0) / runs.length);
  expect(claimed / off).toBeGreaterThan(0.8);
  expect(claimed / off).toBeLessThan(1.25);
});

test("knows the standard deviation", () => {
  expect(summary(2, 2, 4, 4, 4, 5, 5, 7, 9).sd).toBeCloseTo(Math.sqrt(32 / 7), 12);
  expect(summary(2, 1e9, 1e9 + 2, 1e9, 1e9 + 2).sd).toBeCloseTo(Math.sqrt(4 / 3), 9);
});
