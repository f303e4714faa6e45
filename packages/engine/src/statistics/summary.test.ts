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
