import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalQuantile } from "../numeric/index.ts";
import { coordinateOf, coordinatesOf, type Coordinate } from "./coordinate.ts";
import { fillUniforms, type DrawMethod, type DrawPlan } from "./draws.ts";

const price: Coordinate = { name: "price", dimension: 17, inNet: false };
const some = ["price", "cost", "delay"].map((name): Coordinate => ({ ...price, name }));

function draws(plan: DrawPlan, coordinate: Coordinate): Float64Array {
  const out = new Float64Array(plan.samples);
  fillUniforms(plan, coordinate, 0, out);
  return out;
}

const methods: DrawMethod[] = ["sobol", "latin-hypercube", "monte-carlo"];

test("a block holds the same draws wherever it begins and ends", () => {
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.maxSafeNat(),
        samples: fc.constant(3000),
        replicates: fc.integer({ min: 1, max: 17 }),
        method: fc.constantFrom(...methods),
      }),
      fc.constantFrom(...some),
      fc.nat({ max: 2000 }),
      fc.nat({ max: 1000 }),
      (plan, coordinate, from, length) => {
        const block = new Float64Array(length);
        fillUniforms(plan, coordinate, from, block);
        expect(block).toEqual(draws(plan, coordinate).slice(from, from + length));
      },
    ),
  );
});

describe.for(some)("the draws of $name", (coordinate) => {
  test("each replicate has one point in every cell of every power of two", () => {
    const plan = { seed: 42, samples: 8 * 512, replicates: 8 };
    const all = draws(plan, coordinate);
    for (let replicate = 0; replicate < 8; replicate++) {
      const points = all.filter((_, i) => i % 8 === replicate);
      for (const size of [2, 16, 256, 512]) {
        for (let block = 0; block < 512; block += size) {
          const cells = points.slice(block, block + size).map((u) => Math.floor(u * size));
          expect(new Set(cells).size).toBe(size);
        }
      }
    }
  });

  test("replicates are independent of each other", () => {
    const all = draws({ seed: 42, samples: 8 * 512, replicates: 8 }, coordinate);
    const replicate = (r: number) => all.filter((_, i) => i % 8 === r);
    for (let r = 1; r < 8; r++) {
      expect(replicate(r)).not.toEqual(replicate(0));
      // Within its cell of 1/512 each replicate's point is placed anew.
      const remainders = (values: Float64Array) => values.toSorted().map((u) => (u * 512) % 1);
      expect(Math.abs(correlation(remainders(replicate(r)), remainders(replicate(0))))).toBeLessThan(0.18);
    }
  });

  test("the mean of u is one half within its tiny error", () => {
    const plan = { seed: 3, samples: 8 * 1024, replicates: 8 };
    const mean = draws(plan, coordinate).reduce((sum, u) => sum + u, 0) / plan.samples;
    // A stratified mean of n points has standard deviation n^(-3/2) / √12, here over 8 replicates.
    expect(Math.abs(mean - 0.5)).toBeLessThan((5 * 1024 ** -1.5) / Math.sqrt(12 * 8));
    expect(mean).not.toBe(0.5);
  });
});

test("the spread of scrambled means is that of stratified sampling", () => {
  // ∫ u² du = 1/3. One point uniform in each of n cells gives variance (4/3) / (12 n³), to first order.
  const n = 64;
  const errors = Array.from({ length: 2000 }, (_, seed) => {
    const values = draws({ seed, samples: n, replicates: 1 }, price);
    return values.reduce((sum, u) => sum + u * u, 0) / n - 1 / 3;
  });
  const meanSquare = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
  expect(meanSquare / (4 / 36 / n ** 3)).toBeGreaterThan(0.85);
  expect(meanSquare / (4 / 36 / n ** 3)).toBeLessThan(1.15);
});

test("draws depend on the seed, all of it, and on the name", () => {
  const plan = { seed: 5, samples: 64, replicates: 2 };
  const others = [
    draws({ ...plan, seed: 6 }, price),
    draws({ ...plan, seed: 5 + 2 ** 32 }, price),
    draws(plan, { ...price, name: "prices" }),
  ];
  for (const other of others) expect(other).not.toEqual(draws(plan, price));
});

test("two inputs of one dimension are paired independently", () => {
  const plan = { seed: 9, samples: 4096, replicates: 1 };
  const [one, other] = [draws(plan, price), draws(plan, { ...price, name: "cost" })];
  const counts = new Uint32Array(64);
  for (let i = 0; i < 4096; i++) {
    const cell = Math.floor((one[i] ?? 0) * 8) * 8 + Math.floor((other[i] ?? 0) * 8);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  const chiSquare = counts.reduce((sum, count) => sum + (count - 64) ** 2 / 64, 0);
  expect(chiSquare).toBeLessThan(100); // 49 degrees of freedom; beyond 100 with probability 2e-5
  expect(Math.abs(correlation(one, other))).toBeLessThan(0.06);
});

test("integrates each input by itself almost exactly, and their interactions no worse than plain Monte Carlo", () => {
  const coordinates = ["price", "utilisation", "power", "capex", "residual", "delay"].map(coordinateOf);
  const samples = 4096;
  // ∏ (1 + (u - ½) / 2) has mean 1 and variance (1 + 1/48)^6 - 1, of which 6/48 belongs to single inputs.
  const errors = Array.from({ length: 100 }, (_, seed) => {
    const columns = coordinates.map((coordinate) => draws({ seed, samples, replicates: 1 }, coordinate));
    let sum = 0;
    for (let i = 0; i < samples; i++) sum += columns.reduce((product, u) => product * (1 + ((u[i] ?? 0) - 0.5) / 2), 1);
    return sum / samples - 1;
  });
  const meanSquare = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
  const whole = (1 + 1 / 48) ** 6 - 1;
  const interactions = whole - 6 / 48;
  expect(meanSquare).toBeLessThan((2 * interactions) / samples);
  expect(meanSquare).toBeLessThan(whole / samples / 8);
});

test("the replicates' spread is an honest error of the mean", () => {
  const plan = { samples: 8 * 64, replicates: 8 };
  const scores = Array.from({ length: 400 }, (_, seed) => {
    const columns = some.map((coordinate) => draws({ ...plan, seed }, coordinate));
    const means = new Float64Array(8);
    for (let i = 0; i < plan.samples; i++) {
      const value = columns.reduce((product, u) => product * normalQuantile(u[i] ?? 0.5), 1);
      means[i % 8] = (means[i % 8] ?? 0) + value / 64;
    }
    const mean = means.reduce((sum, value) => sum + value, 0) / 8;
    const se = Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 7 / 8);
    return Math.abs(mean / se); // the true mean is 0
  });
  // Student's t with 7 degrees of freedom stays within 2.365 in 95 % of cases.
  const covered = scores.filter((score) => score < 2.365).length / scores.length;
  expect(covered).toBeGreaterThan(0.91);
  expect(covered).toBeLessThan(0.99);
});

test.for(methods)("every draw of %s lies strictly between 0 and 1", (method) => {
  const all = draws({ seed: 1, samples: 100_000, replicates: 3, method }, price);
  expect(all.every((u) => u > 0 && u < 1)).toBe(true);
});

test.for([5, 64, 1000])("a Latin hypercube of %i points has one in every stratum of every replicate", (points) => {
  const all = draws({ seed: 8, samples: 3 * points, replicates: 3, method: "latin-hypercube" }, price);
  for (let replicate = 0; replicate < 3; replicate++) {
    const strata = all.filter((_, i) => i % 3 === replicate).map((u) => Math.floor(u * points));
    expect(strata.toSorted()).toEqual(Float64Array.from({ length: points }, (_, k) => k));
  }
});

test.for(["latin-hypercube", "monte-carlo"] as const)("two inputs of %s are paired independently", (method) => {
  const plan = { seed: 21, samples: 16_384, replicates: 1, method };
  const [one, other] = [draws(plan, price), draws(plan, coordinateOf("cost"))];
  const [a, b] = [draws(plan, price), draws({ ...plan, seed: 22 }, price)];
  const [first, second] = coordinatesOf(["price", "cost"], ["price", "cost"]).map((each) => draws(plan, each));
  if (first === undefined || second === undefined) throw new Error("two coordinates were asked for");
  for (const [x, y] of [
    [one, other],
    [first, second],
    [a, b],
    [one.subarray(0, -1), one.subarray(1)],
  ] as const)
    expect(chiSquareOfPairs(x, y)).toBeLessThan(100); // at most 63 degrees of freedom
});

test("plain draws err as plain draws do", () => {
  const errors = Array.from({ length: 1000 }, (_, seed) => {
    const all = draws({ seed, samples: 64, replicates: 1, method: "monte-carlo" }, price);
    return all.reduce((sum, u) => sum + u, 0) / 64 - 0.5;
  });
  const meanSquare = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
  expect(meanSquare * 12 * 64).toBeGreaterThan(0.85);
  expect(meanSquare * 12 * 64).toBeLessThan(1.15);
});

describe("a net", () => {
  const plan = { seed: 3, samples: 4096, replicates: 1 };
  const pair = ["price", "occupancy"];

  test("puts one point into every cell of every shape, in its first two dimensions", () => {
    const [x, y] = coordinatesOf(pair, pair).map((coordinate) => draws(plan, coordinate));
    for (let wide = 0; wide <= 12; wide++) {
      const cells = new Set(
        x?.map((u, i) => Math.floor(u * 2 ** wide) * 4096 + Math.floor((y?.[i] ?? NaN) * 2 ** (12 - wide))),
      );
      expect(cells.size).toBe(4096);
    }
  });

  test("of another seed is independent, input by input", () => {
    const columns = (seed: number) =>
      coordinatesOf(pair, pair).map((coordinate) => draws({ ...plan, seed }, coordinate));
    for (const [i, x] of columns(3).entries())
      for (const [j, y] of columns(4).entries()) {
        expect(Math.abs(correlation(x, y)), `${i} ${j}`).toBeLessThan(0.08);
        expect(chiSquareOfPairs(x, y)).toBeLessThan(120);
      }
  });

  test("leaves draws of all others, and of its own members when it grows, as they were", () => {
    const [delay] = coordinatesOf(["delay"], pair);
    expect(delay && draws(plan, delay)).toEqual(draws(plan, coordinateOf("delay")));
    const [price] = coordinatesOf(["price"], pair);
    const [same] = coordinatesOf(["price"], [...pair, "delay"]);
    expect(price && draws(plan, price)).toEqual(same && draws(plan, same));
  });
});

/** Independence of two columns on 8 by 8 cells. */
function chiSquareOfPairs(x: Float64Array, y: Float64Array): number {
  const counts = new Uint32Array(64);
  for (const [i, u] of x.entries()) {
    const cell = Math.floor(u * 8) * 8 + Math.floor((y[i] ?? 0) * 8);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  const expected = x.length / 64;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function correlation(x: Float64Array, y: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, value, i) => sum + (value - mx) * ((y[i] ?? 0) - my), 0);
  const square = (values: Float64Array, m: number) => values.reduce((sum, value) => sum + (value - m) ** 2, 0);
  return covariance / Math.sqrt(square(x, mx) * square(y, my));
}
