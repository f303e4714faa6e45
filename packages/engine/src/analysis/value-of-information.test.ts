import { describe, expect, it } from "vitest";
import { discrete, normal, type Distribution } from "../distributions/index.ts";
import { independent, type Dependence } from "../evaluate/index.ts";
import { normalCdf } from "../numeric/index.ts";
import type { Estimate } from "../statistics/index.ts";
import type { Model } from "./model.ts";
import { DecisionStudy } from "./value-of-information.ts";

/** Options as functions of the inputs' values. */
function modelOf(
  inputs: readonly Distribution[],
  options: readonly ((...values: number[]) => number)[],
  dependence: Dependence = independent,
): Model {
  return {
    inputs: inputs.map((distribution, i) => ({ name: `p${i + 1}`, distribution, unit: "" })),
    dependence,
    evaluate: (columns) =>
      Promise.resolve(
        options.map((option) =>
          Float64Array.from({ length: columns[0]?.length ?? 0 }, (_, i) => option(...columns.map((c) => c[i] ?? NaN))),
        ),
      ),
  };
}

const plan = { seed: 1, samples: 8192, replicates: 16 };

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
/** E[max(0, X)] for a normal X. */
const expectedGain = (mean: number, sd: number): number => mean * normalCdf(mean / sd) + sd * density(mean / sd);

/** Within five standard errors, which are small. */
function expectEstimate({ value, se }: Estimate, truth: number, mostError: number): void {
  expect(se).toBeLessThan(mostError);
  expect(Math.abs(value - truth)).toBeLessThan(5 * se + 1e-9);
}

/** R package voi, vignette "Value of Information for decision models: package overview": treatments 0 and p1 - p2. */
const vignette = [normal(1, 1), normal(0, 2)];
const vignetteOptions = [() => 0, (p1 = NaN, p2 = NaN) => p1 - p2];

describe("the example of the R package voi", async () => {
  const study = await DecisionStudy.draw(modelOf(vignette, vignetteOptions), plan);

  it("has the published value of perfect information", () => {
    const closed = expectedGain(1, Math.sqrt(5)) - 1;
    expect(closed).toBeCloseTo(0.479810706348, 9);
    expectEstimate(study.standing.perfect, closed, 0.01);
    expect(study.standing.preferred).toBe(1);
    expectEstimate(study.standing.otherBetter, normalCdf(-1 / Math.sqrt(5)), 0.003);
    expect(study.standing.expected[1]?.value).toBeCloseTo(1, 3);
    expect(study.standing.undefinedShare).toBe(0);
  });

  it("has the published value of each parameter, and the place where the choice changes", () => {
    const closed = expectedGain(1, 1) - 1;
    expect(closed).toBeCloseTo(0.083315470588, 9);
    const first = study.worthOf([0]);
    expectEstimate(first.value, closed, 5e-4);
    expect(first.thresholds).toEqual([{ at: expect.closeTo(0, 3), below: 0, above: 1 }]);
    const second = study.worthOf([1]);
    expectEstimate(second.value, expectedGain(1, 2) - 1, 2e-3);
    expect(second.thresholds).toEqual([{ at: expect.closeTo(1, 3), below: 1, above: 0 }]);
  });

  it("knowing both is knowing all", () => {
    const { value, thresholds } = study.worthOf([0, 1]);
    expectEstimate(value, expectedGain(1, Math.sqrt(5)) - 1, 0.01);
    expect(thresholds).toEqual([]);
  });
});

it("correlated inputs: a fact tells of what hangs together with it", async () => {
  const rho = 0.3;
  const tied: Dependence = {
    pairs: [{ between: ["p1", "p2"], spearman: (6 / Math.PI) * Math.asin(rho / 2) }],
    drivers: [],
  };
  const study = await DecisionStudy.draw(modelOf(vignette, vignetteOptions, tied), plan);
  // E[p1 - p2 | p1] has the standard deviation |1 - 2 rho|, E[p1 - p2 | p2] has |rho - 2|, and the difference itself:
  const whole = Math.sqrt(1 + 4 - 2 * rho * 2);
  expectEstimate(study.standing.perfect, expectedGain(1, whole) - 1, 0.01);
  expectEstimate(study.worthOf([0]).value, expectedGain(1, Math.abs(1 - 2 * rho)) - 1, 1e-3);
  expectEstimate(study.worthOf([1]).value, expectedGain(1, 2 - rho) - 1, 5e-3);
});

it("a payoff that is not linear, whose rest is noise: the Black-Scholes price", async () => {
  // E[exp(p1 + p2) | p1] = exp(p1 + 1/2): at the money, with volatility 1.
  const model = modelOf([normal(0, 1), normal(0, 1)], [() => Math.E, (a = NaN, b = NaN) => Math.exp(a + b)]);
  const runs = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(async (seed) => (await DecisionStudy.draw(model, { ...plan, seed })).worthOf([0])),
  );
  const mean = runs.reduce((sum, { value }) => sum + value.value, 0) / runs.length;
  const truth = Math.E * (normalCdf(0.5) - normalCdf(-0.5));
  expect(Math.abs(mean / truth - 1)).toBeLessThan(0.02);
  for (const { value, thresholds } of runs) {
    expect(Math.abs(value.value - truth)).toBeLessThan(5 * value.se);
    expect(thresholds[0]?.at).toBeCloseTo(0.5, 0.7);
  }
});

describe("a useless fact", async () => {
  // Two options that are equally good on average; what separates them is heavy-tailed, and the fact tells nothing of it.
  const model = modelOf([normal(0, 1), normal(0, 1)], [() => Math.sqrt(Math.E), (_, noise = NaN) => Math.exp(noise)]);
  const seeds = Array.from({ length: 60 }, (_, seed) => seed);
  const found = await Promise.all(
    seeds.map(async (seed) => (await DecisionStudy.draw(model, { seed, samples: 1024, replicates: 8 })).worthOf([0])),
  );
  const values = found.map(({ value }) => value);

  it("is worth nothing on average, where the plain maximum of fitted means would be worth something", () => {
    const mean = values.reduce((sum, { value }) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    expect(mean).toBeLessThan((3 * spread) / Math.sqrt(values.length));
    expect(mean).toBeGreaterThan(-spread);
    expect(values.some(({ value }) => value < 0)).toBe(true);
  });

  it("has an interval that holds 0 as often as it says, and seldom a threshold", () => {
    const misses = values.filter(({ low, high }) => low > 0 || high < 0).length;
    expect(misses).toBeLessThanOrEqual(6);
    const claimed = found.filter(({ thresholds }) => thresholds.length > 0).length;
    expect(claimed).toBeLessThanOrEqual(5);
  });
});

it("a fact that cannot change a clear choice is worth exactly nothing", async () => {
  const model = modelOf([normal(0, 1), normal(0, 1)], [() => 0, (a = NaN) => 100 + a]);
  const { value } = (await DecisionStudy.draw(model, plan)).worthOf([0]);
  expect(value).toMatchObject({ value: 0, se: 0 });
});

it("a fact with few values: the weighted average over them", async () => {
  const fact = discrete([0, 1, 5], [0.3, 0.5, 0.2]);
  const payoff = (x = NaN, noise = NaN): number => 4 * x - 8 + noise ** 3;
  const study = await DecisionStudy.draw(modelOf([fact, normal(0, 1)], [() => 0, payoff]), plan);
  // Gains of -8, -4 and 12: on average -2, so the choice is 0 unless the fact is 5.
  const { value, thresholds } = study.worthOf([0]);
  expect(study.standing.preferred).toBe(0);
  expectEstimate(value, 0.2 * 12, 0.03);
  expect(thresholds).toEqual([{ at: 5, below: 0, above: 1 }]);
});

it("two facts with few values, told together, whose product matters", async () => {
  const coin = discrete([-1, 1], [0.5, 0.5]);
  const study = await DecisionStudy.draw(modelOf([coin, coin], [() => 0, (a = NaN, b = NaN) => a * b]), plan);
  expectEstimate(study.worthOf([0, 1]).value, 0.5, 0.01);
  // Either by itself tells nothing.
  expect(study.worthOf([0]).value.low).toBeLessThan(0);
});

it("three options: each is preferred on its own stretch of the fact", async () => {
  const options = [() => 0, (x = NaN) => x, (x = NaN) => 2 * x - 1];
  const study = await DecisionStudy.draw(modelOf([normal(0, 1), normal(0, 1)], options), plan);
  const { value, thresholds } = study.worthOf([0]);
  expectEstimate(value, expectedGain(0, 1) + expectedGain(-1, 1), 2e-3);
  expect(thresholds.map(({ above }) => above)).toEqual([1, 2]);
  expect(thresholds[0]?.at).toBeCloseTo(0, 1.5);
  expect(thresholds[1]?.at).toBeCloseTo(1, 1.5);
  expect(study.worthOf([1]).value).toMatchObject({ value: expect.closeTo(0, 3) });
});

it("leaves out samples in which a payoff is undefined, and says how many", async () => {
  const study = await DecisionStudy.draw(
    modelOf([normal(0, 1)], [() => 0, (x = NaN) => (x > 1 ? NaN : x < -1 ? -Infinity : x)]),
    plan,
  );
  expect(study.standing.undefinedShare).toBeCloseTo(2 * normalCdf(-1), 3);
  expect(study.standing.perfect.value).toBeCloseTo((density(0) - density(1)) / (1 - 2 * normalCdf(-1)), 2);
});

it("two certain options, and a single one", async () => {
  const study = await DecisionStudy.draw(modelOf([normal(0, 1)], [() => 1, () => 2]), plan);
  expect(study.standing).toMatchObject({ preferred: 1, perfect: { value: 0, se: 0 }, otherBetter: { value: 0 } });
  await expect(DecisionStudy.draw(modelOf([normal(0, 1)], [() => 1]), plan)).rejects.toThrow("two options");
});

it("a single replicate hides the errors, not the values", async () => {
  const study = await DecisionStudy.draw(modelOf(vignette, vignetteOptions), { ...plan, replicates: 1 });
  const { value } = study.worthOf([1]);
  expect(value.value).toBeCloseTo(expectedGain(1, 2) - 1, 2);
  expect(value.se).toBeNaN();
});
