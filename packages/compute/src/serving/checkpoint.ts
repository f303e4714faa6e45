/**
 * Formats of the parts of a checkpoint, from the one word that names it. Publishers quantise the experts first and leave
 * attention in 16 bit where it hurts.
 */
import type { Accelerator, Precision } from "../accelerator.ts";
import type { Architecture } from "../architecture.ts";
import type { Quantisation } from "./deployment.ts";

/** The word on a checkpoint. */
export const weightFormats = ["bf16", "fp8", "fp4", "int4"] as const;
export type WeightFormat = (typeof weightFormats)[number];

/**
 * Formats by part.
 * - FP8: everything; per block of 128 in mixtures of experts (DeepSeek-V3's recipe, arXiv 2412.19437 section 3.3), per tensor in
 *   dense models unless `block`.
 * - FP4 of a mixture of experts: experts in NVFP4, attention in 16 bit (the publishers' quantisation configurations); gpt-oss ships
 *   MXFP4 experts and 16-bit attention (its model card); a dense model is NVFP4 throughout.
 *   DeepSeek-R1-0528's second NVFP4 checkpoint quantises attention's output projection too.
 * - INT4: experts only.
 *
 * The cache is FP8 beside FP8 or FP4 weights where published recipes have it so: dense models and latent attention everywhere, other
 * mixtures of experts on chips with FP4 (their runs hold nearly twice the sequences that a 16-bit cache would leave room for).
 */
export function quantisationOf(
  format: WeightFormat,
  { experts, attention, name }: Architecture,
  { peak }: Accelerator,
  block = experts !== undefined,
): Quantisation {
  const isMixture = experts !== undefined;
  const isMx = name.startsWith("gpt-oss");
  const isLatent = attention.kind === "mla";
  const isQuantised = format === "fp8" || format === "fp4";
  const eightBitCache: 1 | 2 = isQuantised && (isLatent || !isMixture || peak.fp4 !== undefined) ? 1 : 2;
  const fp8: Precision = block ? "fp8-block" : "fp8";
  switch (format) {
    case "bf16":
      return { attention: "bf16", output: "bf16", dense: "bf16", experts: "bf16", cacheBytes: 2 };
    case "fp8":
      return { attention: fp8, output: fp8, dense: fp8, experts: fp8, cacheBytes: eightBitCache };
    case "int4":
      return { attention: "bf16", output: "bf16", dense: "bf16", experts: "int4", cacheBytes: 2 };
    case "fp4":
      if (isMx)
        return {
          attention: "bf16",
          output: "bf16",
          dense: "bf16",
          experts: "mxfp4",
          cacheBytes: peak.fp4 === undefined ? 2 : 1,
        };
      if (!isMixture) return { attention: "nvfp4", output: "nvfp4", dense: "nvfp4", experts: "nvfp4", cacheBytes: 1 };
      return {
        attention: "bf16",
        output: name.startsWith("deepseek") ? "nvfp4" : "bf16",
        dense: "nvfp4",
        experts: "nvfp4",
        cacheBytes: eightBitCache,
      };
  }
}
