import { describe, expect, it } from "vitest";
import { deepseekV3, gptOss120b } from "../architecture.fixture.ts";
import { kernelTimes } from "../kernels/index.ts";
import { decodeTime, stepTime } from "../simulator/step-cost.ts";
import { startingConstants } from "./calibration.ts";
import type { Deployment } from "./deployment.ts";
import { iterationCost } from "./iteration-cost.ts";
import { timedTwice, timesOf } from "./pass-table.ts";
import {
  attentionParallel,
  b200,
  deploymentOf,
  flatKernels,
  h200,
  llama70b,
  tensorParallel,
} from "./serving.fixture.ts";
import { addedByPrompt, decodeStep } from "./step.ts";

const constants = startingConstants();
const budget = 8192;
const deployments = [
  ["a dense model", deploymentOf(llama70b, { accelerator: h200 })],
  ["a mixture with windows", deploymentOf(gptOss120b, { accelerator: b200, format: "fp4", layout: tensorParallel(2) })],
  ["latent attention on eight ranks", deploymentOf(deepseekV3, { accelerator: h200, layout: attentionParallel(8) })],
] as const;

function costOf(deployment: Deployment) {
  const kernels = kernelTimes(deployment.accelerator, deployment.engine, flatKernels);
  return { kernels, cost: iterationCost(deployment, kernels, constants, budget) };
}

/** Seconds of a decode step of `sequences` on all ranks together, each with `cached` tokens, by the step-time model. */
function stepOf(deployment: Deployment, sequences: number, cached: number): number {
  const { workers } = deployment;
  const twice = timedTwice(deployment, workers, costOf(deployment).kernels);
  const own = sequences / workers.layout.attentionDp;
  const times = timesOf(twice, { decoding: own, cached, prefilling: 0, prefillingRanks: 0 });
  return decodeStep(times, constants, twice.measured, own);
}

describe.each(deployments)("costs of iterations of %s", (_, deployment) => {
  const { cost, kernels } = costOf(deployment);

  it("never fall with more tokens, and grow with the cache and with pairs", () => {
    expect(cost.base.length).toBe(budget + 1);
    for (let tokens = 2; tokens <= budget; tokens++) {
      expect(cost.base[tokens] ?? NaN).toBeGreaterThanOrEqual(cost.base[tokens - 1] ?? NaN);
    }
    expect(cost.base[1]).toBeGreaterThan(0);
    expect(cost.perCachedToken).toBeGreaterThan(0);
    expect(cost.perPrefillPair).toBeGreaterThan(0);
  });

  it("are those of the step-time model for decode steps", () => {
    for (const sequences of [8, 16, 32, 64])
      for (const cached of [512, 1500, 4000]) {
        const seconds = stepTime(cost, sequences, sequences * cached, 0);
        expect(seconds / stepOf(deployment, sequences, cached)).toBeGreaterThan(0.93);
        expect(seconds / stepOf(deployment, sequences, cached)).toBeLessThan(1.07);
      }
  });

  it("give a stretch of pure decode as the sum of its steps", () => {
    let sum = 0;
    for (let step = 0; step < 100; step++) sum += stepTime(cost, 16, 16 * (1000 + step), 0);
    expect(decodeTime(cost, 16, 16 * 1000, 100) / sum).toBeCloseTo(1, 9);
  });

  it("are those of a prompt alone for a whole prompt", () => {
    const ranks = deployment.workers.layout.attentionDp;
    const twice = timedTwice(deployment, deployment.workers, kernels);
    // A prompt on each rank, as long as the budget allows.
    const prefilling = Math.min(2048, budget / ranks);
    const times = timesOf(twice, { decoding: 0, cached: 0, prefilling, prefillingRanks: ranks });
    const without = timesOf(twice, { decoding: 1 / ranks, cached: 1, prefilling: 0, prefillingRanks: 0 });
    const alone = addedByPrompt(times, constants) + decodeStep(without, constants, twice.measured, 1 / ranks);
    const seconds = stepTime(cost, prefilling * ranks, 0, (ranks * prefilling ** 2) / 2);
    expect(seconds / alone).toBeGreaterThan(0.85);
    expect(seconds / alone).toBeLessThan(1.15);
  });
});
