import fc from "fast-check";
import { expect, test } from "vitest";
import { quantile } from "./quantile.ts";
import { replicateQuantiles } from "./replicate-quantiles.ts";

const probabilities = [0.05, 0.1, 0.5, 0.9, 0.95];

/** By a full sort, the undefined first. */
function bySorting(values: readonly number[]): number[] {
  const lacking = values.filter((value) => Number.isNaN(value));
  const others = values.filter((value) => !Number.isNaN(value)).sort((left, right) => left - right);
  const sorted = Float64Array.from([...lacking, ...others]);
  return probabilities.map((p) => quantile(sorted, p) + 0);
}

function expectSorted(values: readonly number[], replicates: number): void {
  const { whole, each } = replicateQuantiles(Float64Array.from(values), replicates, probabilities);
  expect(whole.map((value) => value + 0)).toEqual(bySorting(values));
  for (const [replicate, own] of each.entries()) {
    const members = values.filter((_, i) => i % replicates === replicate);
    expect(own.map((value) => value + 0)).toEqual(bySorting(members));
  }
}

test("are those of sorted values, of all and of each replicate, to the last bit", () => {
  const value = fc.oneof(
    fc.double(),
    fc.double({ min: -1, max: 1 }),
    fc.integer({ min: -2, max: 2 }),
    fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0),
  );
  fc.assert(fc.property(fc.array(value, { maxLength: 300 }), fc.integer({ min: 1, max: 9 }), expectSorted), {
    numRuns: 400,
  });
});

test.each<[name: string, shape: (z: number) => number]>([
  ["lopsided", (z) => Math.exp(5 * z)],
  ["atoms", (z) => Math.round(z)],
  ["half zero", (z) => Math.max(0, z)],
  ["far from zero", (z) => 1e15 + z],
  ["tiny", (z) => z * 5e-324],
  ["huge", (z) => z * 1.7e308],
])("of many values that are %s", (_, shape) => {
  const values = Array.from({ length: 3000 }, (__, i) => shape(Math.sin(i * i)));
  expectSorted(values, 16);
});
