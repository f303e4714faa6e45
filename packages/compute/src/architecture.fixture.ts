/** Shapes from the publishers' configuration files. */
import type { Architecture, LatentAttention } from "./architecture.ts";

export const deepseekV3: Architecture & { readonly attention: LatentAttention } = {
  name: "deepseek-v3",
  layers: 61,
  hidden: 7168,
  vocabulary: 129_280,
  attention: { kind: "mla", heads: 128, queryRank: 1536, kvRank: 512, ropeDim: 64, nopeDim: 128, valueDim: 128 },
  dense: { layers: 3, intermediate: 18_432 },
  experts: { count: 256, active: 8, shared: 1, intermediate: 2048 },
};

export const gptOss120b: Architecture = {
  name: "gpt-oss-120b",
  layers: 36,
  hidden: 2880,
  vocabulary: 201_088,
  attention: { kind: "gqa", heads: 64, kvHeads: 8, headDim: 64, sliding: { layers: 18, window: 128 } },
  experts: { count: 128, active: 4, shared: 0, intermediate: 2880 },
};

export const llama31With405b: Architecture = {
  name: "llama-3.1-405b",
  layers: 126,
  hidden: 16_384,
  vocabulary: 128_256,
  attention: { kind: "gqa", heads: 128, kvHeads: 8, headDim: 128 },
  dense: { layers: 126, intermediate: 53_248 },
};

export const qwen35: Architecture = {
  name: "qwen3.5-397b-a17b",
  layers: 60,
  hidden: 4096,
  vocabulary: 248_320,
  attention: {
    kind: "gqa",
    heads: 32,
    kvHeads: 2,
    headDim: 256,
    gated: true,
    linear: { layers: 45, keyHeads: 16, valueHeads: 64, headDim: 128 },
  },
  experts: { count: 512, active: 10, shared: 1, intermediate: 1024 },
};

/** 52 layers as it prints them: 23 state spaces, 6 of attention, 23 of experts. */
export const nemotron3Nano: Architecture = {
  name: "nemotron-3-nano",
  layers: 29,
  mixerOnly: 6,
  hidden: 2688,
  vocabulary: 131_072,
  attention: {
    kind: "gqa",
    heads: 32,
    kvHeads: 2,
    headDim: 128,
    stateSpace: { layers: 23, heads: 64, headDim: 64, stateDim: 128, groups: 8 },
  },
  experts: { count: 128, active: 6, shared: 2, intermediate: 1856, plain: true },
};
