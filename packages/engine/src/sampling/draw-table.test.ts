import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { discrete, lognormal, mixture, pert, uniform, type Distribution } from "../distributions/index.ts";
import { Memory } from "../wasm/index.ts";
import { DrawMachine } from "./draw-machine.ts";
import type { DrawTable } from "./draw-layout.ts";
import { drawTable } from "./draw-table.ts";
import { families } from "./families.fixture.ts";

const memory = new Memory();
const machine = new DrawMachine(memory);
const room = 4096;
const [uniforms, out] = [machine.column(room), machine.column(room)];

/** These are left to the table over the score. */
const byScore = [
  "beta close to a coin toss",
  "wide lognormal",
  "mixture with a gap",
  "mixture with an atom",
  "mixture with a kink",
];

function tableOf(distribution: Distribution): DrawTable {
  const table = drawTable(distribution);
  if (table === undefined) throw new Error("this family has a table");
  return table;
}

function readOff(table: DrawTable, draws: readonly number[]): Float64Array {
  const placed = machine.placeDraws(table);
  memory.doubles(uniforms, draws.length).set(draws);
  const missing = machine.drawn(uniforms, out, draws.length, placed);
  const values = memory.doubles(out, draws.length);
  // Draws are read two at a time.
  if (draws.length % 2 === 0) expect(missing).toBe(values.some(Number.isNaN));
  return values;
}

test("what the table over the score follows much farther has none", () => {
  expect(families.filter(({ of }) => drawTable(of) === undefined).map(({ name }) => name)).toEqual(byScore);
});

describe.for(families.filter(({ name }) => !byScore.includes(name)))(
  "the table of draws of a $name",
  ({ of, share = 1e-9 }) => {
    const table = tableOf(of);
    const range = of.support[0] >= 0 ? 0 : of.quantile(0.9) - of.quantile(0.1);

    test("meets the quantile to 1e-10 wherever it has a value", () => {
      const bits = fc.oneof(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.nat(31).chain((m) => fc.nat(2 ** m)),
        fc.nat(31).chain((m) => fc.nat(2 ** m).map((k) => 2 ** 32 - 1 - k)),
      );
      fc.assert(
        fc.property(fc.array(bits, { minLength: 1, maxLength: 9 }), (drawn) => {
          const draws = drawn.map((draw) => (draw + 0.5) / 2 ** 32);
          for (const [i, found] of readOff(table, draws).entries()) {
            if (Number.isNaN(found)) continue;
            const value = of.quantile(draws[i] ?? NaN);
            expect(Math.abs(found - value)).toBeLessThanOrEqual(1e-10 * Math.max(Math.abs(value), range));
          }
        }),
        { numRuns: 300 },
      );
    });

    test("leaves little to be computed", () => {
      expect(table.error).toBeLessThanOrEqual(3e-11);
      expect(table.exactShare).toBeLessThan(share + 1 / 256);
      const draws = Array.from({ length: room }, (_, i) => (i + 0.5) / room);
      const left = readOff(table, draws).filter(Number.isNaN).length / room;
      expect(Math.abs(left - table.exactShare)).toBeLessThan(1e-3);
    });
  },
);

test("a jump is not smoothed: on both sides of it the values are its own", () => {
  const of = mixture([uniform(0, 1), uniform(5, 6)], [0.001, 0.999]);
  const draws = Array.from({ length: 2000 }, (_, k) => 0.001 + (k - 1000) * 1e-6);
  for (const [i, found] of readOff(tableOf(of), draws).entries())
    expect(Number.isNaN(found) || Math.abs(found - of.quantile(draws[i] ?? NaN)) < 1e-10).toBe(true);
});

test("the farthest draws are computed, the next are not", () => {
  const [lowest = 0, low = NaN, high = NaN, highest = 0] = readOff(tableOf(lognormal(5, 0.3)), [
    2 ** -17 - 2 ** -33,
    2 ** -17 + 2 ** -33,
    1 - 2 ** -17 - 2 ** -33,
    1 - 2 ** -17 + 2 ** -33,
  ]);
  expect([lowest, low, high, highest].map(Number.isNaN)).toEqual([true, false, false, true]);
});

test("equal distributions share a table; what has no table over the score has none here", () => {
  expect(tableOf(pert(1, 2, 3))).toBe(tableOf(pert(1, 2, 3)));
  expect(drawTable(uniform(0, 1))).toBeUndefined();
  expect(drawTable(discrete([0, 1], [0.5, 0.5]))).toBeUndefined();
});
