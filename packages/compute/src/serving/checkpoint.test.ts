import { describe, expect, it } from "vitest";
import { deepseekV3, gptOss120b, qwen35 } from "../architecture.fixture.ts";
import { quantisationOf } from "./checkpoint.ts";
import { b200, h100, llama70b } from "./serving.fixture.ts";

describe("formats of a checkpoint's parts", () => {
  it("are 16 bit throughout in BF16", () => {
    for (const architecture of [llama70b, deepseekV3]) {
      expect(quantisationOf("bf16", architecture, h100)).toEqual({
        attention: "bf16",
        output: "bf16",
        dense: "bf16",
        experts: "bf16",
        cacheBytes: 2,
      });
    }
  });

  it("are FP8 per block in mixtures of experts, per tensor in dense models unless the table says otherwise", () => {
    expect(quantisationOf("fp8", deepseekV3, h100)).toMatchObject({ attention: "fp8-block", experts: "fp8-block" });
    expect(quantisationOf("fp8", llama70b, h100)).toMatchObject({ attention: "fp8", dense: "fp8", cacheBytes: 1 });
    expect(quantisationOf("fp8", llama70b, h100, true)).toMatchObject({ dense: "fp8-block" });
  });

  it("leave attention in 16 bit where the experts are in 4", () => {
    expect(quantisationOf("fp4", qwen35, b200)).toMatchObject({ attention: "bf16", output: "bf16", experts: "nvfp4" });
    expect(quantisationOf("fp4", deepseekV3, b200)).toMatchObject({ attention: "bf16", experts: "nvfp4" });
    expect(quantisationOf("fp4", gptOss120b, b200)).toMatchObject({ attention: "bf16", experts: "mxfp4" });
    expect(quantisationOf("int4", qwen35, h100)).toMatchObject({ attention: "bf16", dense: "bf16", experts: "int4" });
  });

  it("are NVFP4 throughout in a dense model", () => {
    expect(quantisationOf("fp4", llama70b, b200)).toMatchObject({ attention: "nvfp4", dense: "nvfp4" });
  });

  it("cache in 8 bit beside 8-bit weights, but mixtures with grouped queries only on chips with 4-bit arithmetic", () => {
    const cacheOf = (...given: Parameters<typeof quantisationOf>) => quantisationOf(...given).cacheBytes;
    expect(cacheOf("fp8", llama70b, h100)).toBe(1);
    expect(cacheOf("fp8", deepseekV3, h100)).toBe(1);
    expect(cacheOf("fp8", qwen35, h100)).toBe(2);
    expect(cacheOf("fp8", qwen35, b200)).toBe(1);
    expect(cacheOf("bf16", llama70b, b200)).toBe(2);
  });

  it("cache gpt-oss in 8 bit only on chips with 4-bit arithmetic", () => {
    expect(quantisationOf("fp4", gptOss120b, h100).cacheBytes).toBe(2);
    expect(quantisationOf("fp4", gptOss120b, b200).cacheBytes).toBe(1);
  });
});
