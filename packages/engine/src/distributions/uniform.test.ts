import { expect, test } from "vitest";
import { agreesWithReference, distributionContract } from "./distribution.contract.ts";
import { DistributionError } from "./distribution.ts";
import { uniform } from "./uniform.ts";

agreesWithReference(new URL("uniform.reference.csv", import.meta.url), ([low = 0, high = 0]) => uniform(low, high));

distributionContract("unit", uniform(0, 1));
distributionContract("shifted", uniform(-3, 11));

test("refuses parameters that make no uniform distribution", () => {
  expect(() => uniform(2, 2)).toThrow(new DistributionError("uniform: low must be below high, got 2 and 2"));
});
