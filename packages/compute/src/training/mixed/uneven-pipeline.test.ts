import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScaleError } from "../scale/scale-error.ts";
import {
  orderPipeline,
  planPipeline,
  type PipelinePlan,
  type PipelineWork,
  type StageGroup,
} from "./uneven-pipeline.ts";

const none = { seconds: 0, bytes: 0 };

function group(name: string, stages: number, layerSeconds: number, more: Partial<StageGroup> = {}): StageGroup {
  const memory = { capacity: 80e9, layerBytes: 1e9, activationBytes: 0, fixedBytes: 0 };
  return { name, stages, layerSeconds, ...memory, first: none, last: none, ...more };
}

const anyGroup = fc.record({
  stages: fc.integer({ min: 1, max: 2 }),
  layerSeconds: fc.oneof(fc.constantFrom(1, 2, 3), fc.double({ min: 0.3, max: 4, noNaN: true })),
  capacity: fc.integer({ min: 8, max: 40 }),
  layerBytes: fc.integer({ min: 1, max: 4 }),
  activationBytes: fc.constantFrom(0, 0.5, 1, 2),
  fixedBytes: fc.integer({ min: 0, max: 5 }),
  first: fc.record({ seconds: fc.constantFrom(0, 0.7), bytes: fc.constantFrom(0, 3) }),
  last: fc.record({ seconds: fc.constantFrom(0, 1.3), bytes: fc.constantFrom(0, 4) }),
});
const anyGroups = fc
  .array(anyGroup, { minLength: 1, maxLength: 3 })
  .map((groups) => groups.map((one, i): StageGroup => ({ ...one, name: `group ${i}` })));
const anyWork = fc.record({ layers: fc.integer({ min: 6, max: 10 }), microBatches: fc.integer({ min: 1, max: 9 }) });

describe("uneven stages", () => {
  test("take layers by their speed", () => {
    // Two at 1 and two at 1/2 of a second a layer: 5 + 5 + 10 + 10 layers of 5 s each.
    const found = fits(planPipeline([group("slow", 2, 1), group("fast", 2, 0.5)], { layers: 30, microBatches: 16 }));
    expect(found.stages.map(({ layers }) => layers)).toEqual([5, 5, 10, 10]);
    expect(found.seconds).toBeCloseTo(15 * 5 + 20, 12);
    expect(found.bottleneck).toBe(5);
    expect(found.idle).toBeCloseTo(3 / 19, 12);
    expect(found.unlimited).toBe(found.seconds);
  });

  test("hold fewer layers where memory is short, and say what that costs", () => {
    // The first of four holds four micro-batches: 10 + 4 x 5 GB a layer makes two of 79 GB.
    const small = { layerBytes: 10e9, activationBytes: 5e9, capacity: 79e9 };
    const large = { layerBytes: 10e9, activationBytes: 5e9, capacity: 288e9 };
    const work = { layers: 16, microBatches: 32 };
    const found = fits(planPipeline([group("small", 2, 1, small), group("large", 2, 1, large)], work));
    expect(found.stages.map(({ held }) => held)).toEqual([4, 3, 2, 1]);
    expect(found.stages.map(({ layers }) => layers)).toEqual([2, 3, 6, 5]);
    expect(found.seconds).toBe(31 * 6 + 16);
    expect(found.unlimited).toBe(31 * 4 + 16);
    // At the end, where stages hold less, the small ones take more layers.
    const ordered = fits(orderPipeline([group("small", 2, 1, small), group("large", 2, 1, large)], work));
    expect(ordered.stages.map((stage) => stage.group)).toEqual(["large", "large", "small", "small"]);
    expect(ordered.seconds).toBe(31 * 5 + 16);
  });

  test("are as fast as by trying every division, and fit", () => {
    let infeasible = 0;
    fc.assert(
      fc.property(anyGroups, anyWork, (groups, work) => {
        const found = planPipeline(groups, work);
        const fastest = fastestOf(groups, work);
        expect(found.fits).toBe(fastest < Infinity);
        if (!found.fits) {
          infeasible++;
          expect(found.short).toBeGreaterThan(0);
          return;
        }
        expect(found.seconds).toBeCloseTo(fastest, 9);
        expect(found.stages.reduce((sum, { layers }) => sum + layers, 0)).toBe(work.layers);
        for (const { bytes, capacity, layers } of found.stages) {
          expect(bytes).toBeLessThanOrEqual(capacity * (1 + 1e-9));
          expect(layers).toBeGreaterThan(0);
        }
        expect(found.unlimited).toBeLessThanOrEqual(found.seconds);
      }),
      { numRuns: 300 },
    );
    expect(infeasible).toBeGreaterThan(20);
  });

  test("stand in the fastest of all orders", () => {
    fc.assert(
      fc.property(anyGroups, anyWork, (groups, work) => {
        const found = orderPipeline(groups, work);
        const fastest = Math.min(...permutations(groups).map((order) => fastestOf(order, work)));
        expect(found.fits).toBe(fastest < Infinity);
        if (found.fits) expect(found.seconds).toBeCloseTo(fastest, 9);
      }),
      { numRuns: 60 },
    );
  });

  test("never gain by less memory, more layers or slower stages", () => {
    const seconds = (groups: readonly StageGroup[], work: PipelineWork): number => {
      const found = planPipeline(groups, work);
      return found.fits ? found.seconds : Infinity;
    };
    fc.assert(
      fc.property(anyGroups, anyWork, (groups, work) => {
        const base = seconds(groups, work);
        if (base === Infinity) return;
        const least = base - 1e-9;
        expect(
          seconds(
            groups.map((one) => ({ ...one, capacity: one.capacity - 3 })),
            work,
          ),
        ).toBeGreaterThanOrEqual(least);
        expect(seconds(groups, { ...work, layers: work.layers + 1 })).toBeGreaterThanOrEqual(least);
        expect(
          seconds(
            groups.map((one) => ({ ...one, layerSeconds: 1.1 * one.layerSeconds })),
            work,
          ),
        ).toBeGreaterThanOrEqual(least);
      }),
    );
  });
});

describe("what does not fit", () => {
  test("names the stage whose memory is short", () => {
    const one = planPipeline([group("A100-40", 2, 1, { capacity: 0.5e9 }), group("H100", 2, 1)], {
      layers: 8,
      microBatches: 4,
    });
    if (one.fits) throw new Error("it fits");
    expect(one.group).toBe("A100-40");
    expect(one.short).toBeCloseTo(0.5e9, 0);
    expect(one.why).toContain("stage 1 of 4 (A100-40)");
    expect(one.why).toContain("lacks 0.500 GB for a single layer");
    const all = planPipeline([group("A", 1, 1, { capacity: 3e9 }), group("B", 1, 1, { capacity: 6e9 })], {
      layers: 10,
      microBatches: 4,
    });
    if (all.fits) throw new Error("it fits");
    expect(all.group).toBe("A");
    expect(all.short).toBeCloseTo(2e9, 0);
    expect(all.why).toContain("all stages together hold 9 of 10 layers");
    expect(all.why).toContain("it holds 3 of the 5");
  });

  test("and what cannot be is refused", () => {
    expect(() => planPipeline([], { layers: 4, microBatches: 1 })).toThrow(ScaleError);
    expect(() => planPipeline([group("A", 5, 1)], { layers: 4, microBatches: 1 })).toThrow(
      "4 layers are too few for 5 stages",
    );
    expect(() => planPipeline([group("A", 1, 0)], { layers: 4, microBatches: 1 })).toThrow("A: seconds of a layer: 0");
    expect(() => planPipeline([group("A", 1.5, 1)], { layers: 4, microBatches: 1 })).toThrow("must be a whole number");
  });
});

describe("a step's time", () => {
  test("is 1F1B's played through where stages are even", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 20 }), (stages, microBatches) => {
        const found = fits(planPipeline([group("A", stages, 0.7)], { layers: 3 * stages, microBatches }));
        const times = found.stages.map(({ seconds }) => seconds);
        expect(oneForwardOneBackward(times, microBatches)).toBeCloseTo(found.seconds, 9);
      }),
    );
  });

  test("is never below 1F1B's, and at most 7 % above it with four micro-batches a stage", () => {
    const sizes = fc.integer({ min: 1, max: 6 });
    const speed = fc.double({ min: 0.3, max: 2.8, noNaN: true });
    const extra = { first: { seconds: 0.2, bytes: 0 }, last: { seconds: 0.5, bytes: 0 } };
    fc.assert(
      fc.property(
        sizes,
        sizes,
        speed,
        fc.integer({ min: 3, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        (a, b, each, own, m) => {
          const groups = [
            group("A", a, 1, { ...extra, capacity: 1e15 }),
            group("B", b, each, { ...extra, capacity: 1e15 }),
          ];
          const microBatches = m * (a + b);
          const found = fits(planPipeline(groups, { layers: own * (a + b), microBatches }));
          const played = oneForwardOneBackward(
            found.stages.map(({ seconds }) => seconds),
            microBatches,
          );
          expect(played).toBeLessThanOrEqual(found.seconds * (1 + 1e-9));
          expect(found.seconds / played).toBeLessThan(m === 4 ? 1.07 : 1.3);
        },
      ),
    );
  });
});

function fits(plan: ReturnType<typeof planPipeline>): PipelinePlan {
  if (!plan.fits) throw new Error(plan.why);
  return plan;
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((head, i) => permutations(items.toSpliced(i, 1)).map((rest) => [head, ...rest]));
}

/** Tries every division of the layers. */
function fastestOf(groups: readonly StageGroup[], { layers, microBatches }: PipelineWork): number {
  const stages = groups.flatMap((one) => Array.from({ length: one.stages }, () => one));
  const tryFrom = (i: number, left: number, slowest: number, sum: number): number => {
    const own = stages[i];
    if (own === undefined) return left === 0 ? (microBatches - 1) * slowest + sum : Infinity;
    let found = Infinity;
    for (let count = 1; count <= left; count++) {
      let [seconds, bytes] = [count * own.layerSeconds, count * own.layerBytes + own.fixedBytes];
      for (const extra of [...(i === 0 ? [own.first] : []), ...(i === stages.length - 1 ? [own.last] : [])]) {
        seconds += extra.seconds;
        bytes += extra.bytes;
      }
      bytes += count * own.activationBytes * Math.min(microBatches, stages.length - i);
      if (bytes <= own.capacity)
        found = Math.min(found, tryFrom(i + 1, left - count, Math.max(slowest, seconds), sum + seconds));
    }
    return found;
  };
  return tryFrom(0, layers, 0, 0);
}

/** Plays the schedule through: a third of each stage's time forward, the rest backward. */
function oneForwardOneBackward(times: readonly number[], microBatches: number): number {
  const stages = times.map((time, s) => {
    const ahead = Math.min(microBatches, times.length - s);
    const order = Array.from({ length: ahead }, (_, i) => ({ forward: true, i }));
    for (let i = 0; i < microBatches; i++) {
      order.push({ forward: false, i });
      if (ahead + i < microBatches) order.push({ forward: true, i: ahead + i });
    }
    return { time, order, next: 0, free: 0 };
  });
  const ends = new Map<string, number>();
  const key = (forward: boolean, s: number, i: number): string => `${forward} ${s} ${i}`;
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    for (const [s, stage] of stages.entries()) {
      const task = stage.order[stage.next];
      if (task === undefined) continue;
      const { forward, i } = task;
      const isSource = forward ? s === 0 : s === times.length - 1;
      const ready = isSource ? ends.get(key(true, s, i)) : ends.get(key(forward, s + (forward ? -1 : 1), i));
      if (ready === undefined && !(forward && s === 0)) continue;
      const end = Math.max(stage.free, ready ?? 0) + (stage.time * (forward ? 1 : 2)) / 3;
      stage.free = end;
      ends.set(key(forward, s, i), end);
      stage.next++;
      isMoving = true;
    }
  }
  return Math.max(...stages.map(({ free }) => free));
}
