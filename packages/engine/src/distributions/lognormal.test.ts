import { expect, test } from "vitest";
import { agreesWithReference, distributionContract } from "./distribution.contract.ts";
import { DistributionError } from "./distribution.ts";
import { lognormal } from "./lognormal.ts";

agreesWithReference(new URL("lognormal.reference.csv", import.meta.url), ([median = 0, sigma = 0]) =>
  lognormal(median, sigma),
);

distributionContract("wide", lognormal(3, 1));
distributionContract("narrow", lognormal(40_000, 0.1));

test("refuses parameters that make no lognormal distribution", () => {
  expect(() => lognormal(-3, 1)).toThrow(new DistributionError("lognormal: the median must be positive, got -3"));
  expect(() => lognormal(3, Infinity)).toThrow(
    new DistributionError("lognormal: sigma must be positive, got Infinity"),
  );
});
