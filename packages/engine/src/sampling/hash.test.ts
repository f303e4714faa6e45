import fc from "fast-check";
import { expect, test } from "vitest";
import { hash32, mix32 } from "./hash.ts";

test("is the same everywhere and always", () => {
  // From an independent implementation in Python.
  expect(hash32("", 0)).toBe(0);
  expect([hash32("price", 0), hash32("price", 1), mix32(1, 2)]).toEqual([3749581147, 2594890151, 1712224151]);
});

test("moves about half of the bits when one character or seed bit changes", () => {
  let [moved, count] = [0, 0];
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.integer(), fc.nat({ max: 31 }), (text, seed, bit) => {
      moved += ones(hash32(text, seed) ^ hash32(text, seed ^ (1 << bit)));
      moved += ones(hash32(text, seed) ^ hash32(`${text.slice(0, -1)}\u0001${text.slice(-1)}`, seed));
      moved += ones(mix32(seed, bit) ^ mix32(seed, bit + 1));
      count += 96;
    }),
    { numRuns: 500 },
  );
  expect(Math.abs(moved / count - 0.5)).toBeLessThan(0.02);
});

test("spreads similar names evenly", () => {
  const counts = new Uint32Array(64);
  for (let k = 0; k < 64_000; k++) {
    const bin = hash32(`input-${k}`, 7) % 64;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  expect(chiSquare).toBeLessThan(120); // 63 degrees of freedom; beyond 120 with probability 1e-5
});

function ones(value: number): number {
  let count = 0;
  for (let rest = value >>> 0; rest !== 0; rest &= rest - 1) count++;
  return count;
}
