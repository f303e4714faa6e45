import fc from "fast-check";
import { expect, test } from "vitest";
import { permuted } from "./latin-hypercube.ts";

test("is a permutation of every range, for every seed", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), fc.integer(), (count, seed) => {
      const images = Array.from({ length: count }, (_, index) => permuted(index, count, seed));
      expect(images.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
    }),
  );
});

test("sends each index everywhere equally often over the seeds, and two of them independently", () => {
  const count = 12;
  const trials = 40 * count * count;
  const counts = new Uint32Array(count * count);
  for (let seed = 0; seed < trials; seed++) {
    const cell = count * permuted(1, count, seed) + permuted(2, count, seed);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  const expected = trials / (count * (count - 1));
  const chiSquare = counts.reduce(
    (sum, n, cell) => sum + (cell % (count + 1) === 0 ? 0 : (n - expected) ** 2 / expected),
    0,
  );
  expect(chiSquare).toBeLessThan(205); // 131 degrees of freedom; beyond 205 with probability 4e-5
});
