import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { discrete, lognormal, uniform } from "../distributions/index.ts";
import { normalCdf } from "../numeric/index.ts";
import type { Estimate } from "../statistics/index.ts";
import { normals, spearmanFor, testOf } from "./analysis.fixture.ts";
import { reverseStress } from "./reverse-stress.ts";

const plan = { seed: 5, samples: 2048, replicates: 16 };
/** Within twice the interval's reach: the interval itself misses one time in twenty, whatever the draws. */
function expectCovered({ value, low, high }: Estimate, truth: number): void {
  expect(truth).toBeGreaterThanOrEqual(value - 2 * (value - low));
  expect(truth).toBeLessThanOrEqual(value + 2 * (high - value));
  expect(high - low).toBeLessThan(0.06);
}

const shareOf = (moves: readonly { input: number; share: number }[], input: number): number =>
  moves.find((move) => move.input === input)?.share ?? 0;

describe("a plane", () => {
  it.each([0.5, 2, 4.5])("at distance %s is found exactly", async (beta) => {
    const a = [0.6, -0.64, 0.48, 0];
    const model = testOf(normals(4), (...z) => beta - z.reduce((sum, value, i) => sum + value * (a[i] ?? 0), 0));
    const found = await reverseStress(model, plan);
    expect(found).toMatchObject({ atMedians: "holds", seeks: "failure" });
    expect(found.marginAtMedians).toBeCloseTo(beta, 12);
    expect(found.points).toHaveLength(1);
    const [point] = found.points;
    expect(point?.distance).toBeCloseTo(beta, 8);
    expect(point?.converged).toBe(true);
    expect(point?.probability).toBeCloseTo(normalCdf(-beta), 10);
    for (const input of [0, 1, 2]) {
      const move = point?.moves.find((each) => each.input === input);
      expect(move?.share).toBeCloseTo((a[input] ?? NaN) ** 2, 6);
      expect(move?.value).toBeCloseTo(beta * (a[input] ?? NaN), 6);
      expect(move?.percentile).toBeCloseTo(normalCdf(beta * (a[input] ?? NaN)), 6);
    }
    expect(point?.moves).toHaveLength(3);
    expectCovered(found.probability, normalCdf(-beta));
    expect(found.nearestSampled?.distance ?? Infinity).toBeGreaterThan(beta);
  });
});

it("capacity minus demand, both lognormal and correlated, has its closed form", async () => {
  const [meanR, sdR, meanS, sdS, rho] = [Math.log(10), 0.15, Math.log(6), 0.25, 0.4];
  const model = testOf({ r: lognormal(10, sdR), s: lognormal(6, sdS) }, (r, s) => r - s, {
    pairs: [{ between: ["r", "s"], spearman: spearmanFor(rho) }],
    drivers: [],
  });
  const { points, probability } = await reverseStress(model, plan);
  const beta = (meanR - meanS) / Math.sqrt(sdR ** 2 + sdS ** 2 - 2 * rho * sdR * sdS);
  expect(points).toHaveLength(1);
  expect(points[0]?.distance).toBeCloseTo(beta, 6);
  expectCovered(probability, normalCdf(-beta));
  const moves = points[0]?.moves ?? [];
  expect(moves.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
});

it("an input that only follows others has no share, and the order of names changes nothing", async () => {
  const tied = (names: readonly [string, string]): Parameters<typeof testOf>[2] => ({
    pairs: [{ between: [...names], spearman: spearmanFor(0.7) }],
    drivers: [],
  });
  const { points } = await reverseStress(
    testOf(normals(2), (a) => 2 - a, tied(["a", "b"])),
    plan,
  );
  const { points: swapped } = await reverseStress(
    testOf(normals(2), (_, b) => 2 - b, tied(["a", "b"])),
    plan,
  );
  expect(points[0]?.distance).toBeCloseTo(2, 7);
  expect(swapped[0]?.distance).toBeCloseTo(2, 7);
  expect(shareOf(points[0]?.moves ?? [], 0)).toBeCloseTo(1, 6);
  expect(shareOf(swapped[0]?.moves ?? [], 1)).toBeCloseTo(1, 6);
  // It moves all the same: that is what the correlation expects of it.
  expect(points[0]?.moves.find(({ input }) => input === 1)?.value).toBeCloseTo(1.4, 6);
});

it("a parabola's vertex lies at its known distance", async () => {
  // a + 0.1 (b - c)² curves away from the medians: nearest at (3, 0, 0).
  const away = await reverseStress(
    testOf(normals(3), (a, b = 0, c = 0) => 3 - (a ?? 0) + 0.1 * (b - c) ** 2),
    plan,
  );
  expect(away.points.map(({ distance }) => distance)).toEqual([expect.closeTo(3, 7)]);
  // a = 3 - 0.5 b² bends towards them: |x|² = (3 - b²/2)² + b² is least at b² = 4, twice.
  const towards = await reverseStress(
    testOf(normals(2), (a, b = 0) => 3 - (a ?? 0) - 0.5 * b ** 2),
    plan,
  );
  expect(towards.points).toHaveLength(2);
  for (const point of towards.points) {
    expect(point.distance).toBeCloseTo(Math.sqrt(1 + 4), 6);
    expect(Math.abs(point.moves.find(({ input }) => input === 1)?.value ?? NaN)).toBeCloseTo(2, 5);
  }
});

it("two ways to fail are both found", async () => {
  const model = testOf(normals(3), (a = 0, b = 0, c = 0) => Math.min(2.5 - a, 3 + (b + c) / Math.SQRT2));
  const { points } = await reverseStress(model, plan);
  expect(points.map(({ distance }) => distance)).toEqual([expect.closeTo(2.5, 7), expect.closeTo(3, 7)]);
  expect(points.map(({ moves }) => moves.map(({ input }) => input).toSorted((i, j) => i - j))).toEqual([[0], [1, 2]]);
});

it("four ways to fail, a common benchmark, are all found, and the simulated probability is the published one", async () => {
  // P. H. Waarts 2000, with k = 6: probability 4.416e-3 after B. Echard, N. Gayton and M. Lemaire 2011.
  const model = testOf(normals(2), (a = 0, b = 0) => {
    const bowl = 3 + 0.1 * (a - b) ** 2;
    const [along, across] = [(a + b) / Math.SQRT2, 6 / Math.SQRT2];
    return Math.min(bowl - along, bowl + along, a - b + across, b - a + across);
  });
  const { points, probability } = await reverseStress(model, { ...plan, samples: 65_536 });
  expect(points.map(({ distance }) => distance)).toEqual([3, 3, 3, 3].map((beta) => expect.closeTo(beta, 6)));
  expect(points.every(({ converged }) => converged)).toBe(true);
  expectCovered(probability, 4.416e-3);
});

it("two tests that must fail together fail first at their corner", async () => {
  const model = testOf(normals(2), (a = 0, b = 0) => Math.max(1.5 - a, 2 - b));
  const { points } = await reverseStress(model, plan);
  expect(points).toHaveLength(1);
  expect(points[0]?.converged).toBe(true);
  expect(points[0]?.distance).toBeCloseTo(2.5, 5);
});

it("and so do three, one of them curved, among inputs that do not matter", async () => {
  const model = testOf(normals(8), (a = 0, b = 0, c = 0) => Math.max(1 - a, 1.5 - b, 2 - c - 0.05 * a * b));
  const { points } = await reverseStress(model, plan);
  expect(points).toHaveLength(1);
  expect(points[0]?.converged).toBe(true);
  // All three bind: a = 1, b = 1.5, and c = 2 - 0.05 a b.
  expect(points[0]?.distance).toBeCloseTo(Math.hypot(1, 1.5, 1.925), 4);
});

it("holds discrete inputs at outcomes and charges their nearest score", async () => {
  // Safe while the clause holds (90 %); without it a shortfall of 1 breaks the deal.
  const model = testOf({ ...normals(1), clause: discrete([0, 1], [0.1, 0.9]) }, (a = 0, clause = 0) =>
    clause === 1 ? 4 - a : 1 - a,
  );
  const { points } = await reverseStress(model, plan);
  const charge = 1.2815515655446004;
  expect(points.map(({ distance }) => distance)).toEqual([
    expect.closeTo(Math.hypot(charge, 1), 6),
    expect.closeTo(4, 6),
  ]);
  expect(points[0]?.moves.find(({ input }) => input === 1)).toMatchObject({
    value: 0,
    percentile: expect.closeTo(0.1, 9),
    share: expect.closeTo(charge ** 2 / (charge ** 2 + 1), 6),
  });
});

it("finds an outcome too rare for any sample", async () => {
  const rare = 1e-8;
  const model = testOf({ ...normals(1), clause: discrete([0, 1], [rare, 1 - rare]) }, (a = 0, clause = 0) =>
    clause === 1 ? 9 - a : -1,
  );
  const { points, nearestSampled } = await reverseStress(model, { ...plan, samples: 32 });
  expect(nearestSampled).toBeUndefined();
  expect(points.map(({ distance, moves }) => [distance, moves.length])).toEqual([[expect.closeTo(5.612001, 5), 1]]);
});

it("an outcome that works against what it is tied to costs the way of both", async () => {
  // Fails where the clause (10 %) does not hold and a > 1, though a falls with the clause: both bounds are active.
  const rho = 0.5;
  const charge = -1.2815515655446004;
  const model = testOf(
    { a: normals(1)["a"] ?? uniform(0, 1), clause: discrete([0, 1], [0.1, 0.9]) },
    (a = 0, clause = 0) => (clause === 1 ? 1 : 1 - a),
    { pairs: [{ between: ["a", "clause"], spearman: spearmanFor(rho) }], drivers: [] },
  );
  const { points } = await reverseStress(model, { ...plan, samples: 8192 });
  expect(points[0]?.distance).toBeCloseTo(Math.sqrt(charge ** 2 + (1 - rho * charge) ** 2 / (1 - rho ** 2)), 5);
});

it("any plane over any correlated normals has the distance and shares of its formula", async () => {
  const loading = fc.double({ min: -0.9, max: 0.9, noNaN: true });
  const weights = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 5, maxLength: 5 });
  const loadings = fc.array(loading, { minLength: 5, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(weights, loadings, fc.double({ min: 0.2, max: 5, noNaN: true }), async (a, l, beta) => {
      // R = l lᵀ off the diagonal: R a, and the spread of a · x.
      const tied = a.map(
        (own, i) => own + a.reduce((sum, w, j) => sum + (j === i ? 0 : w * (l[j] ?? 0) * (l[i] ?? 0)), 0),
      );
      const spread = Math.sqrt(a.reduce((sum, w, i) => sum + w * (tied[i] ?? 0), 0));
      fc.pre(spread > 0.1);
      const names = ["a", "b", "c", "d", "e"];
      const moves = new Map(names.map((name, i) => [name, l[i] ?? 0]));
      const model = testOf(
        normals(5),
        (...x) => beta * spread - x.reduce((sum, value, i) => sum + value * (a[i] ?? 0), 0),
        { pairs: [], drivers: [{ name: "driver", moves }] },
      );
      const { points } = await reverseStress(model, { ...plan, samples: 256 });
      expect(points).toHaveLength(1);
      expect(points[0]?.distance).toBeCloseTo(beta, 5);
      for (const [input, weight] of a.entries())
        expect(shareOf(points[0]?.moves ?? [], input)).toBeCloseTo((weight * (tied[input] ?? 0)) / spread ** 2, 1.8);
    }),
    { numRuns: 30 },
  );
});

it("that fails at the medians is turned round: where does it hold?", async () => {
  const found = await reverseStress(
    testOf({ u: uniform(0, 1) }, (u) => u - 0.975),
    plan,
  );
  expect(found).toMatchObject({ atMedians: "fails", seeks: "success" });
  expect(found.points[0]?.distance).toBeCloseTo(1.959963984540054, 6);
  expect(found.points[0]?.moves[0]?.value).toBeCloseTo(0.975, 8);
  expect(found.probability.value).toBeCloseTo(0.975, 2);
});

it("says how far it looked when nothing fails", async () => {
  const found = await reverseStress(
    testOf(normals(2), (a = 0) => 9 - a),
    plan,
  );
  expect(found).toMatchObject({ points: [], nearestSampled: undefined, reach: 6, samples: 2048 });
  expect(found.probability).toMatchObject({ value: 0, low: 0, high: 3 / 2048 });
});

it("has an interval that covers a plane's probability about as often as it says", async () => {
  let missed = 0;
  for (let seed = 0; seed < 60; seed++) {
    const model = testOf(normals(2), (a = 0, b = 0) => 1.5 - (a + b) / Math.SQRT2);
    const { probability } = await reverseStress(model, { ...plan, samples: 512, seed });
    if (probability.low > normalCdf(-1.5) || probability.high < normalCdf(-1.5)) missed++;
  }
  // Of 60 at 5 %, nine or more would come once in 300 times.
  expect(missed).toBeLessThan(9);
});

it("finds edges that have no slope, and says that it has not proven them nearest", async () => {
  const { points } = await reverseStress(
    testOf(normals(2), (a = 0, b = 0) => (a + b > 2 ? -1 : 1)),
    plan,
  );
  expect(points[0]?.converged).toBe(false);
  expect(points[0]?.distance).toBeGreaterThanOrEqual(Math.SQRT2);
  expect(points[0]?.distance).toBeLessThan(1.5);
});

it("bears margins without bound and without value", async () => {
  const { points, undefinedShare } = await reverseStress(
    testOf(normals(2), (a = 0, b = 0) => (b > 1.5 ? NaN : 10 - 10 / Math.max(0, 2 - a))),
    plan,
  );
  expect(points[0]?.distance).toBeCloseTo(1, 6);
  expect(undefinedShare).toBeCloseTo(1 - normalCdf(1.5), 2);
});

it("keeps to bounded batches, gives the same for the same seed, and hears a call to stop", async () => {
  const model = testOf(normals(3), (a = 0, b = 0, c = 0) => 2 - a - b * c);
  const many = { ...plan, samples: 20_000 };
  const shares: number[] = [];
  const once = await reverseStress(model, many, (share) => shares.push(share));
  expect(model.asked.most).toBeLessThanOrEqual(4096);
  expect(shares).toEqual([...shares].sort((one, other) => one - other));
  expect(shares.at(-1)).toBe(1);
  expect(await reverseStress(model, many)).toEqual(once);
  const stop = (): void => {
    throw new Error("enough");
  };
  await expect(reverseStress(model, plan, stop)).rejects.toThrow("enough");
});
