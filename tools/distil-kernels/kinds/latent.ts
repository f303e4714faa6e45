import { latentDecodeLaw, latentPrefillLaw, type LatentDecodeShape, type LatentPrefillShape } from "@underwatt/compute";
import { attentionOfLayers } from "./decode-layers.ts";
import { bytesOfCache, numberOf, rowByRow, secondsOf, textOf, type Kind, type Row } from "./kind.ts";

const heads = [1, 8, 16, 32, 64, 128];

export const latentDecode: Kind<LatentDecodeShape> = {
  name: "latentDecode",
  law: latentDecodeLaw,
  nodes: [[1, 4, 16, 32, 64, 128, 256, 1024], [16, 256, 1024, 2048, 4096, 8192, 16384, 32768, 131072], heads],
  folder: "mla",
  file: "generation_mla_perf.parquet",
  read: rowByRow((row) => {
    const cached = numberOf(row, "step") + 1;
    if (cached < 16 || isHostBound(row)) return undefined;
    const shape = { sequences: numberOf(row, "batch_size"), cached, ...sharedOf(row) };
    return { variant: variantOf(shape), shape, seconds: secondsOf(row) };
  }),
};

/** vLLM's kernel by itself was measured with the host's time in it; its layers were not. */
export const latentDecodeOfLayers: Kind<LatentDecodeShape> = {
  ...latentDecode,
  file: "mla_generation_module_perf.parquet",
  read: (rows) =>
    attentionOfLayers(
      rows.filter((row) => textOf(row, "framework") === "VLLM"),
      handful,
    ),
};

/** Seconds of attention to hardly any cache, as other engines' kernels take. */
const handful = 12e-6;

export const latentPrefill: Kind<LatentPrefillShape> = {
  name: "latentPrefill",
  law: latentPrefillLaw,
  nodes: [[16, 128, 512, 1024, 2048, 4096, 8192, 16384, 65536], [16, 128, 512, 1024, 2048, 8192, 32768], heads],
  folder: "mla",
  file: "context_mla_perf.parquet",
  read: rowByRow((row) => {
    const tokens = numberOf(row, "isl");
    if (tokens < 16 || isHostBound(row)) return undefined;
    const shape = { sequences: numberOf(row, "batch_size"), tokens, ...sharedOf(row) };
    return { variant: variantOf(shape), shape, seconds: secondsOf(row) };
  }),
};

function sharedOf(row: Row) {
  return { heads: numberOf(row, "num_heads"), kvBytes: bytesOfCache(row) };
}

function variantOf({ kvBytes }: { readonly kvBytes: number }): string {
  return `cache ${8 * kvBytes} bit`;
}

/** vLLM's were measured with the host's time in them, 0.1 ms and more. */
function isHostBound(row: Row): boolean {
  return textOf(row, "kernel_source").startsWith("vllm");
}
