import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normal, uniform } from "../distributions/index.ts";
import { independent } from "../evaluate/index.ts";
import type { Estimate } from "../statistics/index.ts";
import type { Model } from "./model.ts";
import { ishigami, linearGaussian, modelOf, sobolG } from "./published-models.contract.ts";
import { sobolIndices, type SobolIndices } from "./sobol-indices.ts";

async function only(model: Model, options: Parameters<typeof sobolIndices>[1]): Promise<SobolIndices> {
  const [indices] = await sobolIndices(model, options);
  if (indices === undefined) throw new Error("the model has an output");
  return indices;
}

/** Standard errors between an estimate and the truth; less than half a millionth apart is no distance. */
const away = ({ value, se }: Estimate, truth: number): number =>
  Math.abs(value - truth) < 5e-7 ? 0 : Math.abs(value - truth) / se;

const named = (names: readonly string[]): Model["inputs"] =>
  names.map((name) => ({ name, distribution: normal(0, 1), unit: "" }));

describe("the closed forms", () => {
  it("are those published for Ishigami's function", () => {
    const { truth } = ishigami(7, 0.1);
    // SALib's docstring after Saltelli et al. 2008, four digits; OpenTURNS' IshigamiModel.
    for (const [i, first] of [0.3139, 0.4424, 0].entries()) expect(truth.first[i]).toBeCloseTo(first, 4);
    const total = [0.55758885521, 0.44241114479, 0.243683664062];
    for (const [i, each] of total.entries()) expect(truth.total[i]).toBeCloseTo(each, 10);
    expect(truth.variance).toBeCloseTo(13.844587940719, 10);
  });

  it("are those published for the G function", () => {
    // SALib's Sobol_G.sensitivity_index.
    const eight = [0.716192168879, 0.17904804222, 0.023675774178, 0.007161921689];
    const { truth } = sobolG([0, 1, 4.5, 9, 99, 99, 99, 99]);
    for (const [i, first] of eight.entries()) expect(truth.first[i]).toBeCloseTo(first, 10);
    for (const first of truth.first.slice(4)) expect(first).toBeCloseTo(7.1619217e-5, 10);
    // OpenTURNS' t_FunctionalChaosSobolIndices_gsobol, four digits.
    const three = sobolG([0, 0.5, 1]).truth;
    for (const [i, first] of [0.5063, 0.225, 0.1266].entries())
      expect(Math.abs((three.first[i] ?? NaN) - first)).toBeLessThan(1e-4);
    for (const [i, total] of [0.6297, 0.325, 0.1938].entries())
      expect(Math.abs((three.total[i] ?? NaN) - total)).toBeLessThan(1e-4);
  });
});

describe("Sobol indices", () => {
  const cases = {
    ishigami: ishigami(7, 0.1),
    "G of 8": sobolG([0, 1, 4.5, 9, 99, 99, 99, 99]),
    "G of 3": sobolG([0, 0.5, 1]),
  };
  it.each(Object.entries(cases))("of %s are near the truth", async (_, { model, truth }) => {
    const { groups, variance, interactions, undefinedShare } = await only(model, {
      seed: 5,
      points: 1024,
      replicates: 16,
    });
    expect(away(variance, truth.variance)).toBeLessThan(5);
    for (const [i, { first, total }] of groups.entries()) {
      expect(away(first, truth.first[i] ?? NaN)).toBeLessThan(5);
      expect(away(total, truth.total[i] ?? NaN)).toBeLessThan(5);
      // Near enough to be of use, and with an error small enough to have been a test.
      expect(Math.max(first.se, total.se)).toBeLessThan(0.02);
    }
    const alone = truth.first.reduce((sum, each) => sum + each, 0);
    expect(away(interactions, 1 - alone)).toBeLessThan(5);
    expect(undefinedShare).toBe(0);
  });

  it("hold the truth in 95 of 100 intervals", async () => {
    const { model, truth } = ishigami(7, 0.1);
    let [held, asked] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const { groups } = await only(model, { seed, points: 256 });
      for (const [i, { first, total }] of groups.entries()) {
        for (const [{ low, high }, value = NaN] of [
          [first, truth.first[i]] as const,
          [total, truth.total[i]] as const,
        ]) {
          asked += 1;
          if (low <= value && value <= high) held += 1;
        }
      }
    }
    expect(held / asked).toBeGreaterThan(0.9);
    expect(held / asked).toBeLessThan(0.99);
  });

  it("of a group count what its members do together", async () => {
    const { model, truth } = ishigami(7, 0.1);
    const groups = [
      { name: "waves", inputs: [0, 2] },
      { name: "x2", inputs: [1] },
    ];
    const found = await only(model, { seed: 2, points: 1024, groups });
    const second = truth.first[1] ?? NaN;
    for (const [i, value] of [1 - second, second].entries()) {
      expect(away(found.groups[i]?.first ?? found.variance, value)).toBeLessThan(4);
      expect(away(found.groups[i]?.total ?? found.variance, value)).toBeLessThan(4);
    }
  });

  it("are the same for equal seeds, whatever else is evaluated beside", async () => {
    const { model } = ishigami(7, 0.1);
    const twice: Model = {
      ...model,
      evaluate: async (values) => {
        const [y = new Float64Array(0)] = await model.evaluate(values);
        return [y.map((value) => 1e9 + 1e-3 * value), y];
      },
    };
    const options = { seed: 8, points: 300, replicates: 3 };
    const alone = await only(model, options);
    const [shifted, beside] = await sobolIndices(twice, options);
    expect(beside).toEqual(alone);
    // Neither unit nor level matters: squares of 1e9 would leave nothing of a spread of 1e-3.
    for (const [i, { first, total }] of (shifted?.groups ?? []).entries()) {
      expect(first.value).toBeCloseTo(alone.groups[i]?.first.value ?? NaN, 3);
      expect(total.value).toBeCloseTo(alone.groups[i]?.total.value ?? NaN, 3);
    }
    expect((await only(model, { ...options, seed: 9 })).variance).not.toEqual(alone.variance);
  });

  it("of a sum are the shares of its parts, alone as in total", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), async (beta) => {
        const model = modelOf(named(beta.map((_, i) => `x${i}`)), (x) =>
          beta.reduce((sum, b, i) => sum + b * (x[i] ?? NaN), 0),
        );
        const { groups } = await only(model, { seed: 1, points: 256, replicates: 16 });
        const whole = beta.reduce((sum, b) => sum + b * b, 0);
        for (const [i, { first, total }] of groups.entries()) {
          const share = (beta[i] ?? NaN) ** 2 / whole;
          expect(away(first, share)).toBeLessThan(6);
          expect(away(total, share)).toBeLessThan(6);
        }
      }),
      { numRuns: 20, seed: 4 },
    );
  });
});

describe("an output", () => {
  const inputs = ["a", "b"].map((name) => ({ name, distribution: uniform(0, 1), unit: "" }));

  it("that does not vary has no indices", async () => {
    const still = await only(
      modelOf(inputs, () => 0.1),
      { seed: 1, points: 16 },
    );
    expect(still.variance.value).toBe(0);
    expect(still.groups.map(({ first, total }) => [first.value, total.value])).toEqual([
      [NaN, NaN],
      [NaN, NaN],
    ]);
    expect(still.interactions.value).toBeNaN();
    const rounded = await only(
      modelOf(inputs, ([a = 0]) => 1e6 + (a + 1e6 - a - 1e6) / 1e6),
      { seed: 1, points: 16 },
    );
    expect(rounded.groups[0]?.first.value).toBeNaN();
  });

  it("that varies in some replicates only has indices of unknown error", async () => {
    let calls = 0;
    // The first replicate, of one block, makes four calls: A, B and a mixture for each input.
    const rare: Model = {
      inputs,
      dependence: independent,
      evaluate: ([a = new Float64Array(0)]) => Promise.resolve([calls++ < 4 ? a : a.map(() => 0.5)]),
    };
    const { groups, variance } = await only(rare, { seed: 1, points: 32 });
    expect(variance.se).toBeGreaterThan(0);
    expect(groups[0]?.total.value).toBeGreaterThan(0);
    expect(groups[0]?.total).toMatchObject({ se: NaN, low: NaN, high: NaN });
  });

  it("that ignores an input gives it nothing, for sure", async () => {
    const { groups } = await only(
      modelOf(inputs, ([a = NaN]) => a ** 3),
      { seed: 1, points: 64 },
    );
    expect(groups[1]).toMatchObject({ first: { value: 0, se: 0 }, total: { value: 0, se: 0 } });
  });

  it("that is undefined at some points is judged by the others, and says how many were left out", async () => {
    const partly = modelOf(inputs, ([a = NaN, b = NaN]) => (b > 0.9 ? (a > 0.5 ? NaN : Infinity) : 3 * a));
    const { groups, undefinedShare } = await only(partly, { seed: 1, points: 2048 });
    // Undefined where b is above 0.9 in A or in B.
    expect(undefinedShare).toBeCloseTo(1 - 0.9 * 0.9, 1.5);
    expect(away(groups[0]?.first ?? { value: NaN, se: NaN, low: NaN, high: NaN }, 1)).toBeLessThan(4);
    expect(groups[1]?.total.value).toBe(0);
    const never = await only(
      modelOf(inputs, () => NaN),
      { seed: 1, points: 16 },
    );
    expect(never.undefinedShare).toBe(1);
    expect(never.groups[0]?.first.value).toBeNaN();
  });
});

it("progress goes from 0 to 1, and can stop the work", async () => {
  const { model } = ishigami(7, 0.1);
  const seen: number[] = [];
  await sobolIndices(model, { seed: 1, points: 2048, replicates: 2 }, (share) => seen.push(share));
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.length).toBe(20);
  expect(seen.at(-1)).toBe(1);
  const stop = (): never => {
    throw new Error("stopped");
  };
  await expect(sobolIndices(model, { seed: 1, points: 2048 }, stop)).rejects.toThrow("stopped");
});

it("what cannot be asked is refused in words", async () => {
  const tied = linearGaussian(
    [1, 1],
    [1, 2],
    [
      [1, 0.5],
      [0.5, 1],
    ],
  );
  const { model } = ishigami(7, 0.1);
  const options = { seed: 1, points: 16 };
  await expect(sobolIndices(tied.model, options)).rejects.toThrow(/x1 and x2 are not; Shapley/);
  await expect(sobolIndices(model, { ...options, points: 1 })).rejects.toThrow(RangeError);
  await expect(sobolIndices(model, { ...options, replicates: 0 })).rejects.toThrow(RangeError);
  const groups = (...given: number[][]): Parameters<typeof sobolIndices>[1] => ({
    ...options,
    groups: given.map((inputs, i) => ({ name: `g${i}`, inputs })),
  });
  await expect(sobolIndices(model, groups([0, 1]))).rejects.toThrow("in no group: x3");
  await expect(sobolIndices(model, groups([0, 1], [1, 2]))).rejects.toThrow('x2 is in the group "g0" and in "g1"');
  await expect(sobolIndices(model, groups([0, 1, 2], []))).rejects.toThrow('the group "g1" is empty');
  await expect(sobolIndices(model, groups([0, 1, 3]))).rejects.toThrow(/not there/);
  await expect(sobolIndices({ ...model, inputs: [], dependence: independent }, options)).rejects.toThrow(
    /nothing varies/,
  );
});
