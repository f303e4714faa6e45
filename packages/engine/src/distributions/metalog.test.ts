import { describe, expect, test } from "vitest";
import { agreesWithReference, distributionContract } from "./distribution.contract.ts";
import { DistributionError } from "./distribution.ts";
import { metalog } from "./metalog.ts";
import type { MetalogBounds } from "./metalog-scale.ts";

const points = (...pairs: (readonly [number, number])[]) =>
  pairs.map(([probability, value]) => ({ probability, value }));

agreesWithReference(
  new URL("metalog.reference.csv", import.meta.url),
  ([low = 0, high = 0, p10 = 0, p50 = 0, p90 = 0]) =>
    metalog(points([0.1, p10], [0.5, p50], [0.9, p90]), finiteBounds(low, high)),
);

distributionContract("unbounded", metalog(points([0.1, -1], [0.5, 2], [0.9, 4])));
distributionContract("bounded below", metalog(points([0.1, 2], [0.5, 3], [0.9, 5]), { low: 0 }), { moments: 1e-4 });
distributionContract("bounded above", metalog(points([0.1, 2], [0.5, 3], [0.9, 4]), { high: 10 }), { moments: 1e-4 });
distributionContract("bounded", metalog(points([0.1, 0.6], [0.5, 0.85], [0.9, 0.95]), { low: 0, high: 1 }));
distributionContract("five points", metalog(points([0.05, 1], [0.25, 2], [0.5, 2.6], [0.75, 3.4], [0.95, 6])));

test("passes through all of its points, in whatever order they come", () => {
  const given = points([0.9, 9], [0.05, 1], [0.3, 2.5], [0.6, 4], [0.15, 1.8]);
  const curve = metalog(given, { low: 0 });
  for (const { probability, value } of given) expect(curve.quantile(probability)).toBeCloseTo(value, 10);
});

test("two points make a logistic distribution", () => {
  const logistic = metalog(points([0.25, -Math.log(3)], [0.75, Math.log(3)]));
  expect(logistic.quantile(0.9)).toBeCloseTo(Math.log(9), 12);
  expect(logistic.variance).toBeCloseTo(Math.PI ** 2 / 3, 12);
});

test("a heavy log tail has no finite mean or variance", () => {
  const wild = metalog(points([0.25, 1], [0.75, 100]), { low: 0 });
  expect(wild).toMatchObject({ mean: Infinity, variance: Infinity });
  const wide = metalog(points([0.25, 1], [0.75, 4]), { low: 0 });
  expect(wide.mean).toBeLessThan(Infinity);
  expect(wide.variance).toBe(Infinity);
  expect(metalog(points([0.25, -100], [0.75, -1]), { high: 0 }).mean).toBe(-Infinity);
});

describe("feasibility", () => {
  test("names where the curve decreases in the middle", () => {
    expect(() => metalog(points([0.1, 0], [0.4, 1], [0.5, 10], [0.6, 10.1], [0.9, 11]))).toThrow(
      /^metalog: no distribution passes through these points, the curve decreases (between probabilities 0\.\d+ and 0\.\d+|towards probability [01]);/,
    );
  });

  test("names the tail in which it decreases", () => {
    // Keelin's limit for three points at 10/50/90: the median must keep 16.7 % of the range from either end.
    const withMedian = (median: number) => () => metalog(points([0.1, 0], [0.5, median], [0.9, 1]));
    expect(withMedian(0.17)).not.toThrow();
    expect(withMedian(0.16)).toThrow("the curve decreases");
    expect(withMedian(0.83)).not.toThrow();
    expect(withMedian(0.05)).toThrow("towards probability 0");
    expect(withMedian(0.95)).toThrow("towards probability 1");
  });
});

test("refuses points and bounds that contradict each other", () => {
  const three = points([0.1, 2], [0.5, 3], [0.9, 6]);
  expect(() => metalog(three.slice(0, 1))).toThrow(new DistributionError("metalog: needs at least two points, got 1"));
  expect(() => metalog(three, { low: 2 })).toThrow(
    new DistributionError("metalog: 2 at probability 0.1 must exceed 2"),
  );
  expect(() => metalog(three, { high: 6 })).toThrow(
    new DistributionError("metalog: 6 must be below the upper bound 6"),
  );
  expect(() => metalog(three, { low: 9, high: 7 })).toThrow("the lower bound must be below the upper, got 9 and 7");
  expect(() => metalog(points([0.1, 2], [0.1, 3]))).toThrow("probability 0.1 is given twice");
  expect(() => metalog(points([0.1, 3], [0.5, 2]))).toThrow("2 at probability 0.5 must exceed 3");
  expect(() => metalog(points([0, 3], [0.5, 4]))).toThrow("a probability must lie between 0 and 1, got 0");
});

test("prints its points and bounds", () => {
  expect(metalog(points([0.1, 2], [0.5, 3], [0.9, 6]), { low: 0 }).parameters).toEqual({
    low: 0,
    p10: 2,
    p50: 3,
    p90: 6,
  });
});

function finiteBounds(low: number, high: number): MetalogBounds {
  return { ...(low > -Infinity && { low }), ...(high < Infinity && { high }) };
}
