import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { incompleteBeta, inverseIncompleteBeta } from "./incomplete-beta.ts";
import { readReferenceTable, relativeError } from "./reference-table.contract.ts";

describe("incompleteBeta", () => {
  test.for(readReferenceTable(new URL("incomplete-beta.reference.csv", import.meta.url)))(
    "with shapes %f, %f at %f is %f as mpmath says",
    ([a = 1, b = 1, x = 0, expected = 0]) => {
      expect(relativeError(incompleteBeta(a, b, x), expected)).toBeLessThan(1e-12);
    },
  );

  test("is 0 below and 1 above the unit interval", () => {
    expect(incompleteBeta(2, 3, -1)).toBe(0);
    expect(incompleteBeta(2, 3, 0)).toBe(0);
    expect(incompleteBeta(2, 3, 1)).toBe(1);
    expect(incompleteBeta(2, 3, 7)).toBe(1);
  });
});

describe("inverseIncompleteBeta", () => {
  test.for(readReferenceTable(new URL("incomplete-beta-inverse.reference.csv", import.meta.url)))(
    "with shapes %f, %f at %f is %f as mpmath says",
    ([a = 1, b = 1, p = 0, expected = 0]) => {
      expect(relativeError(inverseIncompleteBeta(a, b, p), expected)).toBeLessThan(1e-12);
    },
  );

  test("does not decrease and returns to where it came from", () => {
    const shape = fc.double({ min: 0.05, max: 2000, noNaN: true });
    const probability = fc.double({ min: 1e-10, max: 1 - 1e-10, noNaN: true });
    fc.assert(
      fc.property(shape, shape, probability, probability, (a, b, p, q) => {
        const [low, high] = p < q ? [p, q] : [q, p];
        const x = inverseIncompleteBeta(a, b, low);
        expect(x).toBeLessThanOrEqual(inverseIncompleteBeta(a, b, high) * (1 + 1e-14));
        // Near 1 the next double may already be far up the cdf.
        if (x > 0 && x < 0.999) expect(relativeError(incompleteBeta(a, b, x), low)).toBeLessThan(1e-9);
      }),
    );
  });
});
