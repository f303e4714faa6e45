/** What a mixed fleet's throughput is of its peak, and what its slowest pool costs it. */
import { mixedStep, type StepLimits } from "./data-parallel.ts";
import type { Pool } from "./pools.ts";

/**
 * Model FLOPs utilisation of all accelerators of these pools, idle ones included, over their dense peak at 16 bit.
 * @param throughput tokens/s of all together
 * @param flopsPerToken FLOP of training on a token, see `trainingFlopsPerToken`
 */
export function clusterMfu(pools: readonly Pool[], throughput: number, flopsPerToken: number): number {
  return (throughput * flopsPerToken) / pools.reduce((sum, { accelerators, peak }) => sum + accelerators * peak, 0);
}

/** Share of the balanced throughput that equal micro-batches lose, 0..1. @throws ScaleError */
export function lockstepLoss(pools: readonly Pool[], limits: StepLimits): number {
  return 1 - mixedStep("gated", pools, limits).share;
}
