/** Chips without runs to fit, tied to a measured chip by published ratios of the same job on both. */
import { estimateTraining, type TrainingCalibration, type TrainingJob } from "@underwatt/compute";
import { acceleratorSpec, architectureOf } from "@underwatt/deal";
import { openCatalog } from "@underwatt/runtime";

type Layout = Pick<TrainingJob["layout"], "tp" | "pp" | "cp" | "chunks" | "dp">;

interface Ratio {
  readonly chip: string;
  readonly reference: string;
  readonly model: string;
  readonly format: TrainingJob["format"];
  readonly layout: Layout;
  readonly referenceLayout: Layout;
  readonly sequences: number;
  /** Tokens a second of the chip over the reference's, per accelerator. */
  readonly ratio: number;
  readonly source: string;
}

const bridge = "NVIDIA Megatron-Bridge performance summary 26.06, https://github.com/NVIDIA-NeMo/Megatron-Bridge";
const mlperf = "MLPerf Training v5.0 results, https://github.com/mlcommons/training_results_v5.0";

const blackwell = { model: "llama-3-1-405b", format: "fp8", sequences: 1536 } as const;
const deep = { tp: 4, pp: 16, cp: 1, chunks: 4, dp: 4 };
const published = 1048 / 843;
const ratios: readonly Ratio[] = [
  {
    ...blackwell,
    chip: "nvidia-gb300-nvl72",
    reference: "nvidia-gb200-nvl72",
    layout: deep,
    referenceLayout: deep,
    ratio: published,
    source: `${bridge}: 1,048 against 843 tokens/s/GPU, Llama 3.1 405B in FP8 on 256`,
  },
  {
    ...blackwell,
    chip: "nvidia-b300-sxm",
    reference: "nvidia-b200-sxm",
    layout: deep,
    referenceLayout: deep,
    ratio: (published * (1100 / 1000)) / (1400 / 1200),
    source: `${bridge}: GB300 over GB200, same silicon, with the step in board power (1,000 to 1,100 W) in place of theirs (1,200 to 1,400 W); inferred, not published`,
  },
  {
    chip: "nvidia-h200-sxm",
    reference: "nvidia-h100-sxm",
    model: "llama-3-1-405b",
    format: "fp8",
    layout: { tp: 4, pp: 8, cp: 2, chunks: 8, dp: 8 },
    referenceLayout: { tp: 8, pp: 8, cp: 2, chunks: 8, dp: 4 },
    sequences: 1152,
    ratio: 369 / 334,
    source: `${mlperf}: 369 against 334 tokens/s/GPU, Llama 3.1 405B in FP8 on 512; more memory allows half the tensor parallel`,
  },
];

export function anchorsOf(calibration: TrainingCalibration): TrainingCalibration["anchors"] {
  const { catalog } = openCatalog();
  const anchors: TrainingCalibration["anchors"] = {};
  for (const { chip, reference, model, format, layout, referenceLayout, sequences, ratio, source } of ratios) {
    const speed = (name: string, own: Layout): number => {
      const accelerator = acceleratorSpec(name, catalog)?.accelerator;
      const architecture = architectureOf(model, catalog);
      if (accelerator === undefined || architecture === undefined)
        throw new Error(`${name} or ${model} is not in the catalogue`);
      const job: TrainingJob = {
        architecture,
        accelerator,
        framework: "megatron",
        format,
        tuning: "full",
        layout: { ...own, ep: 1, expertTp: 1, microBatch: 1, sharding: "optimizer", recomputation: "none" },
        batch: { sequences, length: 8192 },
      };
      return estimateTraining(job, calibration).tokensPerSecond.value;
    };
    const factor = Number((ratio / (speed(chip, layout) / speed(reference, referenceLayout))).toPrecision(4));
    anchors[chip] = { factor, reference, ratio: Number(ratio.toPrecision(4)), source };
  }
  return anchors;
}
