import fc from "fast-check";
import { expect, test } from "vitest";
import { owenScramble, reverseBits } from "./owen.ts";

const word = fc.integer({ min: 0, max: 0xffffffff });

test("reverses bits", () => {
  expect(reverseBits(1)).toBe(0x80000000);
  expect(reverseBits(0x00ff10f0)).toBe(0x0f08ff00);
  fc.assert(
    fc.property(word, (x) => {
      expect(reverseBits(reverseBits(x))).toBe(x);
    }),
  );
});

test("is the published hash", () => {
  // From an independent implementation in Python.
  expect([owenScramble(0, 0x9e3779b9), owenScramble(0x12345678, 0x9e3779b9), owenScramble(0xffffffff, 1)]).toEqual([
    2237511484, 2485392549, 1993718092,
  ]);
});

test("keeps common leading bits common and first differences different", () => {
  fc.assert(
    fc.property(word, word, word, (x, y, seed) => {
      const [before, after] = [x ^ y, owenScramble(x, seed) ^ owenScramble(y, seed)];
      expect(Math.clz32(after)).toBe(Math.clz32(before));
    }),
  );
});

test("flips every bit for about half of the seeds, whatever the higher bits are", () => {
  const seeds = Array.from({ length: 4000 }, (_, k) => Math.imul(k + 1, 0x9e3779b1) >>> 0);
  for (const x of [0, 0xffffffff, 0x40000000, 0x12345678, 1]) {
    for (let bit = 0; bit < 32; bit++) {
      const flips = seeds.filter((seed) => ((owenScramble(x, seed) ^ x) >>> bit) & 1).length;
      expect(Math.abs(flips / seeds.length - 0.5)).toBeLessThan(0.05);
    }
  }
});

test("flips neighbouring subtrees independently", () => {
  // Two integers that differ in one higher bit only: were their lower bits flipped alike it would be a mere digital shift.
  const seeds = Array.from({ length: 2000 }, (_, k) => Math.imul(k + 1, 0x9e3779b1) >>> 0);
  for (let bit = 0; bit < 31; bit++) {
    for (let higher = bit + 1; higher < 32; higher++) {
      const agree = seeds.filter((seed) => {
        const difference = owenScramble(0x12345678, seed) ^ owenScramble((0x12345678 ^ (1 << higher)) >>> 0, seed);
        return ((difference >>> bit) & 1) === 0;
      }).length;
      expect(Math.abs(agree / seeds.length - 0.5)).toBeLessThan(0.08);
    }
  }
});
