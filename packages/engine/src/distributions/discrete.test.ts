import fc from "fast-check";
import { expect, test } from "vitest";
import { discrete } from "./discrete.ts";
import { distributionContract } from "./distribution.contract.ts";
import { DistributionError } from "./distribution.ts";

distributionContract("three values", discrete([7, -1, 2], [0.2, 0.5, 0.3]), { jumps: true, moments: 1e-2 });

test("reads values in any order and steps through them from the lowest", () => {
  const steps = discrete([10, 0, 5], [0.25, 0.25, 0.5]);
  expect([0.1, 0.25, 0.26, 0.75, 0.76, 0.999].map((u) => steps.quantile(u))).toEqual([0, 0, 5, 5, 10, 10]);
  expect([-1, 0, 4.9, 5, 9, 10].map((x) => steps.cdf(x))).toEqual([0, 0.25, 0.25, 0.75, 0.75, 1]);
  expect(steps).toMatchObject({ support: [0, 10], mean: 5, variance: 12.5 });
});

test("a single value is certain to the last bit", () => {
  expect(discrete([0.1], [1])).toMatchObject({ mean: 0.1, variance: 0, support: [0.1, 0.1] });
});

test("a value without weight is not possible", () => {
  expect(discrete([1, 2, 99], [0.5, 0.5, 0])).toMatchObject({ support: [1, 2] });
});

test("draws each value in its share", () => {
  const weight = fc.integer({ min: 1, max: 1000 });
  fc.assert(
    fc.property(weight, weight, weight, (a, b, c) => {
      const sum = a + b + c;
      const distribution = discrete([3, 1, 2], [a / sum, b / sum, c / sum]);
      const draws = Array.from({ length: sum }, (_, k) => distribution.quantile((k + 0.5) / sum));
      expect([3, 1, 2].map((value) => draws.filter((draw) => draw === value).length)).toEqual([a, b, c]);
    }),
  );
});

test("refuses weights that do not fit", () => {
  expect(() => discrete([1, 2], [0.5, 0.4])).toThrow(
    new DistributionError("discrete: the weights must sum to 1, they sum to 0.9"),
  );
  expect(() => discrete([1, 2], [1])).toThrow(new DistributionError("discrete: got 2 alternatives but 1 weights"));
  expect(() => discrete([1, 2], [1.5, -0.5])).toThrow(
    new DistributionError("discrete: a weight must not be negative, got -0.5"),
  );
  expect(() => discrete([], [])).toThrow(new DistributionError("discrete: needs at least one alternative"));
  expect(discrete([1, 2], [0.5, 0.5 + 1e-10]).quantile(1 - 1e-15)).toBe(2);
});
