import { describe, expect, it } from "vitest";
import { discrete, uniform } from "../distributions/index.ts";
import { estimate } from "../statistics/index.ts";
import { modelOf, normals, spearmanFor } from "./analysis.fixture.ts";
import { grid } from "./grid.ts";
import { holdAt, meansOf, outcomesOf } from "./held.ts";
import { suppose } from "./suppose.ts";

const plan = { seed: 2, samples: 8192, replicates: 16 };
const identity = (...values: number[]): readonly number[] => values;
const expected = (values: Float64Array | undefined) => {
  const { mean, byReplicate } = meansOf(values ?? new Float64Array(0), plan.replicates);
  return estimate(mean, byReplicate);
};
const tied = (correlation: number): Parameters<typeof modelOf>[2] => ({
  pairs: [{ between: ["a", "b"], spearman: spearmanFor(correlation) }],
  drivers: [],
});

describe("supposing a value", () => {
  it("moves what is tied to it by the conditional normal, and nothing else", async () => {
    const model = modelOf(normals(3), identity, tied(0.6));
    const { outputs } = await suppose(model, new Map([[0, 2]]), plan);
    expect(new Set(outputs[0])).toEqual(new Set([2]));
    expect(expected(outputs[1]).value).toBeCloseTo(1.2, 2);
    const spread = outputs[1]?.map((value) => (value - 1.2) ** 2);
    expect(expected(spread).value).toBeCloseTo(1 - 0.36, 1.5);
    expect(expected(outputs[2]).value).toBeCloseTo(0, 2);
    expect(model.asked.most).toBeLessThanOrEqual(4096);
  });

  it("of a discrete input stands for the middle of that outcome's probability", async () => {
    const model = modelOf({ a: discrete([7, 1, 4], [0.2, 0.5, 0.3]), b: uniform(0, 1) }, identity, tied(0.999_999));
    const { outputs, held } = await suppose(model, new Map([[0, 4]]), plan);
    expect(held.get(0)?.value).toBe(4);
    // 0.5 to 0.8 of the probability; its middle, on the other input's scale.
    expect(expected(outputs[1]).value).toBeCloseTo(0.65, 2);
  });

  it("refuses what never happens, in words", async () => {
    const model = modelOf({ a: discrete([1, 2], [0.5, 0.5]), b: uniform(0, 1) }, identity);
    await expect(suppose(model, new Map([[0, 3]]), plan)).rejects.toThrow("a is never 3; it is one of 1, 2");
    await expect(suppose(model, new Map([[1, 3]]), plan)).rejects.toThrow("b is never 3; it lies between 0 and 1");
    await expect(suppose(model, new Map([[2, 3]]), plan)).rejects.toThrow("there is no input 2");
  });
});

it("outcomes are found with their probabilities, however small", () => {
  const found = outcomesOf(discrete([5, -2, 0], [1e-6, 0.4, 0.599_999]));
  expect(found.map(({ value }) => value)).toEqual([-2, 0, 5]);
  expect(found.map(({ below, upTo }) => upTo - below)).toEqual([0.4, 0.599_999, 1e-6].map((p) => expect.closeTo(p, 9)));
  // The median's outcome is at no distance; the others at the edge of their probability.
  expect(found[1]?.nearest).toBe(0);
  expect(found[0]?.nearest).toBeCloseTo(-0.2533471031357997, 9);
  expect(holdAt({ name: "c", unit: "", distribution: uniform(0, 4) }, 1).score).toBeCloseTo(-0.6744897501960817, 12);
});

describe("a grid", () => {
  it("has medians and expectations, and the probability of a test", async () => {
    const model = modelOf(normals(3), (a = 0, b = 0, c = 0) => [a + b + c ** 2, a + b + c > 0 ? 1 : 0]);
    const found = await grid(model, { input: 0, values: [-1, 1] }, { input: 1, quantiles: [0.5, 0.9] }, plan);
    expect(found.rows).toEqual([-1, 1]);
    expect(found.columns).toEqual([expect.closeTo(0, 12), expect.closeTo(1.2815515655, 9)]);
    const [sums, odds] = found.cells;
    expect(sums?.[1]?.[1]?.atMedians).toBeCloseTo(2.2815515655, 9);
    expect(sums?.[1]?.[1]?.expected.value).toBeCloseTo(3.2815515655, 2);
    expect(odds?.[0]?.[0]?.atMedians).toBe(0);
    expect(odds?.[0]?.[0]?.expected.value).toBeCloseTo(0.158655, 2);
    expect(odds?.[1]?.[0]?.expected.value).toBeCloseTo(0.841345, 2);
  });

  it("runs over the outcomes of a discrete input", async () => {
    const model = modelOf({ c: discrete([2, 1], [0.5, 0.5]), ...normals(1) }, identity);
    const found = await grid(model, { input: 0 }, { input: 1 }, { ...plan, samples: 64 });
    expect(found.rows).toEqual([1, 2]);
    expect(found.columns).toHaveLength(5);
    await expect(grid(model, { input: 0 }, { input: 0 }, plan)).rejects.toThrow("two different inputs");
  });
});
