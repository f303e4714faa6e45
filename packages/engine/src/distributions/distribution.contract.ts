/** What every family of distributions must keep, whatever its parameters; each family's test calls it. */
import { expect, test } from "vitest";
import { readReferenceTable, relativeError } from "../numeric/reference-table.contract.ts";
import type { Distribution } from "./distribution.ts";

const PROBABILITIES = [
  1e-12,
  1e-9,
  1e-6,
  1e-3,
  0.01,
  0.05,
  0.1,
  0.2,
  0.3,
  0.4,
  0.5,
  0.6,
  0.7,
  0.8,
  0.9,
  0.95,
  0.99,
  0.999,
  1 - 1e-6,
  1 - 1e-9,
  1 - 1e-12,
];

interface Claims {
  /** Relative error allowed between the stated moments and those integrated from the quantile function. */
  readonly moments?: number;
  /** Whether the cdf jumps, so that it may pass a probability instead of meeting it. */
  readonly jumps?: boolean;
}

/** Adds the tests of the contract for one distribution. */
export function distributionContract(name: string, distribution: Distribution, claims: Claims = {}): void {
  const { support, mean, variance } = distribution;

  test(`${name}: the cdf undoes the quantile`, () => {
    for (const p of PROBABILITIES) {
      const x = distribution.quantile(p);
      const reached = distribution.cdf(x);
      if (claims.jumps) {
        expect(reached).toBeGreaterThanOrEqual(p * (1 - 1e-12));
        expect(distribution.cdf(x - 1e-9 * Math.max(1, Math.abs(x)))).toBeLessThan(p * (1 + 1e-6));
      } else {
        expect(Math.abs(reached - p)).toBeLessThanOrEqual(1e-10 * p + spacing(distribution, x));
      }
    }
  });

  test(`${name}: cdf and quantile never decrease`, () => {
    const quantiles = PROBABILITIES.map((p) => distribution.quantile(p));
    expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
    const [from, to] = [distribution.quantile(1e-6), distribution.quantile(1 - 1e-6)];
    const steps = Array.from({ length: 201 }, (_, k) => distribution.cdf(from + ((to - from) * (k - 20)) / 160));
    for (const [k, step] of steps.entries()) expect(step).toBeGreaterThanOrEqual((steps[k - 1] ?? 0) - 1e-15);
  });

  test(`${name}: nothing lies outside the support`, () => {
    for (const p of PROBABILITIES) {
      expect(distribution.quantile(p)).toBeGreaterThanOrEqual(support[0]);
      expect(distribution.quantile(p)).toBeLessThanOrEqual(support[1]);
    }
    expect(distribution.cdf(Math.max(support[0] - 1, -Number.MAX_VALUE))).toBe(0);
    expect(distribution.cdf(support[1])).toBe(1);
    if (!claims.jumps) expect(distribution.cdf(support[0])).toBe(0);
  });

  test(`${name}: mean and variance are those of the quantile function`, () => {
    const integrated = expectation(distribution, (x) => x);
    const spread = expectation(distribution, (x) => (x - integrated) ** 2);
    const tolerance = claims.moments ?? 1e-6;
    expect(Math.abs(integrated - mean)).toBeLessThan(tolerance * Math.max(Math.abs(mean), Math.sqrt(variance)));
    expect(relativeError(spread, variance)).toBeLessThan(tolerance);
  });

  test(`${name}: the parameters it prints are numbers`, () => {
    expect(Object.values(distribution.parameters).length).toBeGreaterThan(0);
    expect(Object.values(distribution.parameters).every((value) => !Number.isNaN(value))).toBe(true);
  });
}

/**
 * Adds one test per row of a reference table: the maker's parameters, then p, quantile, mean and variance.
 * `tolerance` is the relative error allowed in the quantile at a probability.
 */
export function agreesWithReference(
  url: URL,
  make: (parameters: readonly number[]) => Distribution,
  tolerance: (p: number) => number = () => 1e-12,
): void {
  test.for(readReferenceTable(url))("agrees with the reference at %j", (row) => {
    const distribution = make(row.slice(0, -4));
    const [p = 0, quantile = 0, mean = 0, variance = 0] = row.slice(-4);
    const sd = Math.sqrt(variance);
    expect(relativeError(distribution.mean, mean)).toBeLessThan(1e-12);
    expect(relativeError(distribution.variance, variance)).toBeLessThan(1e-11);
    // Relative to the value, or to the spread where the value may pass through zero.
    const scale = distribution.support[0] >= 0 ? quantile : Math.max(Math.abs(quantile), sd);
    expect(Math.abs(distribution.quantile(p) - quantile)).toBeLessThan(tolerance(p) * scale);
  });
}

/** How much probability lies between neighbouring doubles at `x`: the cdf cannot be met more closely. */
function spacing(distribution: Distribution, x: number): number {
  const next = Math.abs(x) * Number.EPSILON;
  return 2 * (distribution.cdf(x + next) - distribution.cdf(x - next)) + 4e-16;
}

/** ∫ f(quantile(u)) du by the trapezoidal rule in the log-odds of u, which resolves both tails. */
function expectation(distribution: Distribution, f: (x: number) => number): number {
  const step = 1 / 256;
  let [sum, mass] = [0, 0];
  for (let t = -34; t <= 34; t += step) {
    const tail = Math.exp(-Math.abs(t));
    const u = t < 0 ? tail / (1 + tail) : 1 / (1 + tail);
    const weight = (step * tail) / (1 + tail) ** 2;
    sum += weight * f(distribution.quantile(u));
    mass += weight;
  }
  return sum / mass;
}
