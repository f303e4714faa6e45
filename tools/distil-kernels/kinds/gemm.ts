import { gemmLaw, type GemmShape } from "@underwatt/compute";
import { formatOf, numberOf, rowByRow, secondsOf, textOf, type Kind, type Row } from "./kind.ts";

export const gemm: Kind<GemmShape> = {
  name: "gemm",
  law: gemmLaw,
  nodes: [
    [1, 4, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 32768],
    [64, 256, 512, 1024, 2048, 4096, 8192, 16384, 65536],
    [64, 256, 512, 1024, 2048, 4096, 8192, 16384, 65536],
  ],
  folder: "gemm",
  file: "gemm_perf.parquet",
  read: rowByRow((row) => {
    const precision = formatOf(row, "gemm_dtype");
    if (precision === undefined || precision === "mxfp4-mxfp8") return undefined;
    const shape = { precision, m: numberOf(row, "m"), n: numberOf(row, "n"), k: numberOf(row, "k") };
    if (shape.m % 4 !== 0 && isPadded(row)) return undefined;
    return { variant: precision, shape, seconds: secondsOf(row) };
  }),
};

/** These kernels first copy activations whose rows are no multiple of 4; batches under CUDA graphs are one. */
function isPadded(row: Row): boolean {
  return (
    textOf(row, "gemm_dtype") === "fp8_block" &&
    (textOf(row, "framework") === "VLLM" || textOf(row, "kernel_source") === "deepgemm")
  );
}
