import { describe, expect, it } from "vitest";
import { planSimulation, servedPools, type ServedPool } from "./plan.ts";
import { runPlan } from "./run-plan.ts";
import type { SimulationSettings } from "./settings.ts";
import { askedPools, settingsWith, shippedModel } from "./simulation.fixture.ts";
import { drawnRequests } from "./traffic.ts";

/** A slice of Colossus 1, whose 150,000 H100, 50,000 H200 and 20,000 GB200 stand in the ratio of these. */
const slice = [
  { name: "h100", accelerator: "nvidia-h100-sxm", accelerators: 60 },
  { name: "h200", accelerator: "nvidia-h200-sxm", accelerators: 20 },
  { name: "gb200", accelerator: "nvidia-gb200-nvl72", accelerators: 8 },
] as const;
const requests = { model: "minimax-m2-5", weights: "fp8", input: 4000, output: 1000 } as const;
const { served } = servedPools(
  { pools: askedPools(requests, slice, { ttft: 3, tpot: 0.04 }), settings: settingsWith({}) },
  shippedModel,
);

/** Tokens a second with half as many clients again as all batches hold. */
async function saturated(pools: readonly ServedPool[], router: SimulationSettings["router"]): Promise<number> {
  const { pools: sized } = planSimulation(pools, settingsWith({}), shippedModel);
  const clients = Math.round(1.5 * sized.reduce((sum, { replicas, batchCap }) => sum + replicas * batchCap, 0));
  const settings = settingsWith({
    traffic: { kind: "closed-loop", clients },
    lengths: { input: { kind: "lognormal", mean: 4000, cv: 1 }, output: { kind: "lognormal", mean: 1000, cv: 1 } },
    router,
    requests: 4 * clients,
  });
  const plan = planSimulation(pools, settings, shippedModel);
  const { offered } = await runPlan(plan, drawnRequests(settings, plan.slice));
  return offered.pools.reduce((sum, { tokensPerSecond }) => sum + tokensPerSecond, 0);
}

describe("a mixed fleet that serves", () => {
  it("gives what its pools give alone, behind a router that looks at their load", async () => {
    expect(served).toHaveLength(slice.length);
    let sum = 0;
    for (const pool of served) sum += await saturated([pool], "least-loaded");
    const leastLoaded = (await saturated(served, "least-loaded")) / sum;
    expect(leastLoaded).toBeGreaterThan(0.97);
    expect(leastLoaded).toBeLessThan(1.03);
    // One that takes turns waits for the slowest generation.
    expect((await saturated(served, "round-robin")) / sum).toBeLessThan(leastLoaded);
  });
});
