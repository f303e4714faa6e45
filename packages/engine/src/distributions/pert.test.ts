import { expect, test } from "vitest";
import { agreesWithReference, distributionContract } from "./distribution.contract.ts";
import { DistributionError } from "./distribution.ts";
import { pert } from "./pert.ts";

agreesWithReference(new URL("pert.reference.csv", import.meta.url), ([low = 0, mode = 0, high = 0, lambda = 0]) =>
  pert(low, mode, high, lambda),
);

distributionContract("lopsided", pert(1, 2, 7));
distributionContract("mode at an end", pert(-2, -2, 5));
distributionContract("flat", pert(0, 3, 4, 0));

test("refuses parameters that make no pert distribution", () => {
  expect(() => pert(1, 9, 7)).toThrow(new DistributionError("pert: the mode must lie from 1 to 7, got 9"));
  expect(() => pert(1, 2, 7, -1)).toThrow(new DistributionError("pert: lambda must lie from 0 to a million, got -1"));
});
