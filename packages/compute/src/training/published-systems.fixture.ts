/**
 * Training systems as their papers describe them, and how fast they say they are: tokens a second of one accelerator, between what the
 * rounding of the printed figures and the formula behind them leave open. Papers were read as transcribed text. What a paper does not
 * say is marked as taken.
 */
import type { Accelerator } from "../accelerator.ts";
import type { Architecture } from "../architecture.ts";
import { deepseekV3, llama31With405b } from "../architecture.fixture.ts";
import { h100 } from "../serving/serving.fixture.ts";
import type { TrainingBatch, TrainingJob, TrainingLayout } from "./job.ts";
import { a100, gpt, trainingOf } from "./memory.fixture.ts";

export interface PublishedSystem {
  readonly name: string;
  readonly job: TrainingJob;
  /** Tokens a second of one accelerator. */
  readonly tokensPerSecond: { readonly low: number; readonly high: number };
  /** The share of the dense 16-bit peak that the paper prints, by its own formula. */
  readonly printedMfu?: number;
  /** Year of publication, as circumstances of an estimate. */
  readonly year: number;
}

/**
 * PaLM's count, which the others name as theirs: 6 FLOP a weight and 12 x layers x width of attention x length, the whole square of
 * scores (arXiv 2204.02311, appendix B). `masked` counts what causal attention needs, half of them.
 */
function flopsPerToken(weights: number, layers: number, width: number, length: number, masked: boolean): number {
  return 6 * weights + (masked ? 6 : 12) * layers * width * length;
}

/** Board powers are the vendor's, as in the catalogue: they limit what long products sustain. */
const hopper: Accelerator = { ...h100, power: 700 };
const ampere: Accelerator = { ...a100, scaleOut: { bandwidth: 25e9 }, power: 400 };

/**
 * The Llama 3 Herd of Models, arXiv 2407.21783v3, table 4 (TFLOP/s of a GPU, and BF16 MFU "38-43 %" after PaLM) and section 3.3.2: FSDP
 * shards optimizer states and gradients, and does not reshard after the forward pass; no activation checkpointing at 8K; interleaved
 * with a number of stages that is not given, taken as 8; micro-batches taken as 1. Whether the mask was counted is not said: speeds lie
 * between both. Low and high hold both printed figures, TFLOP/s to 10 and MFU to a point. The table prints DP = 4 at 131,072 tokens,
 * but 16,384 GPUs, and 16 sequences each in 16M tokens, need 8.
 */
const herd = [
  { gpus: 8192, cp: 1, dp: 64, sequences: 2048, length: 8192, tflops: 430, mfu: 0.43 },
  { gpus: 16_384, cp: 1, dp: 128, sequences: 2048, length: 8192, tflops: 400, mfu: 0.41 },
  { gpus: 16_384, cp: 16, dp: 8, sequences: 128, length: 131_072, tflops: 380, mfu: 0.38 },
].map(({ gpus, cp, dp, sequences, length, tflops, mfu }): PublishedSystem => {
  const flops = (masked: boolean): number => flopsPerToken(405.85e9, 126, 16_384, length, masked);
  const peak = hopper.peak.bf16;
  return {
    name: `Llama 3 405B on ${gpus} H100, ${length} tokens`,
    job: trainingOf(
      llama31With405b,
      hopper,
      { tp: 8, pp: 16, cp, dp, chunks: 8, sharding: "gradients", recomputation: "none" },
      { sequences, length },
    ),
    tokensPerSecond: {
      low: Math.min((tflops - 5) * 1e12, (mfu - 0.005) * peak) / flops(false),
      high: Math.max((tflops + 5) * 1e12, (mfu + 0.005) * peak) / flops(true),
    },
    printedMfu: mfu,
    year: 2024.58,
  };
});

/**
 * MegaScale, arXiv 2402.15627, tables 1 and 2 and section 6.1: step times of a GPT of 175 billion weights, tensor parallel 8, 8 stages
 * of 6 chunks, 2,048 tokens, vocabulary 64,000, on "NVIDIA Ampere" GPUs with a 200 Gbit/s adapter each. Speeds are batch x length over
 * step time, to its rounding. MegaScale's own rows also change the model: parallel blocks, sliding windows of a width that is not
 * given (not expressed here), LAMB. They use FlashAttention-2 (section 3.3), beside which nothing is computed again; of the baseline it is
 * not said, and attention's core is taken to be. Micro-batches of 1 and a sharded optimizer are taken.
 */
const table2 = [
  { framework: "megatron", gpus: 256, sequences: 768, seconds: 40, half: 0.05, mfu: 0.53 },
  { framework: "megatron", gpus: 512, sequences: 768, seconds: 21.2, half: 0.05, mfu: 0.499 },
  { framework: "megatron", gpus: 768, sequences: 768, seconds: 15.2, half: 0.05, mfu: 0.467 },
  { framework: "megatron", gpus: 1024, sequences: 768, seconds: 11.9, half: 0.05, mfu: 0.447 },
  { framework: "megatron", gpus: 3072, sequences: 6144, seconds: 29.02, half: 0.005, mfu: 0.487 },
  { framework: "megatron", gpus: 6144, sequences: 6144, seconds: 14.78, half: 0.005, mfu: 0.478 },
  { framework: "megatron", gpus: 8192, sequences: 6144, seconds: 12.24, half: 0.005, mfu: 0.433 },
  { framework: "megatron", gpus: 12_288, sequences: 6144, seconds: 8.57, half: 0.005, mfu: 0.412 },
  { framework: "megascale", gpus: 256, sequences: 768, seconds: 32, half: 0.05, mfu: 0.653 },
  { framework: "megascale", gpus: 512, sequences: 768, seconds: 16.5, half: 0.05, mfu: 0.635 },
  { framework: "megascale", gpus: 768, sequences: 768, seconds: 11.5, half: 0.05, mfu: 0.613 },
  { framework: "megascale", gpus: 1024, sequences: 768, seconds: 8.9, half: 0.05, mfu: 0.59 },
  { framework: "megascale", gpus: 3072, sequences: 6144, seconds: 23.66, half: 0.005, mfu: 0.591 },
  { framework: "megascale", gpus: 6144, sequences: 6144, seconds: 12.21, half: 0.005, mfu: 0.573 },
  { framework: "megascale", gpus: 8192, sequences: 6144, seconds: 9.56, half: 0.005, mfu: 0.549 },
  { framework: "megascale", gpus: 12_288, sequences: 6144, seconds: 6.34, half: 0.005, mfu: 0.552 },
] as const;
const megaScale = table2.map(({ framework, gpus, sequences, seconds, half, mfu }): PublishedSystem => {
  const batch: TrainingBatch = { sequences, length: 2048 };
  const recomputation = framework === "megascale" ? "none" : "selective";
  const layout: Partial<TrainingLayout> = { tp: 8, pp: 8, chunks: 6, dp: gpus / 64, recomputation };
  const ofOne = (sequences * batch.length) / gpus;
  return {
    name: `${framework === "megascale" ? "MegaScale" : "Megatron-LM, MegaScale's baseline,"} 175B on ${gpus} A100`,
    job: trainingOf(gpt("gpt-175b", 96, 12_288, 128, 64_000), ampere, layout, batch, { framework }),
    tokensPerSecond: { low: ofOne / (seconds + half), high: ofOne / (seconds - half) },
    printedMfu: mfu,
    year: 2024.15,
  };
});

/**
 * DeepSeek-V3, arXiv 2412.19437, sections 1, 3.1, 3.2 and 4.2: 2,048 H800, 16 stages in both directions at once (DualPipe), 64-way expert
 * parallel over 8 servers, ZeRO-1, no tensor parallel, FP8 in blocks, 4,096 tokens, 15,360 sequences from 469 billion tokens on. "180K
 * GPU hours" a trillion tokens to 1K, which is also 2,664K for 14.8 trillion; "3.7 days" to a tenth is wider. That is the whole of
 * pre-training, its extra prediction head, smaller first batches and stops included. Norms and up-projections are computed again, which
 * is nearest to none; micro-batches are not given, taken as 1. H800: an H100 with NVLink of 200 GB/s each way.
 */
const deepSeek: PublishedSystem = {
  name: "DeepSeek-V3 on 2048 H800",
  job: trainingOf(
    deepseekV3,
    { ...hopper, name: "nvidia-h800-sxm", scaleUp: { domain: 8, bandwidth: 200e9 } },
    { pp: 16, ep: 64, dp: 128, chunks: 2 },
    { sequences: 15_360, length: 4096 },
    { format: "fp8-block" },
  ),
  tokensPerSecond: { low: 1e12 / (180.5e3 * 3600), high: 1e12 / (179.5e3 * 3600) },
  year: 2024.99,
};

/**
 * PaLM, arXiv 2204.02311, table 1 and sections 4 and 4.1: 540.35 billion weights, one head of keys and values, SwiGLU, on two pods of
 * 3,072 TPU v4, in each 12-way model parallel and 256-way fully sharded, batch 2,048, 2,048 tokens; one activation of a layer is kept and the
 * rest computed again. 238.3K tokens/s on all, printed as 46.2 % MFU with attention, 57.8 % HFU. T5X is taken for MaxText, both
 * JAX. A pod has a copy of the parameters, which is not expressed: they are shared out among both here.
 */
const palm540b: Architecture = {
  name: "palm-540b",
  layers: 118,
  hidden: 18_432,
  vocabulary: 256_000,
  tiedEmbeddings: true,
  attention: { kind: "gqa", heads: 48, kvHeads: 1, headDim: 256 },
  dense: { layers: 118, intermediate: 73_728 },
};
const tpuV4: Accelerator = {
  name: "google-tpu-v4",
  memory: 34.4e9,
  memoryBandwidth: 1.2e12,
  peak: { bf16: 275e12 },
  scaleUp: { domain: 4096, bandwidth: 300e9 },
  scaleOut: { bandwidth: 6.25e9 },
  power: 192,
};
const palm: PublishedSystem = {
  name: "PaLM 540B on 6144 TPU v4",
  job: trainingOf(
    palm540b,
    tpuV4,
    { tp: 12, dp: 512, microBatch: 4, sharding: "parameters", recomputation: "full" },
    { sequences: 2048, length: 2048 },
    { framework: "maxtext" },
  ),
  tokensPerSecond: { low: 238.25e3 / 6144, high: 238.35e3 / 6144 },
  printedMfu: 0.462,
  year: 2022.26,
};

export const publishedSystems: readonly PublishedSystem[] = [...herd, ...megaScale, deepSeek, palm];
