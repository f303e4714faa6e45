import { exp, log } from "@underwatt/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Grid } from "./grid.ts";

const axes = [
  [1, 10, 1000],
  [2, 8],
  [1, 4, 64, 100],
];
/** A product of powers: linear in the logarithms, so a grid reproduces it between its nodes. */
const law = (x: number, y: number, z: number): number => 3 * Math.sqrt(x) * (y / z);
const nodes = (axes[0] ?? []).flatMap((x) =>
  (axes[1] ?? []).flatMap((y) => (axes[2] ?? []).map((z) => log(law(x, y, z)))),
);
const grid = new Grid(axes, Float64Array.from(nodes));

const inside = fc.tuple(
  fc.double({ min: 1, max: 1000, noNaN: true }),
  fc.double({ min: 2, max: 8, noNaN: true }),
  fc.double({ min: 1, max: 100, noNaN: true }),
);

describe("a grid", () => {
  it("reproduces a law of powers between its nodes", () => {
    fc.assert(
      fc.property(inside, ([x, y, z]) => {
        expect(grid.at(Float64Array.of(x, y, z)) / law(x, y, z)).toBeCloseTo(1, 10);
      }),
    );
  });

  it("keeps the edge's ratio beyond its nodes", () => {
    expect(grid.at(Float64Array.of(1e9, 8, 100))).toBeCloseTo(law(1000, 8, 100), 10);
    expect(grid.at(Float64Array.of(1e-3, 1, 0.5))).toBeCloseTo(law(1, 2, 1), 10);
  });

  it("has no jumps, at nodes neither", () => {
    for (const x of [1, 10, 1000])
      for (const z of [4, 64]) {
        const below = grid.at(Float64Array.of(x * (1 - 1e-9), 3, z * (1 - 1e-9)));
        const above = grid.at(Float64Array.of(x * (1 + 1e-9), 3, z * (1 + 1e-9)));
        expect(Math.abs(log(above / below))).toBeLessThan(1e-7);
      }
  });

  it("stays between the least and the greatest node", () => {
    const random = new Grid(
      axes,
      Float64Array.from({ length: 24 }, (_, i) => ((i * 7919) % 13) / 4),
    );
    fc.assert(
      fc.property(inside, ([x, y, z]) => {
        const ratio = random.at(Float64Array.of(x, y, z));
        expect(ratio).toBeGreaterThanOrEqual(1 - 1e-12);
        expect(ratio).toBeLessThanOrEqual(exp(3) * (1 + 1e-12));
      }),
    );
  });

  it("takes an axis of one node", () => {
    expect(new Grid([[5], [1, 100]], Float64Array.of(0, log(4))).at(Float64Array.of(7, 10))).toBeCloseTo(2, 12);
  });

  it("is the same along its first axis alone", () => {
    const along = grid.alongFirst(Float64Array.of(1, 3, 50));
    for (const x of [0.1, 1, 2, 30, 5000])
      expect(along.at(Float64Array.of(x)) / grid.at(Float64Array.of(x, 3, 50))).toBeCloseTo(1, 12);
  });

  it("says nothing of what is no size", () => {
    expect(grid.at(Float64Array.of(NaN, 3, 4))).toBeNaN();
    expect(grid.at(Float64Array.of(10, -3, 4))).toBeNaN();
  });
});
