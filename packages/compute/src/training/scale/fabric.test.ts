import fc from "fast-check";
import { expect, test } from "vitest";
import { fabricFactor } from "./fabric.ts";

test("a fifth of a step exposed costs as published: 0.99, 0.88, 0.71 at 3:1, 0.45 at 7:1", () => {
  const factors = [0.95, 0.6, 0.33, 0.14].map((efficiency) => fabricFactor({ exposed: 0.2, efficiency }));
  expect(factors.map((factor) => factor.toFixed(2))).toEqual(["0.99", "0.88", "0.71", "0.45"]);
});

test("more bandwidth never hurts, less exposure neither, and nothing leaves (0, 1]", () => {
  const from0to1 = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(from0to1, fc.double({ min: 1e-3, max: 1, noNaN: true }), from0to1, (exposed, efficiency, toward) => {
      const factor = fabricFactor({ exposed, efficiency });
      expect(factor).toBeGreaterThan(0);
      expect(factor).toBeLessThanOrEqual(1 + 1e-15);
      const better = Math.min(1, efficiency + toward * (1 - efficiency));
      expect(fabricFactor({ exposed, efficiency: better })).toBeGreaterThanOrEqual(factor * (1 - 1e-14));
      expect(fabricFactor({ exposed: exposed * toward, efficiency })).toBeGreaterThanOrEqual(factor * (1 - 1e-14));
    }),
  );
});

test("what cannot be is refused", () => {
  expect(() => fabricFactor({ exposed: 1.1, efficiency: 1 })).toThrow(
    "share of a step that waits for the network: 1.1",
  );
  expect(() => fabricFactor({ exposed: 0.1, efficiency: 0 })).toThrow("efficiency of the network: 0");
});
