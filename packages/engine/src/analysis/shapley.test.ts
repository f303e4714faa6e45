import { describe, expect, it } from "vitest";
import { uniform } from "../distributions/index.ts";
import type { Estimate } from "../statistics/index.ts";
import type { Model } from "./model.ts";
import { ishigami, linearGaussian, modelOf, sixInputs } from "./published-models.contract.ts";
import { shapleyEffects, type ShapleyEffects, type ShapleyOptions } from "./shapley.ts";
import { sobolIndices } from "./sobol-indices.ts";

async function only(model: Model, options: ShapleyOptions): Promise<ShapleyEffects> {
  const [effects] = await shapleyEffects(model, options);
  if (effects === undefined) throw new Error("the model has an output");
  return effects;
}

const away = ({ value, se }: Estimate, truth: number): number => Math.abs(value - truth) / se;
const sum = (effects: ShapleyEffects): number => effects.groups.reduce((all, { share }) => all + share.value, 0);

const two = linearGaussian(
  [1, 1],
  [1, 2],
  [
    [1, 0.5],
    [0.5, 1],
  ],
);
const six = sixInputs();

describe("the closed forms", () => {
  it("are those of Iooss and Prieur for two inputs", () => {
    expect(two.truth.shapley[0]).toBeCloseTo(0.339285714286, 10);
    expect(two.truth.shapley[1]).toBeCloseTo(0.660714285714, 10);
    const [b1, b2, s1, s2, rho] = [2, -0.5, 1.5, 3, -0.7];
    const variance = (b1 * s1) ** 2 + (b2 * s2) ** 2 + 2 * rho * b1 * b2 * s1 * s2;
    // V Sh1 = b1² s1² (1 - ρ²/2) + ρ b1 b2 s1 s2 + b2² s2² ρ²/2.
    const first =
      ((b1 * s1) ** 2 * (1 - rho ** 2 / 2) + rho * b1 * b2 * s1 * s2 + ((b2 * s2) ** 2 * rho ** 2) / 2) / variance;
    const corr = [
      [1, rho],
      [rho, 1],
    ];
    expect(linearGaussian([b1, b2], [s1, s2], corr).truth.shapley[0]).toBeCloseTo(first, 12);
  });
});

describe.each(["all", "random"] as const)("Shapley effects in %s orders", (orders) => {
  it("are near the truth", async () => {
    for (const { model, truth, groups } of [two, six]) {
      const effects = await only(model, { seed: 3, points: 512, groups, orders });
      expect(sum(effects)).toBeCloseTo(1, 12);
      expect(away(effects.variance, truth.variance)).toBeLessThan(4);
      for (const [i, { share }] of effects.groups.entries()) {
        expect(away(share, truth.shapley[i] ?? NaN)).toBeLessThan(4);
        expect(share.se).toBeLessThan(0.015);
      }
    }
  });

  it("hold the truth in 95 of 100 intervals", async () => {
    let [held, asked] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const { groups } = await only(six.model, { seed, points: 32, groups: six.groups, orders });
      for (const [i, { share }] of groups.entries()) {
        const truth = six.truth.shapley[i] ?? NaN;
        asked += 1;
        if (share.low <= truth && truth <= share.high) held += 1;
      }
    }
    expect(held / asked).toBeGreaterThan(0.89);
    expect(held / asked).toBeLessThan(0.995);
  });

  it("share an interaction equally", async () => {
    const { model, truth } = ishigami(7, 0.1);
    const { groups } = await only(model, { seed: 3, points: 512, orders });
    for (const [i, { share }] of groups.entries()) {
      const [first = NaN, total = NaN] = [truth.first[i], truth.total[i]];
      expect(away(share, (first + total) / 2)).toBeLessThan(4);
    }
  });

  it("of a sum of independent parts are its Sobol indices, alone and in total", async () => {
    const inputs = ["a", "b", "c"].map((name) => ({ name, distribution: uniform(0, 1), unit: "" }));
    const model = modelOf(inputs, ([a = NaN, b = NaN, c = NaN]) => Math.exp(a) + 2 * b ** 2 - c);
    const { groups } = await only(model, { seed: 1, points: 1024, orders });
    const [sobol] = await sobolIndices(model, { seed: 1, points: 1024 });
    for (const [i, { share }] of groups.entries()) {
      const { first, total } = sobol?.groups[i] ?? { first: share, total: { ...share, value: NaN } };
      for (const other of [first, total])
        expect(Math.abs(share.value - other.value)).toBeLessThan(4 * Math.hypot(share.se, other.se));
      expect(share.se).toBeLessThan(0.015);
    }
  });

  it("give an input that tells nothing 0, and one that only tells of another a share", async () => {
    const corr = [
      [1, 0.8, 0],
      [0.8, 1, 0],
      [0, 0, 1],
    ];
    const { model, truth } = linearGaussian([1, 0, 0], [1, 1, 1], corr);
    const { groups } = await only(model, { seed: 1, points: 512, orders });
    // V[E(Y | x2)] / 2 = ρ² / 2.
    expect(truth.shapley[1]).toBeCloseTo(0.32, 12);
    expect(away(groups[1]?.share ?? { value: NaN, se: NaN, low: NaN, high: NaN }, 0.32)).toBeLessThan(4);
    // Up to the rounding of weights that cancel.
    expect(Math.abs(groups[2]?.share.value ?? NaN)).toBeLessThan(1e-15);
  });

  it("are the same for equal seeds", async () => {
    const options = { seed: 4, points: 40, groups: six.groups, orders };
    expect(await only(six.model, options)).toEqual(await only(six.model, options));
    expect(await only(six.model, { ...options, seed: 5 })).not.toEqual(await only(six.model, options));
  });
});

it("many groups are ordered at random, at groups + 1 evaluations a point", async () => {
  const size = 12;
  // Only two matter and the others share nothing, so that the truth of two inputs stands.
  const { inputs, dependence } = linearGaussian(
    [1, 1],
    [1, 2],
    [
      [1, 0.5],
      [0.5, 1],
    ],
  ).model;
  const idle = Array.from({ length: size - 2 }, (_, i) => ({
    name: `idle${i}`,
    distribution: uniform(0, 1),
    unit: "",
  }));
  let evaluations = 0;
  const model: Model = {
    inputs: [...inputs, ...idle],
    dependence,
    evaluate: ([x1 = new Float64Array(0), x2 = new Float64Array(0)]) => {
      evaluations += x1.length;
      return Promise.resolve([x1.map((value, i) => value + (x2[i] ?? NaN))]);
    },
  };
  const effects = await only(model, { seed: 1, points: 500 });
  expect(evaluations).toBe(8 * 500 * (size + 1));
  expect(sum(effects)).toBeCloseTo(1, 12);
  expect(away(effects.groups[0]?.share ?? effects.variance, two.truth.shapley[0] ?? NaN)).toBeLessThan(4);
  for (const { share } of effects.groups.slice(2)) expect(share).toMatchObject({ value: 0, se: 0 });
});

it("an output that is undefined at some points, or does not vary, says so", async () => {
  const inputs = ["a", "b"].map((name) => ({ name, distribution: uniform(0, 1), unit: "" }));
  const model: Model = {
    inputs,
    dependence: { pairs: [], drivers: [] },
    evaluate: ([a = new Float64Array(0), b = new Float64Array(0)]) =>
      Promise.resolve([a.map((value, i) => ((b[i] ?? NaN) > 0.9 ? NaN : value)), a.map(() => 7), a.map(() => NaN)]),
  };
  const [partly, still, never] = await shapleyEffects(model, { seed: 1, points: 1024 });
  expect(partly?.undefinedShare).toBeCloseTo(1 - 0.9 * 0.9, 1.5);
  expect(partly?.groups[0]?.share.value).toBeCloseTo(1, 15);
  expect(partly?.groups[1]?.share.value).toBeCloseTo(0, 15);
  expect(still?.variance.value).toBe(0);
  expect(still?.groups[0]?.share.value).toBeNaN();
  expect(never?.undefinedShare).toBe(1);
  expect(never?.groups[0]?.share.value).toBeNaN();
});

it("progress ends at 1; too many groups for all orders are refused", async () => {
  const seen: number[] = [];
  await shapleyEffects(six.model, { seed: 1, points: 64, groups: six.groups }, (share) => seen.push(share));
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
  const many = Array.from({ length: 17 }, (_, i) => ({ name: `x${i}`, distribution: uniform(0, 1), unit: "" }));
  await expect(
    shapleyEffects(
      modelOf(many, () => 0),
      { seed: 1, points: 4, orders: "all" },
    ),
  ).rejects.toThrow("17 groups have too many orders");
});
