import { expect, test } from "vitest";
import { lineIntegral } from "./line-integral.ts";

test("integrates the bell curve to full precision", () => {
  expect(lineIntegral((t) => Math.exp(-t * t))).toBeCloseTo(Math.sqrt(Math.PI), 14);
});

test("integrates a slowly decaying, lopsided function", () => {
  // ∫ e^{at} / (1 + e^t) dt = π / sin πa for 0 < a < 1
  const a = 0.05;
  const value = lineIntegral((t) =>
    t > 0 ? Math.exp((a - 1) * t) / (1 + Math.exp(-t)) : Math.exp(a * t) / (1 + Math.exp(t)),
  );
  expect(value).toBeCloseTo(Math.PI / Math.sin(Math.PI * a), 11);
});

test("does not stop at a zero crossing", () => {
  expect(lineIntegral((t) => (t - 1) * Math.exp(-((t - 1) ** 2)))).toBeCloseTo(0, 14);
});
