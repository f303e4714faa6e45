import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { batchEfficiency, dataEfficiency, examplesFactor, largestJob, stepsFactor } from "./critical-batch.ts";

test("steps and examples trade off as (S/Smin - 1)(E/Emin - 1) = 1; at the critical batch both are twice the fewest", () => {
  expect([stepsFactor(3, 3), examplesFactor(3, 3), dataEfficiency(3, 3)]).toEqual([2, 2, 0.5]);
  const batch = fc.double({ min: 1e3, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(batch, batch, (tokens, critical) => {
      expect((stepsFactor(tokens, critical) - 1) * (examplesFactor(tokens, critical) - 1)).toBeCloseTo(1, 9);
      // Examples are steps times batch.
      const fewest = critical;
      expect(stepsFactor(tokens, critical) * tokens).toBeCloseTo(examplesFactor(tokens, critical) * fewest, -3);
      expect(dataEfficiency(tokens * 2, critical)).toBeLessThan(dataEfficiency(tokens, critical));
    }),
  );
});

describe("a batch that stays", () => {
  const batch = { sequences: 2048, microBatch: 1, acceleratorsPerReplica: 128, stages: 16, chunks: 8 };

  test("loses to the pipeline's bubble what a step model loses in all, less what communication adds", () => {
    // 405 billion weights on H100, 17, 67 and 268 million tokens a batch, at 64, 96, 128 and 208 thousand over 16 thousand: MFU of a
    // fitted step model, which also has gradients, parameters and a loss for each doubling in it.
    const published = [
      [2048, 43, [31, 26, 22, 17]],
      [8192, 47, [42, 39, 37, 32]],
      [32_768, 49, [46, 45, 44, 42]],
    ] as const;
    for (const [sequences, base, rest] of published)
      for (const [i, mfu] of rest.entries()) {
        const size = [64e3, 96e3, 128e3, 208e3][i] ?? 0;
        const fixed = { ...batch, sequences };
        const ratio = batchEfficiency(size, fixed) / batchEfficiency(16_384, fixed);
        expect(ratio).toBeGreaterThan(mfu / base);
        expect(ratio - mfu / base).toBeLessThan(0.09);
      }
  });

  test("leaves replicas idle beyond one micro-batch each: throughput stops growing there", () => {
    expect(largestJob(batch)).toBe(262_144);
    expect(batchEfficiency(262_144, batch)).toBeCloseTo(1 / (1 + 15 / 8), 12);
    expect(batchEfficiency(524_288, batch)).toBeCloseTo(batchEfficiency(262_144, batch) / 2, 12);
    expect(batchEfficiency(128, { ...batch, stages: 1 })).toBe(1);
  });

  test("is used the less the larger the job, and the better the more chunks", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 128, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 16 }),
        (accelerators, stages, chunks) => {
          const of = (size: number, pieces: number): number =>
            batchEfficiency(size, { ...batch, stages, chunks: pieces });
          const base = of(accelerators, chunks);
          expect(base).toBeGreaterThan(0);
          expect(base).toBeLessThanOrEqual(1);
          expect(of(accelerators * 1.1, chunks)).toBeLessThanOrEqual(base * (1 + 1e-12));
          expect(of(accelerators, chunks + 1)).toBeGreaterThanOrEqual(base * (1 - 1e-12));
        },
      ),
    );
  });

  test("is refused where no replica fits", () => {
    expect(() => batchEfficiency(64, batch)).toThrow("accelerators: 64; one replica alone needs 128");
    expect(() => batchEfficiency(128, { ...batch, sequences: 0 })).toThrow("a micro-batch alone has 1");
  });
});
