import { describe, expect, it } from "vitest";
import { deepseekV3, gptOss120b, llama31With405b } from "../architecture.fixture.ts";
import type { Architecture } from "../architecture.ts";
import { h100, llama8b } from "../serving/serving.fixture.ts";
import type { TrainingJob } from "./job.ts";
import { causalAttentionFlops, hfuOf, mfuOf, trainingFlopsPerToken } from "./utilisation.ts";

describe("trainingFlopsPerToken", () => {
  it("is what NVIDIA prints since it counts the causal mask: 51.5 GFLOP a token of Llama 3 8B at 8,192", () => {
    expect(trainingFlopsPerToken(llama8b, 8192) / 1e9).toBeCloseTo(51.5, 0);
  });

  it("is 249 GFLOP a token of DeepSeek-V3 at 4,096, without its extra prediction head", () => {
    expect(trainingFlopsPerToken(deepseekV3, 4096) / 249e9).toBeCloseTo(1, 1);
  });

  it("is about six times the weights that a token is multiplied with where attention is short", () => {
    expect(trainingFlopsPerToken(llama31With405b, 1) / (6 * 403.8e9)).toBeCloseTo(1, 2);
  });

  it("counts what a window shows: nothing changes in sequences as long as the window, little is left in long ones", () => {
    const all: Architecture = { ...gptOss120b, attention: { kind: "gqa", heads: 64, kvHeads: 8, headDim: 64 } };
    expect(causalAttentionFlops(gptOss120b, 128)).toBeCloseTo(causalAttentionFlops(all, 128), 6);
    const long = causalAttentionFlops(gptOss120b, 131_072) / causalAttentionFlops(all, 131_072);
    expect(long).toBeCloseTo(0.5 + 0.5 * (2 * (128 / 131_072)), 3);
  });
});

describe("utilisation", () => {
  const job: TrainingJob = {
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
      dp: 128,
      chunks: 7,
      microBatch: 1,
      sharding: "optimizer",
      recomputation: "none",
    },
    batch: { sequences: 2048, length: 8192 },
  };

  it("is that of Llama 3 405B: 400 TFLOP/s of a GPU are 41 % (arXiv 2407.21783, table 4, prints 41 %)", () => {
    const speed = 400e12 / trainingFlopsPerToken(llama31With405b, 8192);
    expect(mfuOf(job, speed)).toBeCloseTo(0.4045, 3);
  });

  it("is the same for hardware where nothing is computed again, and a third more of the layers where all is", () => {
    const full: TrainingJob = { ...job, layout: { ...job.layout, recomputation: "full" } };
    const selective: TrainingJob = { ...job, layout: { ...job.layout, recomputation: "selective" } };
    expect(hfuOf(job, 150)).toBeCloseTo(mfuOf(job, 150), 12);
    expect(hfuOf(full, 150) / mfuOf(full, 150)).toBeCloseTo(4 / 3, 2);
    expect(hfuOf(selective, 150)).toBeGreaterThan(mfuOf(selective, 150));
    expect(hfuOf(selective, 150)).toBeLessThan(hfuOf(full, 150));
  });
});
