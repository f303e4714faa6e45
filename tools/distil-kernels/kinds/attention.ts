import { decodeLaw, prefillLaw, type DecodeShape, type PrefillShape } from "@underwatt/compute";
import { bytesOfCache, numberOf, rowByRow, secondsOf, textOf, type Kind, type Row } from "./kind.ts";

/** Larger groups run kernels that no model needs. */
const headsPerGroup = [1, 4, 8, 16];
const headDims = [64, 128, 256];

export const decode: Kind<DecodeShape> = {
  name: "decode",
  law: decodeLaw,
  nodes: [[1, 8, 32, 128, 256, 512, 2048, 16384], [16, 128, 512, 1024, 2048, 4096, 8192, 32768, 131072], headsPerGroup],
  folder: "attention",
  file: "generation_attention_perf.parquet",
  read: rowByRow((row) => {
    const shape = {
      sequences: numberOf(row, "batch_size"),
      // The token that is added is seen too.
      cached: numberOf(row, "step") + 1,
      ...headsOf(row),
    };
    if (!isServed(shape, shape.cached) || isContradicted(row)) return undefined;
    return { variant: variantOf(shape), shape, seconds: secondsOf(row) };
  }),
};

export const prefill: Kind<PrefillShape> = {
  name: "prefill",
  law: prefillLaw,
  nodes: [
    [256, 1024, 4096, 16384, 65536, 262144, 1048576, 8388608],
    [16, 64, 256, 512, 1024, 2048, 4096, 8192, 16384],
    headsPerGroup,
  ],
  folder: "attention",
  file: "context_attention_perf.parquet",
  read: rowByRow((row) => {
    const shape = { sequences: numberOf(row, "batch_size"), tokens: numberOf(row, "isl"), ...headsOf(row) };
    // With a cache in 8 bit the engines multiply in 8 bit where they can.
    if (shape.kvBytes === 2 && textOf(row, "attn_dtype") !== "bfloat16") return undefined;
    if (!isServed(shape, shape.tokens) || isTooFast(row)) return undefined;
    return { variant: variantOf(shape), shape, seconds: secondsOf(row) };
  }),
};

function headsOf(row: Row) {
  const window = "window_size" in row ? numberOf(row, "window_size") : 0;
  const heads = numberOf(row, "num_heads");
  return {
    heads,
    kvHeads: numberOf(row, "num_key_value_heads"),
    headDim: numberOf(row, "head_dim"),
    kvBytes: bytesOfCache(row),
    window: window === 0 ? undefined : window,
  };
}

function variantOf({ headDim, kvBytes, window }: ReturnType<typeof headsOf>): string {
  return `head ${headDim}, cache ${8 * kvBytes} bit${window === undefined ? "" : `, window ${window}`}`;
}

function isServed({ heads, kvHeads, headDim, window }: ReturnType<typeof headsOf>, tokens: number): boolean {
  return (
    heads <= 16 * kvHeads &&
    tokens >= 16 &&
    headDims.includes(headDim) &&
    (window === undefined || (window === 128 && headDim === 64))
  );
}

/** A table whose times are below what the arithmetic takes at its peak: a third of the same engine's on H100, with the same arithmetic. */
function isTooFast(row: Row): boolean {
  return is(row, "VLLM", "0.19") && textOf(row, "device") === "NVIDIA H200";
}

/**
 * Tables of one version that its successor, the other engines and the roofline contradict: on Hopper faster than memory, on Blackwell two to
 * nine times as slow.
 */
function isContradicted(row: Row): boolean {
  return is(row, "TRTLLM", "1.3.0rc10");
}

function is(row: Row, framework: string, version: string): boolean {
  return textOf(row, "framework") === framework && textOf(row, "version").startsWith(version);
}
