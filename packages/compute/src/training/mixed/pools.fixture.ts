/** Pools for tests. */
import fc from "fast-check";
import type { StepLimits } from "./data-parallel.ts";
import type { Pool } from "./pools.ts";

export function pool(name: string, accelerators: number, rate: number, more: Partial<Pool> = {}): Pool {
  return { name, accelerators, rate, peak: rate, replica: 1, ...more };
}

/** The estimated mix of Colossus 1; rates over an H100's as published per generation: see training-heterogeneous.csv in ../shared. */
export const colossus: readonly Pool[] = [
  pool("H100", 150_000, 1, { peak: 989e12 }),
  pool("H200", 50_000, 1.05, { peak: 989e12 }),
  pool("GB200", 20_000, 2.12, { peak: 2450e12 }),
];

export function anyPools(pipelines: boolean): fc.Arbitrary<Pool[]> {
  const pipeline = fc.record({
    stages: fc.integer({ min: 1, max: 16 }),
    chunks: fc.integer({ min: 1, max: 4 }),
    microBatches: fc.integer({ min: 1, max: 64 }),
  });
  return fc
    .array(
      fc.record({
        accelerators: fc.integer({ min: 16, max: 400 }),
        rate: fc.double({ min: 50, max: 2000, noNaN: true }),
        peak: fc.double({ min: 1e14, max: 3e15, noNaN: true }),
        replica: fc.integer({ min: 1, max: 16 }),
        given: pipelines ? fc.option(pipeline, { nil: undefined }) : fc.constant(undefined),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((pools) =>
      pools.map(({ given, ...one }, i) => ({ ...one, name: `pool ${i}`, ...(given && { pipeline: given }) })),
    );
}

/** Enough for a micro-batch a replica of any of these pools. */
export const anyLimits: fc.Arbitrary<StepLimits> = fc.record({
  microBatch: fc.integer({ min: 1024, max: 65_536 }),
  batch: fc.integer({ min: 1600, max: 8000 }),
});
