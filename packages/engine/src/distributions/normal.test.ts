import { expect, test } from "vitest";
import { agreesWithReference, distributionContract } from "./distribution.contract.ts";
import { DistributionError } from "./distribution.ts";
import { normal } from "./normal.ts";

agreesWithReference(new URL("normal.reference.csv", import.meta.url), ([mean = 0, sd = 0]) => normal(mean, sd));

distributionContract("standard", normal(0, 1));
distributionContract("narrow and far from zero", normal(1e4, 0.5));

test("refuses parameters that make no normal distribution", () => {
  expect(() => normal(0, 0)).toThrow(new DistributionError("normal: the standard deviation must be positive, got 0"));
  expect(() => normal(Number.NaN, 1)).toThrow(
    new DistributionError("normal: the mean must be a finite number, got NaN"),
  );
});
