import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  beta,
  discrete,
  logitNormal,
  lognormal,
  metalog,
  mixture,
  normal,
  pert,
  triangular,
  uniform,
  type Distribution,
} from "../distributions/index.ts";
import { normalQuantile } from "../numeric/index.ts";
import { families } from "./families.fixture.ts";
import { placeOf, quantileTable, recordLength, type QuantileTable } from "./quantile-table.ts";

function tableOf(distribution: Distribution): QuantileTable {
  const table = quantileTable(distribution);
  if (table === undefined) throw new Error("this family has a table");
  return table;
}

/** What the kernel computes, written plainly: NaN where the quantile is left to be computed. */
function readOff({ places, records }: QuantileTable, score: number): number {
  const at = (places[placeOf(score)] ?? 0) * recordLength;
  const [middle = NaN, , ...terms] = records.subarray(at, at + recordLength);
  return terms.reduceRight((sum, term) => sum * (score - middle) + term, 0);
}

describe.for(families)("the table of a $name", ({ of, share = 1e-9 }) => {
  const table = tableOf(of);
  const range = of.support[0] >= 0 ? 0 : of.quantile(0.9) - of.quantile(0.1);

  test("meets the quantile to 1e-10 wherever it has a value", () => {
    const bits = fc.oneof(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.nat(31).chain((m) => fc.nat(2 ** m)),
      fc.nat(31).chain((m) => fc.nat(2 ** m).map((k) => 2 ** 32 - 1 - k)),
    );
    fc.assert(
      fc.property(bits, (draw) => {
        const u = (draw + 0.5) / 2 ** 32;
        const value = of.quantile(u);
        const found = readOff(table, normalQuantile(u));
        if (Number.isNaN(found)) return;
        expect(Math.abs(found - value)).toBeLessThanOrEqual(1e-10 * Math.max(Math.abs(value), range));
      }),
      { numRuns: 600 },
    );
  });

  test("leaves little to be computed", () => {
    expect(table.error).toBeLessThanOrEqual(1e-11);
    expect(table.exactShare).toBeLessThan(share);
    let left = 0;
    for (let i = 0; i < 20_000; i++)
      if (Number.isNaN(readOff(table, normalQuantile((i + 0.5) / 20_000)))) left += 1 / 20_000;
    expect(Math.abs(left - table.exactShare)).toBeLessThan(1e-3);
  });
});

test("smooth families keep twelve digits", () => {
  for (const of of [pert(0, 2, 10), beta(2, 5), normal(-3, 2), lognormal(5, 3), logitNormal(0.9, 3)])
    expect(tableOf(of).error).toBeLessThan(1e-12);
});

test("a jump is not smoothed: on both sides of it the values are its own", () => {
  const of = mixture([uniform(0, 1), uniform(5, 6)], [0.37, 0.63]);
  for (let k = -50; k <= 50; k++) {
    const u = 0.37 + k * 1e-5;
    const found = readOff(tableOf(of), normalQuantile(u));
    expect(Number.isNaN(found) || Math.abs(found - of.quantile(u)) < 1e-10).toBe(true);
  }
});

test("closed forms without logarithms have no table", () => {
  expect([uniform(0, 1), triangular(0, 1, 2), discrete([0, 1], [0.5, 0.5])].map(quantileTable)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("equal distributions share a table, others do not", () => {
  expect(tableOf(pert(1, 2, 3))).toBe(tableOf(pert(1, 2, 3)));
  expect(tableOf(pert(1, 2, 3))).not.toBe(tableOf(pert(1, 2, 3.0000001)));
  // Their parameters are printed alike.
  const points = (p: number) => [
    { probability: p, value: 2 },
    { probability: 0.9, value: 6 },
  ];
  expect(tableOf(metalog(points(0.1)))).not.toBe(tableOf(metalog(points(0.1 + 1e-15))));
});
