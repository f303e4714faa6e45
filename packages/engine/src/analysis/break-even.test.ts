import { describe, expect, it } from "vitest";
import { discrete, mixture, uniform } from "../distributions/index.ts";
import { normalCdf } from "../numeric/index.ts";
import { lognormal, modelOf, normal, normals, spearmanFor } from "./analysis.fixture.ts";
import { breakEven } from "./break-even.ts";

const plan = { seed: 2, samples: 2048, replicates: 16 };
const first = { input: 0, output: 0, target: 0 };

it("finds a linear break-even exactly at medians, and in expectation where the others' mean moves it", async () => {
  // x + y - 3: the median of y is 1, its mean is exp(1/2 · 0.6²).
  const model = modelOf({ x: normal(1, 2), y: lognormal(1, 0.6) }, (x = 0, y = 0) => [x + y]);
  const { atMedians, inExpectation, side } = await breakEven(model, { input: 0, output: 0, target: 3 }, plan);
  expect(atMedians).toEqual([
    { value: expect.closeTo(2, 10), quantile: expect.closeTo(normalCdf(0.5), 10), rises: true, within: true },
  ]);
  const [expected] = inExpectation;
  const truth = 3 - Math.exp(0.18);
  expect(expected?.error.low).toBeLessThan(truth);
  expect(expected?.error.high).toBeGreaterThan(truth);
  expect(expected?.error.se).toBeGreaterThan(0);
  expect(Math.abs((expected?.value ?? NaN) - truth)).toBeLessThan(0.01);
  expect(side).toEqual({ atMedians: "both", inExpectation: "both" });
});

it("lets correlated inputs follow in expectation, not at medians", async () => {
  // E[x + y | x] = 1.5 x, so 3 is reached at 2; with y at its median at 3.
  const model = modelOf(normals(2), (a = 0, b = 0) => [a + b], {
    pairs: [{ between: ["a", "b"], spearman: spearmanFor(0.5) }],
    drivers: [],
  });
  const { atMedians, inExpectation } = await breakEven(model, { ...first, target: 3 }, plan);
  expect(atMedians[0]?.value).toBeCloseTo(3, 9);
  expect(inExpectation[0]?.value).toBeCloseTo(2, 2);
});

it("finds every crossing", async () => {
  const model = modelOf({ x: uniform(-1, 1), y: normal(0, 1) }, (x = 0) => [4 * x ** 3 - 3 * x]);
  const { atMedians, inExpectation } = await breakEven(model, first, plan);
  const roots = [-Math.sqrt(3) / 2, 0, Math.sqrt(3) / 2];
  expect(atMedians.map(({ value }) => value)).toEqual(roots.map((root) => expect.closeTo(root, 9)));
  expect(atMedians.map(({ rises }) => rises)).toEqual([true, false, true]);
  expect(inExpectation.map(({ value }) => value)).toEqual(roots.map((root) => expect.closeTo(root, 6)));
  expect(inExpectation.map(({ error }) => error.se)).toEqual([0, 0, 0].map(() => expect.closeTo(0, 9)));
});

describe("out of range", () => {
  it("a break-even that the input hardly ever reaches is marked", async () => {
    const { atMedians } = await breakEven(
      modelOf(normals(1), (a = 0) => [a]),
      { ...first, target: 5 },
      plan,
    );
    expect(atMedians).toEqual([
      { value: expect.closeTo(5, 9), quantile: expect.closeTo(normalCdf(5), 12), rises: true, within: false },
    ]);
  });
  it.each([
    [2, "below"],
    [-1, "above"],
    [NaN, "undefined"],
  ] as const)("a target of %s is never reached: %s", async (target, side) => {
    const found = await breakEven(
      modelOf({ a: uniform(0, 1) }, (a = 0) => [a]),
      { ...first, target },
      plan,
    );
    expect(found).toMatchObject({ atMedians: [], inExpectation: [], side: { atMedians: side, inExpectation: side } });
  });
});

it("closes on a jump", async () => {
  const { atMedians } = await breakEven(
    modelOf({ a: uniform(0, 1) }, (a = 0) => [a < 0.3 ? -1 : 1]),
    first,
    plan,
  );
  expect(atMedians[0]?.value).toBeCloseTo(0.3, 7);
  const gap = mixture([uniform(0, 1), uniform(2, 3)], [0.5, 0.5]);
  const between = await breakEven(
    modelOf({ a: gap }, (a = 0) => [a - 1.5]),
    first,
    plan,
  );
  expect(between.atMedians[0]?.quantile).toBeCloseTo(0.5, 6);
});

it("shows each outcome of a discrete input", async () => {
  const model = modelOf({ clause: discrete([3, -1], [0.25, 0.75]), y: lognormal(1, 0.6) }, (c = 0, y = 0) => [c + y]);
  const { outcomes, atMedians, side } = await breakEven(model, first, plan);
  expect(atMedians).toEqual([]);
  expect(outcomes).toMatchObject([
    { value: -1, probability: expect.closeTo(0.75, 9), atMedians: expect.closeTo(0, 12) },
    { value: 3, probability: expect.closeTo(0.25, 9), atMedians: expect.closeTo(4, 12) },
  ]);
  expect(outcomes?.[0]?.expected.value).toBeCloseTo(Math.exp(0.18) - 1, 1.5);
  expect(side.atMedians).not.toBe("both");
});

it("for a test, a target of one half gives even odds", async () => {
  const model = modelOf(normals(2), (a = 0, b = 0) => [a + b > 1 ? 1 : 0]);
  const { inExpectation } = await breakEven(model, { ...first, target: 0.5 }, { ...plan, samples: 8192 });
  expect(inExpectation[0]?.value).toBeCloseTo(1, 1.5);
});

it("hears a call to stop and refuses an input that is not there", async () => {
  const stop = (): void => {
    throw new Error("enough");
  };
  const model = modelOf(normals(1), (a = 0) => [a]);
  await expect(breakEven(model, first, plan, stop)).rejects.toThrow("enough");
  await expect(breakEven(model, { ...first, input: 7 }, plan)).rejects.toThrow("there is no input 7");
});
