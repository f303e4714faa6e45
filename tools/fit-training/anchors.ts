/** Chips without runs to fit, tied to a measured chip by published ratios of the same job on both. */
import { estimateTraining, type TrainingCalibration, type TrainingJob } from "@underwatt/compute";
import { acceleratorSpec, architectureOf } from "@underwatt/deal";
import { openCatalog } from "@underwatt/runtime";

interface Ratio {
  readonly chips: readonly string[];
  readonly reference: string;
  readonly model: string;
  readonly format: TrainingJob["format"];
  readonly layout: Pick<TrainingJob["layout"], "tp" | "pp" | "cp" | "chunks" | "dp">;
  readonly sequences: number;
  /** Tokens a second of the first chip over the reference's, per accelerator. */
  readonly ratio: number;
  readonly source: string;
}

const bridge = "NVIDIA Megatron-Bridge performance summary 26.06, https://github.com/NVIDIA-NeMo/Megatron-Bridge";
const mlperf = "MLPerf Training v5.0 results, https://github.com/mlcommons/training_results_v5.0";

/** The B300 is the same silicon as the GB300 beside another host, so that the ratio stands for both against their predecessors. */
const ratios: readonly Ratio[] = [
  {
    chips: ["nvidia-gb300-nvl72"],
    reference: "nvidia-gb200-nvl72",
    model: "llama-3-1-405b",
    format: "fp8",
    layout: { tp: 4, pp: 16, cp: 1, chunks: 4, dp: 4 },
    sequences: 1536,
    ratio: 1048 / 843,
    source: `${bridge}: 1,048 against 843 tokens/s/GPU, Llama 3.1 405B in FP8 on 256`,
  },
  {
    chips: ["nvidia-h200-sxm"],
    reference: "nvidia-h100-sxm",
    model: "llama-3-1-405b",
    format: "fp8",
    layout: { tp: 8, pp: 8, cp: 2, chunks: 8, dp: 4 },
    sequences: 1152,
    ratio: 369 / 334,
    source: `${mlperf}: 369 against 334 tokens/s/GPU, Llama 3.1 405B in FP8 on 512; more memory allows half the tensor parallel`,
  },
];

export function anchorsOf(calibration: TrainingCalibration): TrainingCalibration["anchors"] {
  const { catalog } = openCatalog();
  const anchors: TrainingCalibration["anchors"] = {};
  for (const { chips, reference, model, format, layout, sequences, ratio, source } of ratios) {
    const speed = (chip: string): number => {
      const accelerator = acceleratorSpec(chip, catalog)?.accelerator;
      const architecture = architectureOf(model, catalog);
      if (accelerator === undefined || architecture === undefined)
        throw new Error(`${chip} or ${model} is not in the catalogue`);
      const job: TrainingJob = {
        architecture,
        accelerator,
        framework: "megatron",
        format,
        tuning: "full",
        layout: { ...layout, ep: 1, expertTp: 1, microBatch: 1, sharding: "optimizer", recomputation: "none" },
        batch: { sequences, length: 8192 },
      };
      return estimateTraining(job, calibration).tokensPerSecond.value;
    };
    for (const chip of chips) {
      const factor = Number((ratio / (speed(chip) / speed(reference))).toPrecision(4));
      anchors[chip] = { factor, reference, ratio: Number(ratio.toPrecision(4)), source };
      console.log(`anchor ${chip} over ${reference}: published ${ratio.toFixed(3)}, factor ${factor}`);
    }
  }
  return anchors;
}
