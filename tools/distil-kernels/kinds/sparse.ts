import {
  sparseDecodeLaw,
  sparsePrefillLaw,
  type KernelTimes,
  type LatentDecodeShape,
  type LatentPrefillShape,
} from "@underwatt/compute";
import { attentionOfLayers } from "./decode-layers.ts";
import { bytesOfCache, numberOf, secondsOf, textOf, type Kind, type Measured, type Row } from "./kind.ts";

const heads = [8, 16, 32, 64, 128];

/** Seconds of scoring, choosing and attending to a few tokens: as latent attention and two small kernels take. */
const handful = 18e-6;

export const sparseDecode: Kind<LatentDecodeShape> = {
  name: "sparseDecode",
  law: sparseDecodeLaw,
  nodes: [[1, 4, 16, 64, 256, 1024], [64, 512, 2048, 4096, 8192, 32768, 131072], heads],
  folder: "sparse_attention",
  file: "dsa_generation_module_perf.parquet",
  read: (rows) => attentionOfLayers(rows.filter(isDeepSeek), handful),
};

export const sparsePrefill: Kind<LatentPrefillShape> = {
  name: "sparsePrefill",
  law: sparsePrefillLaw,
  nodes: [[512, 2048, 8192, 32768, 131072], [128, 1024, 2048, 4096, 8192, 32768], heads],
  folder: "sparse_attention",
  file: "dsa_context_module_perf.parquet",
  read(rows, times) {
    const measured = rows.filter((row) => isDeepSeek(row) && textOf(row, "gemm_type") === "fp8_block");
    const host = hostOf(measured);
    return measured.flatMap((row): Measured<LatentPrefillShape>[] => {
      const shape = {
        sequences: numberOf(row, "batch_size"),
        tokens: numberOf(row, "isl"),
        prior: numberOf(row, "step"),
        ...sharedOf(row),
      };
      const isHostBound = secondsOf(row) < 1.5 * (host.get(textOf(row, "kernel_source")) ?? 0);
      if (isHostBound || shape.tokens < 128 || shape.sequences * shape.tokens < 512 || shape.prior > 131072) return [];
      const seconds = secondsOf(row) - productsOf(shape, times);
      return seconds < secondsOf(row) / 10 ? [] : [{ variant: variantOf(shape), shape, seconds }];
    });
  },
};

/** Seconds below which the host was slower than the GPU, by kernel: what a few tokens took. */
function hostOf(rows: readonly Row[]): ReadonlyMap<string, number> {
  const few = new Map<string, number[]>();
  for (const row of rows) {
    if (numberOf(row, "batch_size") * numberOf(row, "isl") > 64) continue;
    const kernel = textOf(row, "kernel_source");
    few.set(kernel, [...(few.get(kernel) ?? []), secondsOf(row)]);
  }
  return new Map(
    [...few].map(([kernel, seconds]) => [kernel, seconds.sort((a, b) => a - b)[seconds.length >> 1] ?? 0]),
  );
}

/** The matrix products of DeepSeek-V3.2's attention for a prompt, as its configuration file shapes them. */
function productsOf({ sequences, tokens, heads }: LatentPrefillShape, times: KernelTimes): number {
  const rows = sequences * tokens;
  return (
    times.gemm("fp8-block", rows, 1536 + 512 + 64 + 128 + 64, 7168) +
    times.gemm("fp8-block", rows, heads * (128 + 64) + 64 * 128, 1536) +
    times.gemm("fp8-block", rows, heads * (128 + 128), 512) +
    times.gemm("fp8-block", rows, 7168, heads * 128)
  );
}

/** Other models' layers were measured too, and a variant that scores anew only now and then. */
function isDeepSeek(row: Row): boolean {
  return (
    textOf(row, "model").endsWith("DeepSeek-V3.2") &&
    numberOf(row, "num_heads") >= 8 &&
    !textOf(row, "op_name").includes("skip") &&
    // TensorRT-LLM at this one length takes twice the time of its neighbours.
    !(textOf(row, "framework") === "TRTLLM" && numberOf(row, "step") === 2048)
  );
}

function sharedOf(row: Row) {
  return { heads: numberOf(row, "num_heads"), kvBytes: bytesOfCache(row) };
}

function variantOf({ kvBytes }: { readonly kvBytes: number }): string {
  return `cache ${8 * kvBytes} bit`;
}
