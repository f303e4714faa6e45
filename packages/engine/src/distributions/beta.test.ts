import { expect, test } from "vitest";
import { agreesWithReference, distributionContract } from "./distribution.contract.ts";
import { DistributionError } from "./distribution.ts";
import { beta } from "./beta.ts";

agreesWithReference(new URL("beta.reference.csv", import.meta.url), ([alpha = 0, shape = 0, low = 0, high = 0]) =>
  beta(alpha, shape, low, high),
);

distributionContract("humped", beta(4, 2));
distributionContract("U-shaped", beta(0.5, 0.7));
distributionContract("narrow and stretched", beta(900, 300, 10, 50));

test("refuses parameters that make no beta distribution", () => {
  expect(() => beta(0, 1)).toThrow(new DistributionError("beta: alpha must be positive and at most a million, got 0"));
  expect(() => beta(1, Number.NaN)).toThrow(
    new DistributionError("beta: beta must be positive and at most a million, got NaN"),
  );
  expect(() => beta(1, 1, 3, 2)).toThrow(new DistributionError("beta: low must be below high, got 3 and 2"));
});
