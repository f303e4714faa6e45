/** Accelerators, models of papers, and jobs of any kind to ask properties of. */
import fc from "fast-check";
import type { Accelerator } from "../accelerator.ts";
import type { Architecture } from "../architecture.ts";
import { deepseekV3, gptOss120b, llama31With405b, qwen35 } from "../architecture.fixture.ts";
import { b200, h100, llama70b, llama8b } from "../serving/serving.fixture.ts";
import {
  frameworks,
  recomputations,
  shardings,
  trainingFormats,
  tunings,
  type TrainingJob,
  type TrainingLayout,
} from "./job.ts";

export const a100: Accelerator = {
  ...h100,
  name: "nvidia-a100-sxm-80gb",
  memoryBandwidth: 2.039e12,
  peak: { bf16: 312e12 },
  scaleUp: { domain: 8, bandwidth: 300e9 },
};
export const gb200: Accelerator = {
  ...b200,
  name: "nvidia-gb200-nvl72",
  memory: 186e9,
  scaleUp: { domain: 72, bandwidth: 900e9 },
};

/** A GPT as in papers: heads of multi-head attention, a network four times as wide without a gate, one table of 51,200 tokens. */
export function gpt(name: string, layers: number, hidden: number, heads: number, vocabulary = 51_200): Architecture {
  return {
    name,
    layers,
    hidden,
    vocabulary,
    tiedEmbeddings: true,
    attention: { kind: "gqa", heads, kvHeads: heads, headDim: hidden / heads },
    dense: { layers, intermediate: 4 * hidden, plain: true },
  };
}

/** One accelerator of its own for all of a model. */
export const alone: TrainingLayout = {
  tp: 1,
  pp: 1,
  cp: 1,
  ep: 1,
  expertTp: 1,
  dp: 1,
  chunks: 1,
  microBatch: 1,
  sharding: "optimizer",
  recomputation: "none",
};

export function trainingOf(
  architecture: Architecture,
  accelerator: Accelerator,
  layout: Partial<TrainingLayout>,
  batch: TrainingJob["batch"],
  rest: Partial<Pick<TrainingJob, "framework" | "format" | "tuning">> = {},
): TrainingJob {
  const whole = { ...alone, ...layout };
  return {
    architecture,
    accelerator,
    framework: "megatron",
    format: "bf16",
    tuning: "full",
    layout: whole,
    batch,
    ...rest,
  };
}

export const trainable = [llama8b, llama70b, llama31With405b, deepseekV3, gptOss120b, qwen35, gpt("gpt", 24, 2048, 16)];

/** Jobs whose layouts hang together, sensible or not. */
export const anyTraining: fc.Arbitrary<TrainingJob> = fc
  .record({
    architecture: fc.constantFrom(...trainable),
    accelerator: fc.constantFrom(a100, h100, gb200),
    framework: fc.constantFrom(...frameworks),
    format: fc.constantFrom(...trainingFormats),
    tuning: fc.constantFrom(...tunings),
    tp: fc.constantFrom(1, 2, 4, 8),
    pp: fc.integer({ min: 1, max: 16 }),
    cp: fc.constantFrom(1, 2, 4),
    ep: fc.constantFrom(1, 2, 4, 8),
    chunks: fc.integer({ min: 1, max: 4 }),
    replicas: fc.integer({ min: 1, max: 8 }),
    micro: fc.integer({ min: 1, max: 4 }),
    rounds: fc.integer({ min: 1, max: 20 }),
    length: fc.constantFrom(1024, 4096, 32_768),
    sharding: fc.constantFrom(...shardings),
    recomputation: fc.constantFrom(...recomputations),
  })
  .map(({ architecture, accelerator, framework, format, tuning, replicas, micro, rounds, length, ...layout }) => {
    const isMixture = architecture.experts !== undefined;
    const dp = replicas * layout.ep;
    const chunks = layout.pp === 1 ? 1 : layout.chunks;
    return {
      architecture,
      accelerator,
      framework,
      format,
      tuning,
      layout: { ...layout, chunks, ep: isMixture ? layout.ep : 1, expertTp: 1, dp, microBatch: micro },
      batch: { sequences: dp * micro * rounds, length },
    };
  });
