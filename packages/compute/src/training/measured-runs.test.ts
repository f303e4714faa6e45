import { describe, expect, it } from "vitest";
import { gptOss120b, llama31With405b } from "../architecture.fixture.ts";
import { b200, h100 } from "../serving/serving.fixture.ts";
import { weightsOf } from "../weights.ts";
import { readTrainingRun, type MeasuredTraining, type TrainingNames } from "./measured-runs.ts";

const names: TrainingNames = {
  accelerator: (name) => [h100, b200].find((chip) => chip.name.includes(name.toLowerCase())),
  architecture: (name) => [llama31With405b, gptOss120b].find((model) => model.name === name),
  layOut: ({ accelerators, ...rest }) => ({
    ...rest,
    layout: {
      tp: 8,
      pp: 1,
      cp: 1,
      ep: 1,
      expertTp: 1,
      dp: accelerators / 8,
      chunks: 1,
      microBatch: 1,
      sharding: "optimizer",
      recomputation: "full",
    },
  }),
};

const row = {
  id: "r",
  model: "llama-3.1-405b",
  accelerator: "H100",
  accelerators: "1024",
  framework: "Megatron-Bridge 26.06",
  date: "2026-06-15",
  precision: "FP8",
  seq_len: "8192",
  global_batch_sequences: "1536",
  micro_batch: "1",
  tp: "8",
  pp: "8",
  cp: "2",
  vp: "8",
  tokens_per_s_per_gpu: "326",
};

function read(cells: Record<string, string> = {}): MeasuredTraining {
  const reading = readTrainingRun({ ...row, ...cells }, names);
  if ("run" in reading) return reading.run;
  throw new Error(reading.reason);
}

function refused(cells: Record<string, string>): string {
  const reading = readTrainingRun({ ...row, ...cells }, names);
  return "reason" in reading ? reading.reason : "";
}

describe("readTrainingRun", () => {
  it("reads a row as it is written", () => {
    const { job, circumstances, tokensPerSecond, assumed } = read();
    expect(job).toMatchObject({
      framework: "megatron",
      format: "fp8",
      tuning: "full",
      layout: { tp: 8, pp: 8, cp: 2, dp: 8, chunks: 8, microBatch: 1, sharding: "optimizer", recomputation: "none" },
      batch: { sequences: 1536, length: 8192 },
    });
    expect(circumstances.release).toBe("Megatron-Bridge 26.06");
    expect(circumstances.year).toBeCloseTo(2026.46, 1);
    expect(tokensPerSecond).toBe(326);
    expect(assumed).toEqual([]);
  });

  it("says what it took where the row is silent", () => {
    const { job, assumed } = read({ tp: "", precision: "", seq_len: "", global_batch_sequences: "" });
    expect(job).toMatchObject({ format: "fp8", layout: { tp: 8, dp: 128 }, batch: { sequences: 2048, length: 4096 } });
    expect(assumed).toHaveLength(4);
    expect(assumed.join()).toMatch(/seq_len.*sequences.*precision.*layout/);
  });

  it("reads from the note what has no column", () => {
    expect(read({ note: "LoRA" }).job.tuning).toBe("adapters");
    expect(read({ note: "500 W H100" }).job.accelerator.power).toBe(500);
    expect(read({ note: "FSDP=64" }).job.layout.sharding).toBe("parameters");
    expect(read({ note: "FSDP=0" }).job.layout.sharding).toBe("optimizer");
    expect(read({ note: "full AC" }).job.layout.recomputation).toBe("full");
    expect(read({ note: "per-op SAC" }).job.layout.recomputation).toBe("selective");
    expect(read({ note: "FSDP eager" }).circumstances.compiled).toBe(false);
    expect(read({ note: "2D + AsyncTP" }).circumstances.overlapped).toBe(true);
    expect(
      read({ framework: "torchtitan", global_batch_sequences: "", dp: "8", note: "local batch 8" }).job.batch,
    ).toEqual({
      sequences: 64,
      length: 8192,
    });
    expect(read({ note: "MaxText FSDP" }).job.framework).toBe("maxtext");
  });

  it("tells frameworks and formats apart", () => {
    const framework = (name: string): string => read({ framework: name }).job.framework;
    expect(
      ["llm-foundry (PyTorch FSDP)", "torchtitan", "DeepSpeed ZeRO-3", "maxtext", "MegaScale", "NeMo 25.02"].map(
        framework,
      ),
    ).toEqual(["torch-fsdp", "torchtitan", "deepspeed", "maxtext", "megascale", "megatron"]);
    const format = (precision: string): string => read({ precision }).job.format;
    expect(["BF16", "FP8", "FP8-CS", "MXFP8", "FP8-MX", "NVFP4", "FP16"].map(format)).toEqual([
      "bf16",
      "fp8",
      "fp8",
      "fp8-block",
      "fp8-block",
      "fp4",
      "bf16",
    ]);
  });

  it("takes the shape from the columns, with a gate or without as the parameters have it", () => {
    const gpt = { model: "GPT", layers: "96", hidden: "12288", heads: "96", ffn: "49152", vocab: "51200" };
    const plain = read({ ...gpt, params_total_b: "175" }).job.architecture;
    expect(plain.dense?.plain).toBe(true);
    expect(weightsOf(plain).total / 175e9).toBeCloseTo(1, 1);
    const llama = {
      model: "L",
      layers: "80",
      hidden: "8192",
      heads: "64",
      kv_heads: "8",
      ffn: "28672",
      vocab: "128256",
    };
    expect(read({ ...llama, params_total_b: "70.6" }).job.architecture.dense?.plain).toBe(false);
  });

  it("spreads experts over a scale-up domain where no expert parallel is given", () => {
    const experts = read({ model: "gpt-oss-120b", accelerators: "64", tp: "1", pp: "4", cp: "1", ep: "" });
    expect(experts.job.layout).toMatchObject({ ep: 8, expertTp: 1, dp: 16 });
  });

  it("refuses in words what it cannot express", () => {
    expect(refused({ accelerator: "Z80" })).toBe('the catalogue has no accelerator "Z80"');
    expect(refused({ accelerators: "1000" })).toContain("no whole number of replicas of 8 x 8 x 2");
    expect(refused({ precision: "INT3" })).toContain('precision is "INT3"');
    expect(refused({ tp: "0.5" })).toContain("expected a whole number of at least 1");
    expect(refused({ model: "unheard-of" })).toContain('hidden is ""');
  });
});
