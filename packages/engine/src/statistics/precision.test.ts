import { expect, it } from "vitest";
import { studentQuantile } from "./estimate.ts";
import { sufficiency } from "./precision.ts";

const t = studentQuantile(0.975, 15);
const mean = (se: number, sd = 100) => ({ summary: { mean: 5, se, sd }, isProbability: false });
const chance = (se: number) => ({ summary: { mean: 0.4, se, sd: 0.5 }, isProbability: true });

it("stops when the widest interval is narrow enough, and not before", () => {
  expect(sufficiency([mean(0.99 / t), chance(0.0049 / t)], 16_384, 16)).toMatchObject({
    enough: true,
    samples: 16_384,
  });
  expect(sufficiency([mean(0.99 / t), chance(0.0051 / t)], 16_384, 16)).toMatchObject({
    enough: false,
    worst: expect.closeTo(1.02, 9),
    samples: 32_768,
  });
  expect(sufficiency([mean(1.01 / t)], 16_384, 16).enough).toBe(false);
  expect(sufficiency([mean(1.01 / t)], 16_384, 16, { shareOfSd: 0.02, points: 0.005 }).enough).toBe(true);
});

it("asks for powers of two in each replicate", () => {
  expect(sufficiency([mean(50)], 10_000, 16).samples).toBe(16 * 1024);
  expect(sufficiency([mean(50)], 300, 16).samples).toBe(16 * 32);
});

it("passes over what is certain or can never be known, but not what cannot be seen", () => {
  const never = { summary: { mean: Infinity, se: NaN, sd: NaN }, isProbability: false };
  expect(sufficiency([mean(0), never], 1024, 16)).toEqual({ enough: true, worst: 0, samples: 1024 });
  expect(sufficiency([], 1024, 16).enough).toBe(true);
  expect(sufficiency([mean(NaN)], 16, 1)).toMatchObject({ enough: false, samples: 32 });
  expect(sufficiency([mean(0.001)], 16, 1).enough).toBe(false);
});
