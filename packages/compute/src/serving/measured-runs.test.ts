import { describe, expect, it } from "vitest";
import { deepseekV3 } from "../architecture.fixture.ts";
import { totalAccelerators } from "./deployment.ts";
import { readRun, type Names, type RowReading } from "./measured-runs.ts";
import { h100, h200, llama70b } from "./serving.fixture.ts";

const names: Names = {
  accelerator: (name) => ({ H100: h100, H200: h200 })[name],
  architecture: (name) => ({ "meta-llama/Llama-3.1-70B": llama70b, "deepseek-v3": deepseekV3 })[name],
};

const dense: Readonly<Record<string, string>> = {
  id: "a",
  group: "g",
  source: "somebody",
  engine: "vllm",
  engine_version: "0.11",
  model: "meta-llama/Llama-3.1-70B",
  accelerator: "H100",
  weight_dtype: "fp8",
  mode: "agg",
  input_tokens: "1000",
  output_tokens: "2000",
  length_ratio_min: "0.8",
  tp: "4",
  concurrency: "64",
  ttft_ms: "250",
  tpot_ms: "12.5",
};
const apart: Readonly<Record<string, string>> = {
  ...dense,
  id: "b",
  model: "deepseek-ai/DeepSeek-R1",
  architecture: "deepseek-v3",
  accelerator: "H200",
  mode: "disagg",
  tp: "",
  prefill_workers: "2",
  prefill_tp: "8",
  prefill_moe_tp: "8",
  decode_workers: "3",
  decode_tp: "1",
  decode_attention_dp: "16",
  decode_moe_ep: "16",
};

function runOf(reading: RowReading) {
  if ("reason" in reading) throw new Error(reading.reason);
  return reading.run;
}

describe("a row of measurements", () => {
  it("is a deployment, its load and what was measured, in seconds", () => {
    const run = runOf(readRun(dense, names));
    expect(run).toMatchObject({ id: "a", group: "g", release: "0.11", source: "somebody", ttft: 0.25, tpot: 0.0125 });
    expect(run.deployment).toMatchObject({ engine: "vllm", accelerator: h100, architecture: llama70b });
    expect(run.deployment.workers).toEqual({
      count: 1,
      layout: { tp: 4, attentionDp: 1, expertTp: 1, expertEp: 1, pp: 1 },
    });
    expect(run.deployment.prefill).toBeUndefined();
  });

  it("has lengths drawn evenly between the ratio and the whole", () => {
    const { load } = runOf(readRun(dense, names));
    expect(load.concurrency).toBe(64);
    expect(load.input).toBeCloseTo(900, 9);
    expect(load.output).toBeCloseTo(1800, 9);
    // From 1,600 to 2,000, over a mean of 1,800.
    expect(load.spread).toBeCloseTo(400 / 1800, 12);
    const fixed = runOf(readRun({ ...dense, length_ratio_min: "" }, names)).load;
    expect(fixed).toMatchObject({ input: 1000, output: 2000, spread: 0 });
  });

  it("has as many workers as its accelerators make", () => {
    const { deployment } = runOf(readRun({ ...dense, total_gpus: "16" }, names));
    expect(deployment.workers.count).toBe(4);
    expect(totalAccelerators(deployment)).toBe(16);
  });

  it("has workers of both kinds where prefill is apart", () => {
    const { deployment } = runOf(readRun(apart, names));
    expect(deployment.workers.count).toBe(3);
    expect(deployment.workers.layout).toMatchObject({ tp: 1, attentionDp: 16, expertTp: 1, expertEp: 16 });
    expect(deployment.prefill?.layout).toMatchObject({ tp: 8, attentionDp: 1, expertTp: 8, expertEp: 1 });
    expect(totalAccelerators(deployment)).toBe(2 * 8 + 3 * 16);
  });

  it("may have been measured in part", () => {
    const run = runOf(readRun({ ...dense, ttft_ms: "", tpot_ms: "0" }, names));
    expect(run.ttft).toBeNaN();
    expect(run.tpot).toBeNaN();
  });
});

describe("a row that cannot be expressed", () => {
  it.each([
    [{ accelerator: "B100" }, 'the catalogue has no accelerator "B100"'],
    [{ model: "GPT-5" }, 'the catalogue has no model "GPT-5"'],
    [{ speculative: "mtp" }, "speculative decoding is not modelled"],
    [{ engine: "tgi" }, 'engine is "tgi"; known are '],
    [{ weight_dtype: "fp6" }, 'weight_dtype is "fp6"; known are bf16, fp8, fp4, int4'],
    [{ mode: "" }, 'mode is ""; known are agg, disagg'],
    [{ tp: "" }, 'tp is ""; expected a whole number of at least 1'],
    [{ tp: "0" }, 'tp is "0"'],
    [{ concurrency: "1.5" }, 'concurrency is "1.5"'],
    [{ concurrency: "" }, 'concurrency is ""'],
    [{ input_tokens: "-5" }, 'input_tokens is "-5"'],
    [{ output_tokens: "many" }, 'output_tokens is "many"'],
    [{ total_gpus: "6" }, "6 accelerators are no whole number of workers of 4"],
    [{ length_ratio_min: "1.5" }, "length_ratio_min is 1.5; expected a share up to 1"],
    [{ length_ratio_min: "x" }, "length_ratio_min is NaN"],
    [{ mode: "disagg" }, 'decode_workers is ""'],
  ])("%j is refused with the reason", (change: Readonly<Record<string, string>>, reason) => {
    const reading = readRun({ ...dense, ...change }, names);
    expect(reading).toMatchObject({ id: "a", reason: expect.stringContaining(reason) });
  });

  it("names sizes of experts and attention that are not the same accelerators", () => {
    const reading = readRun({ ...apart, decode_moe_ep: "8" }, names);
    expect(reading).toMatchObject({
      id: "b",
      reason: "experts are cut 1 x 8 ways, attention 1 x 16: not the same accelerators",
    });
  });
});
