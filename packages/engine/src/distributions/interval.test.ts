import fc from "fast-check";
import { expect, test } from "vitest";
import { DistributionError } from "./distribution.ts";
import { interval } from "./interval.ts";

test("reads a share, a positive number and any number by its own family", () => {
  expect(interval(0.6, 0.9, true).family).toBe("logitNormal");
  expect(interval(0.6, 0.9, false).family).toBe("lognormal");
  expect(interval(0.6, 1, true).family).toBe("lognormal");
  expect(interval(-1, 0.9, false).family).toBe("normal");
  expect(interval(0, 3, true).family).toBe("normal");
});

test("agrees with the worked formulas", () => {
  const price = interval(2, 3.5, false);
  expect(price.parameters["median"]).toBeCloseTo(Math.sqrt(7), 14);
  expect(price.parameters["sigma"]).toBeCloseTo(Math.log(1.75) / (2 * 1.6448536269514722), 14);
  expect(interval(-1, 3, false).parameters).toMatchObject({ mean: 1, sd: 2 / 1.6448536269514722 });
});

test("leaves a twentieth of the probability beyond each end", () => {
  // Money and counts, not numbers so small that a double holds few of their digits.
  const bound = fc.double({ min: -1000, max: 1000, noNaN: true }).map((x) => (Math.abs(x) < 1e-100 ? 0 : x));
  fc.assert(
    fc.property(bound, bound, fc.boolean(), (one, other, share) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      fc.pre(high - low > 1e-6 * Math.max(Math.abs(low), Math.abs(high), 1e-6));
      const distribution = interval(low, high, share);
      expect(distribution.cdf(low)).toBeCloseTo(0.05, 8);
      expect(distribution.cdf(high)).toBeCloseTo(0.95, 8);
    }),
  );
});

test("holds a share inside its bounds", () => {
  const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(share, share, (one, other) => {
      fc.pre(Math.abs(one - other) > 1e-6);
      const distribution = interval(Math.min(one, other), Math.max(one, other), true);
      expect(distribution.support).toEqual([0, 1]);
      expect(distribution.quantile(0.05)).toBeCloseTo(Math.min(one, other), 9);
      expect(distribution.quantile(0.95)).toBeCloseTo(Math.max(one, other), 9);
    }),
  );
});

test("refuses an interval without width", () => {
  expect(() => interval(3, 3, false)).toThrow(new DistributionError("interval: low must be below high, got 3 and 3"));
});
