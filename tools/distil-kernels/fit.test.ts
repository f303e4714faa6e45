import { Grid } from "@underwatt/compute";
import { describe, expect, it } from "vitest";
import { fitGrid } from "./fit.ts";

const axes = [
  [1, 4, 16, 64],
  [1, 10, 100],
];
const law = (x: number, y: number): number => 1.5 - 0.3 * Math.log(x) + 0.1 * Math.log(y);

/** Points off the nodes, as a fixed sequence spreads them; `wrong` of a hundred are far off. */
function points(count: number, wrong: number, within: (x: number, y: number) => boolean = () => true) {
  const found: [number, number][] = [];
  for (let i = 1; found.length < count; i++) {
    const x = Math.exp(Math.log(64) * ((i * 0.618034) % 1));
    const y = Math.exp(Math.log(100) * ((i * 0.414214) % 1));
    if (within(x, y)) found.push([x, y]);
  }
  return {
    coordinates: Float64Array.from(found.flat()),
    logRatios: Float64Array.from(found, ([x, y], i) => law(x, y) + (i % 100 < wrong ? 2 : 0)),
  };
}

function worst(values: Float64Array, where: readonly (readonly [number, number])[]): number {
  const grid = new Grid(axes, values);
  return Math.max(...where.map(([x, y]) => Math.abs(Math.log(grid.at(Float64Array.of(x, y))) - law(x, y))));
}

const everywhere = [
  [1, 1],
  [3, 20],
  [16, 10],
  [40, 5],
  [64, 100],
] as const;

describe("a grid fitted to points", () => {
  it("is the law behind them", () => {
    expect(worst(fitGrid(axes, points(400, 0)), everywhere)).toBeLessThan(0.02);
  });

  it("does not follow one point in ten that is seven times too long", () => {
    expect(worst(fitGrid(axes, points(400, 10)), everywhere)).toBeLessThan(0.03);
  });

  it("goes on smoothly where nothing was measured, within what was", () => {
    const measured = points(300, 0, (x) => x < 16);
    const fitted = fitGrid(axes, measured);
    expect(worst(fitted, [[2, 50]])).toBeLessThan(0.02);
    const least = Math.min(...measured.logRatios);
    expect(Math.min(...fitted)).toBeGreaterThanOrEqual(least);
    expect(new Grid(axes, fitted).at(Float64Array.of(64, 10))).toBeLessThan(Math.exp(law(10, 10)));
  });
});
