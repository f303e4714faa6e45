import { expertLaw, type ExpertShape } from "@underwatt/compute";
import { formatOf, numberOf, rowByRow, secondsOf, textOf, type Kind, type Row } from "./kind.ts";

export const experts: Kind<ExpertShape> = {
  name: "experts",
  law: expertLaw,
  nodes: [
    [0.02, 0.1, 0.5, 2, 8, 32, 128, 512, 4096],
    [1, 4, 16, 64, 256],
    [2e5, 2e6, 8e6, 64e6],
    [1, 4, 32],
  ],
  folder: "moe",
  file: "moe_perf.parquet",
  read: rowByRow((row) => {
    const format = formatOf(row, "moe_dtype");
    if (format === undefined || !isServed(row)) return undefined;
    // Routing is never even; of the two uneven ones that were measured the milder.
    if (textOf(row, "distribution") !== "power_law_1.01") return undefined;
    const shape = {
      precision: format === "mxfp4-mxfp8" ? ("mxfp4" as const) : format,
      tokens: numberOf(row, "num_tokens"),
      hidden: numberOf(row, "hidden_size"),
      intermediate: numberOf(row, "inter_size"),
      active: numberOf(row, "topk"),
      count: numberOf(row, "num_experts"),
      tp: numberOf(row, "moe_tp_size"),
      ep: numberOf(row, "moe_ep_size"),
    };
    // Nemotron 3: not gated, whatever the name of the kernel.
    if ([2688, 1856].includes(shape.intermediate)) return undefined;
    return { variant: format, shape, seconds: secondsOf(row) };
  }),
};

/** Experts without a gate have two matrices, not three. The others left out are kernels that the engines do not choose themselves. */
function isServed(row: Row): boolean {
  const kernel = textOf(row, "kernel_source");
  const format = textOf(row, "moe_dtype");
  if (/nongated|situ|cutedsl|vllm_mxfp4_moe|vllm_marlin_int4_moe/.test(kernel)) return false;
  const device = textOf(row, "device");
  if (!/B[23]00/.test(device)) return true;
  // Of TensorRT-LLM's FP8 block experts up to 1,024 tokens alone, by DeepGEMM.
  if (kernel === "deepgemm") return false;
  // TensorRT-LLM's own kernels for small batches were measured with CUTLASS's on B200 and GB200 alone.
  if (format === "nvfp4" && kernel === "moe_torch_flow_cutlass" && device.includes("B300")) return false;
  if (format === "int4_wo") return kernel !== "sglang_marlin_moe";
  return !(format.startsWith("fp8") && /triton|vllm_fused_moe/.test(kernel));
}
