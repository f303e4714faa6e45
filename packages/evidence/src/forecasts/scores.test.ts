import { normalCdf } from "@underwatt/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crpsNormal } from "../scores.ts";
import { brier, logScore, reliability } from "./events.ts";
import { crpsLognormal, crpsUniform, intervalScore } from "./quantities.ts";

/** CRPS by its definition: ∫ (F(x) - [x >= y])² dx, by the trapezium rule on each side of the answer. */
function crpsByDefinition(cdf: (x: number) => number, observed: number, from: number, to: number): number {
  const steps = 40_000;
  const side = (low: number, high: number, reached: number): number => {
    const step = (high - low) / steps;
    let sum = 0;
    for (let index = 0; index <= steps; index++) {
      const square = (cdf(low + index * step) - reached) ** 2;
      sum += index === 0 || index === steps ? square / 2 : square;
    }
    return sum * step;
  };
  return side(Math.min(from, observed), observed, 0) + side(observed, Math.max(to, observed), 1);
}

describe("CRPS is the integral that defines it", () => {
  it.each([
    [0, 1, 0],
    [2.6, 0.4, 5.27],
    [-3, 2, -7],
  ])("of a normal %d, %d at %d", (mean, sd, observed) => {
    const integral = crpsByDefinition((x) => normalCdf((x - mean) / sd), observed, mean - 10 * sd, mean + 10 * sd);
    expect(crpsNormal({ mean, sd }, observed)).toBeCloseTo(integral, 6);
  });

  it.each([
    [2.6, 0.21, 5.27],
    [1, 1, 0.2],
    [1.75, 0.11, 1.77],
  ])("of a lognormal %d, %d at %d", (median, sigma, observed) => {
    const cdf = (x: number): number => (x <= 0 ? 0 : normalCdf(Math.log(x / median) / sigma));
    const integral = crpsByDefinition(cdf, observed, 0, median * Math.exp(8 * sigma));
    expect(crpsLognormal({ median, sigma }, observed)).toBeCloseTo(integral, sigma === 1 ? 3 : 5);
  });

  it.each([
    [0, 1, 0.5],
    [4, 5, 7],
    [4, 5, 3.5],
  ])("of a uniform from %d to %d at %d", (low, high, observed) => {
    const cdf = (x: number): number => Math.min(1, Math.max(0, (x - low) / (high - low)));
    expect(crpsUniform(low, high, observed)).toBeCloseTo(crpsByDefinition(cdf, observed, low, high), 6);
  });

  it("of a forecast without spread is the distance", () => {
    expect([crpsLognormal({ median: 2, sigma: 0 }, 5), crpsUniform(2, 2, 5)]).toEqual([3, 3]);
  });
});

it("an interval scores its width, and 20 times what it misses by at 90 %", () => {
  expect(intervalScore(4, 5, 0.9, 4.5)).toBe(1);
  expect(intervalScore(4, 5, 0.9, 5.5)).toBeCloseTo(1 + 20 * 0.5, 12);
  expect(intervalScore(4, 5, 0.5, 3)).toBeCloseTo(1 + 4, 12);
});

describe("events", () => {
  it("score by hand", () => {
    expect(brier(0.6, true)).toBeCloseTo(0.16, 12);
    expect(brier(0.6, false)).toBeCloseTo(0.36, 12);
    expect(logScore(0.6, true)).toBeCloseTo(-Math.log(0.6), 12);
    expect(logScore(0.6, false)).toBeCloseTo(-Math.log(0.4), 12);
    expect(logScore(1, false)).toBe(Infinity);
  });

  it("score best, in expectation, when what is believed is said", () => {
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(share, share, (believed, said) => {
        for (const score of [brier, logScore]) {
          const expected = (p: number): number => believed * score(p, true) + (1 - believed) * score(p, false);
          expect(expected(believed)).toBeLessThanOrEqual(expected(said) + 1e-12);
        }
      }),
    );
  });

  it("all stand in one bin each, a certainty in the last", () => {
    const bins = reliability([
      { probability: 0.1, happened: false },
      { probability: 0.2, happened: true },
      { probability: 0.25, happened: false },
      { probability: 1, happened: true },
    ]);
    expect(bins.map(({ count }) => count)).toEqual([1, 2, 0, 0, 1]);
    expect(bins[1]?.said).toBeCloseTo(0.225, 12);
    expect(bins[1]?.came).toBe(0.5);
    expect(bins[2]?.came).toBeNaN();
  });
});
