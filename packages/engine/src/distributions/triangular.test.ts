import { expect, test } from "vitest";
import { agreesWithReference, distributionContract } from "./distribution.contract.ts";
import { DistributionError } from "./distribution.ts";
import { triangular } from "./triangular.ts";

agreesWithReference(new URL("triangular.reference.csv", import.meta.url), ([low = 0, mode = 0, high = 0]) =>
  triangular(low, mode, high),
);

distributionContract("lopsided", triangular(1, 2, 7), { moments: 1e-5 });
distributionContract("falling", triangular(0, 0, 1), { moments: 1e-5 });
distributionContract("rising", triangular(0, 1, 1), { moments: 1e-5 });

test("refuses parameters that make no triangular distribution", () => {
  expect(() => triangular(0, 2, 1)).toThrow(new DistributionError("triangular: the mode must lie from 0 to 1, got 2"));
  expect(() => triangular(1, 1, 1)).toThrow(new DistributionError("triangular: low must be below high, got 1 and 1"));
});

test("stays within its bounds where their product is no double", () => {
  const wide = triangular(1, 1e308, Number.MAX_VALUE);
  for (const u of [1e-9, 0.2, 0.5, 0.9, 1 - 1e-9]) {
    expect(wide.quantile(u)).toBeGreaterThan(1);
    expect(wide.quantile(u)).toBeLessThan(Number.MAX_VALUE);
    expect(wide.cdf(wide.quantile(u))).toBeCloseTo(u, 12);
  }
});
