import { estimateTraining, trainingConstantNames, trainingConstantTable, type TrainingJob } from "@underwatt/compute";
import { acceleratorSpec, architectureOf } from "@underwatt/deal";
import { openCatalog, openTrainingModel } from "@underwatt/runtime";
import { describe, expect, it } from "vitest";
import { anchorsOf } from "./anchors.ts";

const { calibration } = openTrainingModel();
const { catalog } = openCatalog();

function speed(chip: string, format: TrainingJob["format"] = "fp8"): number {
  const accelerator = acceleratorSpec(chip, catalog)?.accelerator;
  const architecture = architectureOf("llama-3-1-405b", catalog);
  if (accelerator === undefined || architecture === undefined) throw new Error(`no ${chip}`);
  const job: TrainingJob = {
    architecture,
    accelerator,
    framework: "megatron",
    format,
    tuning: "full",
    layout: {
      tp: 4,
      pp: 16,
      cp: 1,
      ep: 1,
      expertTp: 1,
      dp: 4,
      chunks: 4,
      microBatch: 1,
      sharding: "optimizer",
      recomputation: "none",
    },
    batch: { sequences: 1536, length: 8192 },
  };
  return estimateTraining(job, calibration).tokensPerSecond.value;
}

describe("the shipped calibration", () => {
  it("keeps every constant within a factor of five of what physics says before anything is measured", () => {
    for (const name of trainingConstantNames) {
      const ratio = calibration.constants[name].value / trainingConstantTable[name].start;
      expect(ratio, name).toBeGreaterThan(0.2);
      expect(ratio, name).toBeLessThan(5);
    }
  });

  it("is anchored where a published ratio says so", () => {
    expect(speed("nvidia-gb300-nvl72") / speed("nvidia-gb200-nvl72")).toBeCloseTo(1048 / 843, 2);
    expect(anchorsOf({ ...calibration, anchors: {} })).toEqual(calibration.anchors);
  });

  it("agrees with ratios of generations that were not fitted: GB200 2.08 times the H100 in BF16, 2.09 in FP8 (DGX Cloud 25.05)", () => {
    for (const [format, published] of [
      ["bf16", 2.08],
      ["fp8", 2.09],
    ] as const) {
      const ratio = speed("nvidia-gb200-nvl72", format) / speed("nvidia-h100-sxm", format);
      expect(Math.abs(ratio / published - 1)).toBeLessThan(0.2);
    }
  });
});
