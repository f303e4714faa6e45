import { describe, expect, test } from "vitest";
import { readReferenceTable } from "../numeric/reference-table.contract.ts";
import { DIMENSIONS } from "./joe-kuo.ts";
import { directionNumbers, sobolBits } from "./sobol.ts";

test("agrees with scipy in every recorded dimension and point", () => {
  const rows = readReferenceTable(new URL("sobol.reference.csv", import.meta.url));
  expect(rows.length).toBe(620);
  for (const [dimension = 0, index = 0, bits = 0] of rows) {
    expect([dimension, index, sobolBits(directionNumbers(dimension), index)]).toEqual([dimension, index, bits]);
  }
});

test("starts with the published points", () => {
  // Joe and Kuo's first points in three dimensions, put into plain order.
  const points = Array.from({ length: 8 }, (_, k) => [0, 1, 2].map((d) => sobolBits(directionNumbers(d), k) / 2 ** 32));
  expect(points).toEqual([
    [0, 0, 0],
    [0.5, 0.5, 0.5],
    [0.25, 0.75, 0.75],
    [0.75, 0.25, 0.25],
    [0.125, 0.625, 0.375],
    [0.625, 0.125, 0.875],
    [0.375, 0.375, 0.625],
    [0.875, 0.875, 0.125],
  ]);
});

describe("direction numbers", () => {
  test("put one point into each of the first 1024 cells in every dimension", () => {
    for (let dimension = 0; dimension < DIMENSIONS; dimension++) {
      const cells = new Set<number>();
      for (let k = 0; k < 1024; k++) cells.add(sobolBits(directionNumbers(dimension), k) >>> 22);
      expect(cells.size).toBe(1024);
    }
  });

  test("are refused beyond the table", () => {
    expect(() => directionNumbers(DIMENSIONS)).toThrow(RangeError);
    expect(() => directionNumbers(-1)).toThrow(RangeError);
  });
});
