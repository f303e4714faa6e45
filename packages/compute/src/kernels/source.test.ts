import { describe, expect, it } from "vitest";
import { tableOf, type FlatGrid } from "./kernels.fixture.ts";
import { sourceOf } from "./source.ts";

function gemm(engine: string, variant: string): FlatGrid {
  return { kind: "gemm", engine, variant, hundredths: 0 };
}

const tables = [
  tableOf("nvidia-h100-sxm", [gemm("vllm", "bf16"), gemm("sglang", "bf16"), gemm("trtllm", "fp8")]),
  tableOf("nvidia-h200-sxm", [gemm("vllm", "bf16"), gemm("vllm", "fp8-block")]),
  tableOf("nvidia-b200-sxm", [gemm("trtllm", "nvfp4")]),
];

function found(accelerator: string, engine: "vllm" | "sglang" | "trtllm", ...variants: string[]): readonly string[] {
  const { provenance } = sourceOf(tables, accelerator, engine, "gemm", variants);
  return [provenance.from, provenance.accelerator, provenance.engine, provenance.variant];
}

describe("the grid that stands for a kernel", () => {
  it("is its own where there is one", () => {
    expect(found("nvidia-h100-sxm", "vllm", "bf16")).toEqual(["measured", "nvidia-h100-sxm", "vllm", "bf16"]);
  });

  it("else another engine's on the same accelerator, the likest first", () => {
    expect(found("nvidia-h100-sxm", "trtllm", "bf16")).toEqual(["other engine", "nvidia-h100-sxm", "sglang", "bf16"]);
    expect(found("nvidia-h100-sxm", "vllm", "fp8")).toEqual(["other engine", "nvidia-h100-sxm", "trtllm", "fp8"]);
  });

  it("else that of an accelerator of the same generation", () => {
    expect(found("nvidia-h100-sxm", "sglang", "fp8-block")).toEqual([
      "relative",
      "nvidia-h200-sxm",
      "vllm",
      "fp8-block",
    ]);
    expect(found("nvidia-gb300-nvl72", "sglang", "nvfp4")).toEqual(["relative", "nvidia-b200-sxm", "trtllm", "nvfp4"]);
  });

  it("else what all others are judged by", () => {
    expect(found("amd-mi300x", "vllm", "bf16")).toEqual(["generic", "nvidia-h100-sxm", "vllm", "bf16"]);
    expect(found("amd-mi355x", "vllm", "nvfp4")).toEqual(["generic", "nvidia-b200-sxm", "trtllm", "nvfp4"]);
  });

  it("has the wanted format wherever that was measured, and the next one only when it was nowhere", () => {
    expect(found("nvidia-h200-sxm", "vllm", "fp8", "fp8-block")).toEqual([
      "relative",
      "nvidia-h100-sxm",
      "trtllm",
      "fp8",
    ]);
    expect(found("nvidia-h200-sxm", "vllm", "int4", "bf16")).toEqual(["measured", "nvidia-h200-sxm", "vllm", "bf16"]);
  });

  it("is asked for in a sentence when no table has it", () => {
    expect(() => sourceOf([], "nvidia-h100-sxm", "vllm", "gemm", ["bf16"])).toThrow(
      "No kernel table has gemm for bf16; give the files of catalog/kernels.",
    );
  });
});
