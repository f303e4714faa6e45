import { expect, test } from "vitest";
import { agreesWithReference, distributionContract } from "./distribution.contract.ts";
import { DistributionError } from "./distribution.ts";
import { logitNormal } from "./logit-normal.ts";

agreesWithReference(new URL("logit-normal.reference.csv", import.meta.url), ([median = 0, sigma = 0]) =>
  logitNormal(median, sigma),
);

distributionContract("central", logitNormal(0.5, 0.7));
distributionContract("close to one", logitNormal(0.97, 0.8));
distributionContract("two-humped", logitNormal(0.3, 4));

test("refuses parameters that make no logitNormal distribution", () => {
  expect(() => logitNormal(1, 1)).toThrow(
    new DistributionError("logitNormal: the median must lie between 0 and 1, got 1"),
  );
  expect(() => logitNormal(0.5, -1)).toThrow(new DistributionError("logitNormal: sigma must be positive, got -1"));
});
