import { describe, expect, test } from "vitest";
import { normalCdf, normalQuantile } from "./normal.ts";
import { readReferenceTable, relativeError } from "./reference-table.contract.ts";

describe("normalCdf", () => {
  test.for(readReferenceTable(new URL("normal-cdf.reference.csv", import.meta.url)))(
    "at %f is %f as mpmath says",
    ([z = 0, expected = 0]) => {
      expect(relativeError(normalCdf(z), expected)).toBeLessThan(2e-15);
    },
  );

  test("reaches 0 and 1 at the ends and keeps undefined undefined", () => {
    expect(normalCdf(-Infinity)).toBe(0);
    expect(normalCdf(Infinity)).toBe(1);
    expect(normalCdf(Number.NaN)).toBeNaN();
  });
});

describe("normalQuantile", () => {
  test.for(readReferenceTable(new URL("normal-quantile.reference.csv", import.meta.url)))(
    "at %f is %f as mpmath says",
    ([p = 0, expected = 0]) => {
      expect(relativeError(normalQuantile(p), expected)).toBeLessThan(1e-15);
    },
  );

  test("has infinite ends and is undefined outside 0..1", () => {
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    expect(normalQuantile(-0.1)).toBeNaN();
    expect(normalQuantile(1.1)).toBeNaN();
    expect(normalQuantile(Number.NaN)).toBeNaN();
  });

  test("gives the 90 % reading its constant", () => {
    expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 14);
  });
});
