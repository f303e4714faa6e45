import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScaleError } from "../scale/scale-error.ts";
import { clusterMfu, lockstepLoss } from "./cluster.ts";
import { idealThroughput, mixedStep, mixedStepAt, type StepLimits, type Way } from "./data-parallel.ts";
import { anyLimits, anyPools, colossus, pool } from "./pools.fixture.ts";
import type { Pool } from "./pools.ts";

const throughput = (way: Way, pools: readonly Pool[], limits: StepLimits): number =>
  mixedStep(way, pools, limits).throughput;

describe("the mix of Colossus 1", () => {
  const limits = { microBatch: 1, batch: 240_000 };

  test("loses 12.2 % in lockstep on peaks at 16 bit alone", () => {
    const pools = [pool("Hopper", 200_000, 989e12), pool("GB200", 20_000, 2500e12)];
    expect(lockstepLoss(pools, limits)).toBeCloseTo(1 - (220_000 * 989) / (200_000 * 989 + 20_000 * 2500), 12);
    expect((100 * lockstepLoss(pools, limits)).toFixed(1)).toBe("12.2");
  });

  test("has a cluster MFU of 40.2 % balanced and 36.1 % gated where the H100 alone have 41 %", () => {
    const flops = 0.41 * 989e12;
    const mfu = (way: Way): string => (100 * clusterMfu(colossus, throughput(way, colossus, limits), flops)).toFixed(1);
    expect(mfu("balanced")).toBe("40.2");
    expect(mfu("gated")).toBe("36.1");
    expect(mfu("whole")).toBe("39.4");
  });

  test("recovers 98 % of the ideal with two micro-batches on GB200", () => {
    // 240 / (150 + 50 x 1.05 + 20 x 2.12) = 240 / 244.9
    for (const step of [mixedStep("whole", colossus, limits), mixedStepAt(1, colossus, 1)]) {
      expect(step.share).toBeCloseTo(240 / 244.9, 12);
      expect(step.allotment.map(({ most }) => most)).toEqual([1, 1, 2]);
      expect(step.batch).toBe(240_000);
      expect(step.seconds).toBeCloseTo(1, 12);
    }
    // With more to a step the remainders shrink; at 8, the others wait 0.2 % for the 17th of GB200.
    const shares = [1, 4, 8, 20].map((m) => mixedStepAt(m, colossus, 1).share);
    expect(shares[1]).toBeCloseTo((200 * 4 + 20 * 8) / 4 / 244.9, 12);
    expect(shares[2]).toBeCloseTo((200 * 8 + 20 * 17) / (17 / 2.12) / 244.9, 12);
    expect(shares[3]).toBeCloseTo((150 * 20 + 50 * 21 + 20 * 42) / 20 / 244.9, 12);
  });

  test("needs a batch that holds the second micro-batch", () => {
    const step = mixedStep("whole", colossus, { microBatch: 1, batch: 220_000 });
    expect(step.throughput).toBeCloseTo(throughput("gated", colossus, limits), 6);
    expect(() => mixedStep("whole", colossus, { microBatch: 1, batch: 219_999 })).toThrow(
      "a batch of 219999 micro-batches leaves some of 220000 replicas without one",
    );
  });
});

describe("whole micro-batches", () => {
  test("are dealt out as well as by trying every way", () => {
    const few = fc.array(
      fc.record({
        replicas: fc.integer({ min: 1, max: 3 }),
        speed: fc.oneof(fc.constantFrom(1, 2, 3, 1.5), fc.double({ min: 0.2, max: 5, noNaN: true })),
        bubble: fc.constantFrom(0, 0, 0.5, 3),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(few, fc.integer({ min: 0, max: 7 }), (given, spare) => {
        const batch = given.reduce((sum, { replicas }) => sum + replicas, spare);
        const pools = given.map(({ replicas, speed, bubble }, i): Pool => {
          const pipeline = { stages: 1 + bubble, chunks: 1, microBatches: 1 };
          // A rate of speed / (1 + bubble) at one micro-batch makes `speed` once the pipeline is full.
          return { name: `${i}`, accelerators: replicas, rate: speed / (1 + bubble), peak: 1, replica: 1, pipeline };
        });
        const step = mixedStep("whole", pools, { microBatch: 1, batch });
        expect(step.throughput).toBeCloseTo(fastestOf(given, batch), 9);
        expect(step.batch).toBeLessThanOrEqual(batch);
        expect(step.batch).toBe(step.allotment.reduce((sum, { microBatches }) => sum + microBatches, 0));
        const ends = step.allotment.map(({ most }, i) => (most + (given[i]?.bubble ?? 0)) / (given[i]?.speed ?? 0));
        expect(Math.max(...ends)).toBeCloseTo(step.seconds, 9);
      }),
      { numRuns: 150 },
    );
  });

  test("for a given number on the slowest replica are as good as every ratio", () => {
    const speeds = fc.array(fc.double({ min: 1, max: 4, noNaN: true }), { minLength: 2, maxLength: 3 });
    fc.assert(
      fc.property(speeds, fc.integer({ min: 1, max: 4 }), (given, m) => {
        const pools = given.map((speed, i) => pool(`${i}`, i + 1, speed));
        const slowest = given.indexOf(Math.min(...given));
        const tried = Array.from({ length: 24 }, (_, k) => k + 1);
        let counts: number[][] = [[]];
        for (const i of given.keys())
          counts = counts.flatMap((some) => (i === slowest ? [m] : tried).map((k) => [...some, k]));
        const rates = counts.map((some) => {
          const sum = some.reduce((all, k, i) => all + k * (i + 1), 0);
          const seconds = Math.max(...some.map((k, i) => k / (given[i] ?? 1)));
          // In so long a step the slowest would take another.
          return seconds * Math.min(...given) < m + 1 - 1e-9 ? sum / seconds : 0;
        });
        expect(mixedStepAt(m, pools, 1).throughput / Math.max(...rates)).toBeCloseTo(1, 8);
      }),
      { numRuns: 60 },
    );
  });

  test("in a pipeline gain by a batch that fills it", () => {
    // 16 stages of 8 chunks: 15/8 of a micro-batch to fill and drain; rates hold at 16 micro-batches.
    const pipeline = { stages: 16, chunks: 8, microBatches: 16 };
    const pools = [
      pool("H100", 1280, 400, { replica: 128, pipeline }),
      pool("GB200", 256, 830, { replica: 128, pipeline }),
    ];
    const tight = mixedStep("whole", pools, { microBatch: 8192, batch: 12 });
    const full = mixedStep("whole", pools, { microBatch: 8192, batch: 12 * 64 });
    // One micro-batch each: (1 + 15/8) in place of (16 + 15/8)/16 times of a micro-batch.
    const alone = 1536 * 400;
    expect(tight.throughput / alone).toBeCloseTo((16 + 15 / 8) / 16 / (1 + 15 / 8), 12);
    expect(full.throughput).toBeGreaterThan(1280 * 400 + 256 * 830);
    // At the micro-batches at which it was measured, a pool alone has its own rate.
    const [h100] = pools;
    if (h100 === undefined) throw new Error("no pool");
    for (const way of ["gated", "whole", "balanced"] as const)
      expect(throughput(way, [h100], { microBatch: 8192, batch: 160 })).toBeCloseTo(1280 * 400, 6);
  });

  test("leave the accelerators idle that make no whole replica", () => {
    const step = mixedStep("whole", [pool("H100", 1000, 400, { replica: 128 })], { microBatch: 1, batch: 700 });
    expect(step.allotment[0]?.replicas).toBe(7);
    expect(step.throughput).toBeCloseTo(7 * 128 * 400, 6);
  });
});

describe("the ways", () => {
  test("are ordered: balanced, whole, gated; and balanced and gated are their closed forms without pipelines", () => {
    fc.assert(
      fc.property(anyPools(true), anyLimits, (pools, limits) => {
        const [balanced, whole, gated] = (["balanced", "whole", "gated"] as const).map((way) =>
          throughput(way, pools, limits),
        );
        expect(whole).toBeLessThanOrEqual((balanced ?? 0) * (1 + 1e-9));
        expect(gated).toBeLessThanOrEqual((whole ?? 0) * (1 + 1e-9));
        expect(balanced).toBeCloseTo(idealThroughput(pools, limits), 6);
      }),
    );
    fc.assert(
      fc.property(anyPools(false), anyLimits, (pools, limits) => {
        const replicas = pools.map(({ accelerators, replica }) => Math.floor(accelerators / replica));
        const speeds = pools.map(({ rate, replica }) => rate * replica);
        const sum = replicas.reduce((all, own, i) => all + own * (speeds[i] ?? 0), 0);
        expect(throughput("balanced", pools, limits) / sum).toBeCloseTo(1, 9);
        const count = replicas.reduce((all, own) => all + own, 0);
        expect(throughput("gated", pools, limits) / (count * Math.min(...speeds))).toBeCloseTo(1, 9);
      }),
    );
  });

  test("of equal pools lose nothing", () => {
    const pools = [pool("A", 64, 5), pool("B", 192, 5)];
    for (const way of ["gated", "whole"] as const)
      expect(mixedStep(way, pools, { microBatch: 1, batch: 256 }).share).toBe(1);
  });

  test("grow with rates, as with all pools and the batch at once, and balanced by any pool that joins", () => {
    fc.assert(
      fc.property(anyPools(true), anyLimits, fc.integer({ min: 2, max: 5 }), (pools, limits, times) => {
        for (const way of ["gated", "whole", "balanced"] as const) {
          const base = throughput(way, pools, limits);
          const faster = pools.map((one) => ({ ...one, rate: one.rate * times }));
          expect(throughput(way, faster, limits) / base / times).toBeCloseTo(1, 9);
          const larger = pools.map((one) => ({
            ...one,
            accelerators: Math.floor(one.accelerators / one.replica) * one.replica * times,
          }));
          const ratio = throughput(way, larger, { ...limits, batch: limits.batch * times }) / base / times;
          // A larger batch leaves less of it undealt.
          if (way === "balanced") expect(ratio).toBeCloseTo(1, 9);
          else expect(ratio).toBeGreaterThan(1 - 1e-9);
        }
        const fewer = pools.slice(1);
        if (fewer.length > 0)
          expect(idealThroughput(pools, limits)).toBeGreaterThanOrEqual(idealThroughput(fewer, limits) * (1 - 1e-9));
        const larger = { ...limits, batch: limits.batch + 7 };
        expect(throughput("whole", pools, larger)).toBeGreaterThanOrEqual(
          throughput("whole", pools, limits) * (1 - 1e-9),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("refuse what cannot be", () => {
    const limits = { microBatch: 1, batch: 100 };
    expect(() => mixedStep("whole", [], limits)).toThrow(ScaleError);
    expect(() => mixedStep("whole", [pool("A", 4, 1, { replica: 8 })], limits)).toThrow(
      "A: 4 accelerators make no replica of 8",
    );
    expect(() => mixedStep("gated", [pool("A", 4, 1), pool("A", 4, 1)], limits)).toThrow("two pools are called A");
    expect(() => mixedStep("gated", [pool("A", 4, Number.NaN)], limits)).toThrow("A: tokens/s of an accelerator: NaN");
    expect(() => mixedStepAt(1.5, [pool("A", 4, 1)], 1)).toThrow("a whole number");
    expect(() => mixedStep("whole", [pool("A", 1, 1), pool("B", 1, Math.PI)], { microBatch: 1, batch: 1e9 })).toThrow(
      "too many",
    );
  });
});

/** Tries every count of every replica. */
function fastestOf(pools: readonly { replicas: number; speed: number; bubble: number }[], batch: number): number {
  const replicas = pools.flatMap(({ replicas: count, ...one }) => Array.from({ length: count }, () => one));
  const tryFrom = (i: number, left: number, slowest: number): number => {
    const one = replicas[i];
    if (one === undefined) return (batch - left) / slowest;
    let found = 0;
    for (let count = 1; count <= left - (replicas.length - i - 1); count++)
      found = Math.max(found, tryFrom(i + 1, left - count, Math.max(slowest, (count + one.bubble) / one.speed)));
    return found;
  };
  return tryFrom(0, batch, 0);
}
