import { describe, expect, it } from "vitest";
import { normal, uniform } from "../distributions/index.ts";
import { independent, type Dependence } from "../evaluate/index.ts";
import { InputSpace } from "./input-space.ts";

const inputs = ["a", "b", "c", "d"].map((name) => ({ name, distribution: normal(0, 1), unit: "" }));
const tied: Dependence = {
  pairs: [
    { between: ["a", "b"], spearman: (6 / Math.PI) * Math.asin(0.6 / 2) },
    { between: ["b", "c"], spearman: (6 / Math.PI) * Math.asin(0.5 / 2) },
  ],
  drivers: [],
};
const plan = { seed: 3, samples: 65_536, replicates: 1 };
const moments = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  Array.from(x).reduce((sum, value, i) => sum + value * (y[i] ?? NaN), 0) / x.length;

describe("scores", () => {
  const space = new InputSpace(inputs, tied);
  const scores = space.correlate(space.independent(plan, 0, plan.samples));
  const [a = [], b = [], c = [], d = []] = scores;

  it("have the correlations asked for, and unit variance", () => {
    expect(moments(a, b)).toBeCloseTo(0.6, 1.4);
    expect(moments(b, c)).toBeCloseTo(0.5, 1.4);
    expect(moments(a, c)).toBeCloseTo(0, 1.4);
    expect(moments(a, d)).toBeCloseTo(0, 1.4);
    for (const column of scores) expect(moments(column, column)).toBeCloseTo(1, 1.4);
  });

  it("redrawn around held inputs keep the joint distribution", () => {
    const fresh = space.independent({ ...plan, seed: 4 }, 0, plan.samples);
    for (const held of [[], [0], [1], [0, 2], [0, 1, 2]]) {
      const [p = [], q = [], r = []] = space.holding(new Set(held))(scores, fresh);
      expect(moments(p, q)).toBeCloseTo(0.6, 1.4);
      expect(moments(q, r)).toBeCloseTo(0.5, 1.4);
      expect(moments(p, r)).toBeCloseTo(0, 1.4);
      for (const input of held) expect([p, q, r][input]).toEqual(scores[input]);
    }
  });

  it("redrawn share with the first draw only what the held inputs tell", () => {
    const fresh = space.independent({ ...plan, seed: 4 }, 0, plan.samples);
    const [, q = []] = space.holding(new Set([0]))(scores, fresh);
    expect(moments(b, q)).toBeCloseTo(0.36, 1.4);
  });
});

it("drivers tie inputs by the product of their loadings", () => {
  const driven: Dependence = {
    pairs: [],
    drivers: [
      {
        name: "demand",
        moves: new Map([
          ["a", 0.8],
          ["b", -0.5],
        ]),
      },
    ],
  };
  const space = new InputSpace(inputs, driven);
  const [a = [], b = []] = space.correlate(space.independent(plan, 0, plan.samples));
  expect(moments(a, b)).toBeCloseTo(-0.4, 1.4);
  expect(space.dependent).toEqual([[0, 1]]);
});

it("full correlation redraws the same value", () => {
  const space = new InputSpace(inputs, { pairs: [{ between: ["a", "b"], spearman: 1 }], drivers: [] });
  const scores = space.correlate(space.independent(plan, 0, 100));
  const fresh = space.independent({ ...plan, seed: 9 }, 0, 100);
  const [a = [], b = []] = space.holding(new Set([0]))(scores, fresh);
  for (const [i, value] of Array.from(b).entries()) expect(value).toBeCloseTo(a[i] ?? NaN, 3);
});

it("values are quantiles of the scores", () => {
  const space = new InputSpace([{ name: "u", distribution: uniform(10, 20), unit: "" }], independent);
  expect([...(space.values([Float64Array.of(0, 100, -100)])[0] ?? [])]).toEqual([
    15,
    expect.closeTo(20, 9),
    expect.closeTo(10, 9),
  ]);
});
