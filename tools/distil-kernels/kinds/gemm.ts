import { gemmLaw, type GemmShape } from "@underwatt/compute";
import { formatOf, numberOf, rowByRow, secondsOf, textOf, type Kind } from "./kind.ts";

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
    // On Blackwell DeepGEMM first pads what is no multiple of 4; batches under CUDA graphs are one.
    if (textOf(row, "kernel_source") === "deepgemm" && shape.m % 4 !== 0) return undefined;
    return { variant: precision, shape, seconds: secondsOf(row) };
  }),
};
