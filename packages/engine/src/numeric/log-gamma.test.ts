import { expect, test } from "vitest";
import { logGamma, stirlingCorrection } from "./log-gamma.ts";
import { readReferenceTable } from "./reference-table.contract.ts";

test.for(readReferenceTable(new URL("log-gamma.reference.csv", import.meta.url)))(
  "ln Γ(%f) is %f as mpmath says",
  ([x = 0, expected = 0]) => {
    expect(Math.abs(logGamma(x) - expected)).toBeLessThan(3e-15 * Math.max(1, Math.abs(expected)));
  },
);

test("what Stirling leaves over is 1 / 12x for a large argument", () => {
  expect(stirlingCorrection(1e6) * 12e6).toBeCloseTo(1, 12);
});
