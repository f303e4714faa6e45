import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { llama31With405b } from "../architecture.fixture.ts";
import type { Accelerator } from "../accelerator.ts";
import { trainingStartingConstants } from "./calibration.ts";
import { trainingConstantNames, type TrainingConstants } from "./constants.ts";
import { acceleratorsIn, tokensPerStep, trainingPeak, type TrainingJob } from "./job.ts";
import { h100, llama70b } from "../serving/serving.fixture.ts";
import { anyTraining } from "./memory.fixture.ts";
import { matureSoftware } from "./software.ts";
import { stepOf } from "./step.ts";
import { mfuOf, trainingFlopsPerToken } from "./utilisation.ts";
import { waterfallOf } from "./waterfall.ts";

const constants = trainingStartingConstants();

/** Peak arithmetic and nothing else: no overheads, no traffic, no losses. */
function ideal(): TrainingConstants {
  const none = { ...constants };
  for (const name of trainingConstantNames) none[name] = 0;
  return { ...none, products: 1, attention: 1, experts: 1, software: 1, mixture: 1, bubble: 1 };
}

function seconds(job: TrainingJob, c = constants): number {
  return stepOf(job, c, matureSoftware).seconds;
}

const job405b: TrainingJob = {
  architecture: llama31With405b,
  accelerator: h100,
  framework: "megatron",
  format: "bf16",
  tuning: "full",
  layout: {
    tp: 8,
    pp: 16,
    cp: 1,
    ep: 1,
    expertTp: 1,
    dp: 64,
    chunks: 1,
    microBatch: 1,
    sharding: "optimizer",
    recomputation: "none",
  },
  batch: { sequences: 2048, length: 8192 },
};

describe("stepOf", () => {
  it("adds up its parts, none of them negative", () => {
    fc.assert(
      fc.property(anyTraining, (job) => {
        const step = stepOf(job, constants, matureSoftware);
        const parts = Object.values(step.parts);
        expect(parts.reduce((sum, value) => sum + value, 0) / step.seconds).toBeCloseTo(1, 10);
        for (const part of parts) expect(part).toBeGreaterThanOrEqual(-1e-12 * step.seconds);
      }),
    );
  });

  it("never runs above the peak, whatever the constants", () => {
    const scales = fc.array(fc.double({ min: 0.2, max: 3, noNaN: true }), {
      minLength: trainingConstantNames.length,
      maxLength: trainingConstantNames.length,
    });
    fc.assert(
      fc.property(anyTraining, scales, (job, factors) => {
        const c = { ...constants };
        for (const [i, name] of trainingConstantNames.entries()) c[name] *= factors[i] ?? 1;
        const [useful, ...losses] = waterfallOf(job, stepOf(job, c, matureSoftware));
        expect(useful?.share).toBeGreaterThan(0);
        expect(useful?.share).toBeLessThanOrEqual(1);
        for (const { share } of losses) expect(share).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });

  it("is the arithmetic over the peak where nothing else takes time", () => {
    const alone = { ...job405b, layout: { ...job405b.layout, tp: 1, pp: 1, dp: 8 } };
    const { flops } = stepOf(alone, ideal(), matureSoftware);
    const perToken = trainingFlopsPerToken(llama31With405b, 8192);
    const total = (perToken * tokensPerStep(alone.batch)) / acceleratorsIn(alone.layout);
    expect((flops.products + flops.experts + flops.attention + flops.head) / total).toBeCloseTo(1, 3);
    // Attention's backward pass computes the scores again: half a forward pass more.
    const expected = (total + flops.attention / 6) / h100.peak.bf16;
    const logits = (6 * 4 * tokensPerStep(alone.batch) * llama31With405b.vocabulary) / 8 / h100.memoryBandwidth;
    expect(seconds(alone, ideal()) / (expected + logits)).toBeCloseTo(1, 3);
  });

  it("idles (stages - 1) / (chunks micro-batches) of a pipeline's work (Narayanan et al. 2021, section 2.2)", () => {
    for (const [pp, chunks] of [
      [16, 1],
      [16, 7],
      [7, 3],
      [2, 1],
    ] as const) {
      const { parts, seconds: all } = stepOf(
        { ...job405b, layout: { ...job405b.layout, pp, chunks } },
        ideal(),
        matureSoftware,
      );
      const microBatches = 2048 / 64;
      expect(parts.pipeline / (all - parts.pipeline)).toBeCloseTo((pp - 1) / (chunks * microBatches), 10);
    }
  });

  it("is never slower with more bandwidth, memory speed or peak", () => {
    const better: ((chip: Accelerator, by: number) => Accelerator)[] = [
      (chip, by) => ({ ...chip, memoryBandwidth: chip.memoryBandwidth * by }),
      (chip, by) => ({ ...chip, scaleUp: { ...chip.scaleUp, bandwidth: chip.scaleUp.bandwidth * by } }),
      (chip, by) =>
        chip.scaleOut === undefined ? chip : { ...chip, scaleOut: { bandwidth: chip.scaleOut.bandwidth * by } },
      (chip, by) => ({
        ...chip,
        peak: {
          bf16: chip.peak.bf16 * by,
          fp8: chip.peak.fp8 === undefined ? undefined : chip.peak.fp8 * by,
          fp4: chip.peak.fp4 === undefined ? undefined : chip.peak.fp4 * by,
        },
      }),
      (chip, by) => ({ ...chip, power: chip.power === undefined ? undefined : chip.power * by }),
    ];
    fc.assert(
      fc.property(
        anyTraining,
        fc.constantFrom(...better),
        fc.double({ min: 1, max: 8, noNaN: true }),
        (job, more, by) => {
          const faster = { ...job, accelerator: more(job.accelerator, by) };
          expect(seconds(faster)).toBeLessThanOrEqual(seconds(job) * (1 + 1e-9));
        },
      ),
    );
  });

  it("takes longer for longer sequences, more of them, recomputation, and 16 bit", () => {
    fc.assert(
      fc.property(anyTraining, (job) => {
        const more = { ...job, batch: { ...job.batch, sequences: job.batch.sequences * 2 } };
        const longer = { ...job, batch: { ...job.batch, length: job.batch.length * 2 } };
        const again: TrainingJob = { ...job, layout: { ...job.layout, recomputation: "full" } };
        expect(seconds(more)).toBeGreaterThan(seconds(job));
        expect(seconds(longer)).toBeGreaterThan(seconds(job));
        expect(seconds(again)).toBeGreaterThanOrEqual(seconds(job));
      }),
    );
  });

  it("waits for the host where micro-batches are small", () => {
    const small: TrainingJob = {
      ...job405b,
      architecture: { ...llama70b, hidden: 768, dense: { layers: llama70b.layers, intermediate: 2048 } },
      layout: { ...job405b.layout, tp: 8, pp: 1, dp: 8 },
      batch: { sequences: 64, length: 256 },
    };
    const { parts, seconds: all } = stepOf(small, constants, matureSoftware);
    expect(parts.launches / all).toBeGreaterThan(0.3);
  });

  it("gives an MFU that no format can bring above the ratio of the peaks", () => {
    fc.assert(
      fc.property(anyTraining, (job) => {
        const speed = tokensPerStep(job.batch) / acceleratorsIn(job.layout) / seconds(job);
        const most = trainingPeak(job.accelerator, job.format) / job.accelerator.peak.bf16;
        // Adapters skip a third of what the formula counts.
        expect(mfuOf(job, speed)).toBeLessThanOrEqual(most * (job.tuning === "full" ? 1.001 : 1.51));
      }),
    );
  });
});
