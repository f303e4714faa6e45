import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalCdf } from "@underwatt/engine";
import { Random } from "./random.ts";
import { kolmogorovSmirnov, moments, standardErrorsOff } from "./statistics.fixture.ts";
import { Xoshiro128 } from "./xoshiro.ts";

const draws = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);

test("the bits are those of the published generator, from the state 1, 2, 3, 4", () => {
  // Also of the definition in integers of any length, in Python.
  const generator = new Xoshiro128(1, 2, 3, 4);
  expect(draws(10, () => generator.bits() >>> 0)).toEqual([
    641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420,
  ]);
});

describe("the distributions", () => {
  test("uniform, exponential and normal are what they are called", () => {
    const random = new Random(7, "test");
    const uniforms = draws(20_000, () => random.uniform());
    expect(kolmogorovSmirnov(uniforms, (x) => x)).toBeLessThan(1.95);
    expect(Math.min(...uniforms)).toBeGreaterThan(0);
    expect(Math.max(...uniforms)).toBeLessThan(1);
    expect(
      kolmogorovSmirnov(
        draws(20_000, () => random.exponential()),
        (x) => 1 - Math.exp(-x),
      ),
    ).toBeLessThan(1.95);
    expect(
      kolmogorovSmirnov(
        draws(20_000, () => random.normal()),
        normalCdf,
      ),
    ).toBeLessThan(1.95);
  });

  test("gamma of whole shapes is a sum of exponentials (Erlang)", () => {
    const random = new Random(8, "test");
    const erlang3 = (x: number): number => 1 - Math.exp(-x) * (1 + x + (x * x) / 2);
    expect(
      kolmogorovSmirnov(
        draws(20_000, () => random.gamma(3)),
        erlang3,
      ),
    ).toBeLessThan(1.95);
    expect(
      kolmogorovSmirnov(
        draws(20_000, () => random.gamma(1)),
        (x) => 1 - Math.exp(-x),
      ),
    ).toBeLessThan(1.95);
  });

  test("gamma of shape a half is half a squared normal", () => {
    const random = new Random(9, "test");
    const cdf = (x: number): number => 2 * normalCdf(Math.sqrt(2 * x)) - 1;
    expect(
      kolmogorovSmirnov(
        draws(20_000, () => random.gamma(0.5)),
        cdf,
      ),
    ).toBeLessThan(1.95);
  });

  test.each([0.01, 0.2, 1.7, 40])("gamma of shape %d has it for mean and variance", (shape) => {
    const random = new Random(10, "test");
    const sample = draws(40_000, () => random.gamma(shape));
    expect(standardErrorsOff(sample, shape)).toBeLessThan(4);
    const squares = sample.map((x) => (x - shape) ** 2);
    expect(standardErrorsOff(squares, shape)).toBeLessThan(4);
  });

  test("below gives every whole number as often", () => {
    const random = new Random(11, "test");
    const counts = Array.from({ length: 7 }, () => 0);
    for (let i = 0; i < 70_000; i++) {
      const value = random.below(7);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    // Chi squared of 6 degrees exceeds 22.5 once in a thousand times.
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(22.5);
  });
});

describe("streams", () => {
  test("of one seed and purpose are the same, of another seed or purpose unrelated", () => {
    const first = (seed: number, purpose: string): number[] => {
      const random = new Random(seed, purpose);
      return draws(4000, () => random.uniform());
    };
    const base = first(1, "arrivals");
    expect(first(1, "arrivals")).toEqual(base);
    for (const other of [first(2, "arrivals"), first(1, "lengths"), first(1 + 2 ** 32, "arrivals"), first(-1, "a")]) {
      const product = other.map((x, i) => (x - 0.5) * ((base[i] ?? 0) - 0.5) * 12);
      // A correlation of 4000 unrelated pairs has a standard error of 1 / sqrt(4000).
      expect(Math.abs(moments(product).mean)).toBeLessThan(4 / Math.sqrt(4000));
    }
  });

  test("no seed gives the stuck generator", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.string(), (seed, purpose) => {
        const random = new Random(seed, purpose);
        return new Set(draws(8, () => random.bits())).size > 1;
      }),
    );
  });

  test("a seed that is no whole number is refused", () => {
    expect(() => new Random(0.5, "test")).toThrow("the seed must be a whole number, got 0.5");
  });
});
