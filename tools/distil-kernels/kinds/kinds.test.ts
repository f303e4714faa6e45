import { kernelTimes } from "@underwatt/compute";
import { describe, expect, it } from "vitest";
import { readSystems } from "../systems.ts";
import { decode } from "./attention.ts";
import { allReduce } from "./collectives.ts";
import { nvLinkExchange } from "./expert-exchange.ts";
import { experts } from "./experts.ts";
import { gemm } from "./gemm.ts";
import type { Row } from "./kind.ts";
import { linearDecode } from "./linear.ts";
import { sparseDecode } from "./sparse.ts";

const [system] = readSystems();
if (system === undefined) throw new Error("the catalogue has none of the measured systems");
const times = kernelTimes(system.accelerator, "vllm", []);

describe("the systems", () => {
  it("have the catalogue's figures: H100 990 TFLOP/s, 3.35 TB/s, 450 GB/s each way", () => {
    expect(system.accelerator).toMatchObject({
      name: "nvidia-h100-sxm",
      memoryBandwidth: 3.35e12,
      scaleUp: { domain: 8, bandwidth: 450e9 },
    });
    expect(system.accelerator.peak.bf16).toBeCloseTo(989e12, -12);
    expect(readSystems().map(({ folder }) => folder)).toEqual([
      "h100_sxm",
      "h200_sxm",
      "b200_sxm",
      "b300_sxm",
      "gb200",
      "gb300",
    ]);
  });
});

describe("a row of a table", () => {
  const layer: Row = {
    device: "NVIDIA B200",
    kernel_source: "moe_torch_flow",
    moe_dtype: "nvfp4",
    distribution: "power_law_1.01",
    num_tokens: 64n,
    hidden_size: 7168,
    inter_size: 2048,
    topk: 8,
    num_experts: 256,
    moe_tp_size: 2,
    moe_ep_size: 4,
    latency: 0.25,
  };

  it("of experts is in milliseconds and names its format", () => {
    expect(experts.read([layer], times)).toEqual([
      {
        variant: "nvfp4",
        shape: {
          precision: "nvfp4",
          tokens: 64,
          hidden: 7168,
          intermediate: 2048,
          active: 8,
          count: 256,
          tp: 2,
          ep: 4,
        },
        seconds: 0.00025,
      },
    ]);
  });

  it.each([
    { distribution: "balanced" },
    { distribution: "power_law_1.2" },
    { kernel_source: "moe_torch_flow_nongated" },
    { kernel_source: "moe_torch_flow_cutlass", device: "NVIDIA GB300" },
    { inter_size: 2688 },
    { kernel_source: "sglang_fused_moe_triton", moe_dtype: "fp8_block" },
    { moe_dtype: "something new" },
  ])("of experts counts for nothing with %j", (change) => {
    expect(experts.read([{ ...layer, ...change }], times)).toEqual([]);
  });

  it("of a padded product on Blackwell counts only where it fits", () => {
    const row = {
      gemm_dtype: "fp8_block",
      framework: "TRTLLM",
      kernel_source: "deepgemm",
      n: 512,
      k: 512,
      latency: 0.01,
    };
    const read = gemm.read(
      [3, 4, 8, 257].map((m) => ({ ...row, m })),
      times,
    );
    expect(read.map(({ shape }) => shape.m)).toEqual([4, 8]);
  });

  it("of decode attention sees the new token too", () => {
    const row = {
      framework: "SGLang",
      version: "0.5.9",
      batch_size: 8,
      step: 1023,
      num_heads: 32,
      num_key_value_heads: 8,
      head_dim: 128,
      latency: 0.02,
      kv_cache_dtype: "fp8",
    };
    const [read] = decode.read([row], times);
    expect(read).toMatchObject({ variant: "head 128, cache 8 bit", shape: { cached: 1024, kvBytes: 1 } });
  });

  it("of a sum counts 16-bit numbers, under CUDA graphs", () => {
    const row = { kernel_source: "vLLM_custom_graph", message_size: 1000, num_gpus: 4, latency: 0.005 };
    expect(allReduce.read([row, { ...row, kernel_source: "vLLM_custom_eager" }], times)).toEqual([
      { variant: "", shape: { bytes: 2000, gpus: 4 }, seconds: 5e-6 },
    ]);
  });
});

describe("rows that belong together", () => {
  it("are convolution and recurrence; one without the other tells nothing", () => {
    const row = { phase: "generation", batch_size: 1, seq_len: 1, num_k_heads: 16, num_v_heads: 32, head_v_dim: 128 };
    const rows = [
      { ...row, kernel_source: "causal_conv1d_update", latency: 0.002 },
      { ...row, kernel_source: "fused_recurrent_gated_delta_rule", latency: 0.005 },
      { ...row, batch_size: 2, kernel_source: "causal_conv1d_update", latency: 0.002 },
    ];
    expect(linearDecode.read(rows, times).map(({ seconds }) => seconds)).toEqual([expect.closeTo(7e-6, 12)]);
  });

  it("are dispatch, combine and what prepares them", () => {
    const row = {
      moe_dtype: "nvfp4",
      kernel_source: "NVLinkTwoSided",
      num_tokens: 16,
      hidden_size: 7168,
      topk: 8,
      moe_ep_size: 4,
    };
    const rows = ["prepare", "dispatch", "combine"].map((part) => ({
      ...row,
      op_name: `alltoall_${part}`,
      latency: 0.01,
    }));
    expect(nvLinkExchange.read(rows, times)[0]?.seconds).toBeCloseTo(3e-5, 12);
    expect(nvLinkExchange.read(rows.slice(1), times)).toEqual([]);
  });

  it("are a layer with a long cache and the same with hardly any: what is between is attention", () => {
    const row = {
      model: "deepseek-ai/DeepSeek-V3.2",
      op_name: "dsa_generation_module",
      framework: "VLLM",
      num_heads: 16,
      batch_size: 16,
      kv_cache_dtype: "bfloat16",
      gemm_type: "fp8_block",
    };
    const [read, ...others] = sparseDecode.read(
      [
        { ...row, step: 2, latency: 0.2 },
        { ...row, step: 32767, latency: 0.26 },
      ],
      times,
    );
    expect(others).toEqual([]);
    expect(read).toMatchObject({ variant: "cache 16 bit", shape: { sequences: 16, cached: 32768 } });
    expect(read?.seconds).toBeCloseTo(78e-6, 9);
  });
});
