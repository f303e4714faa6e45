/** The pictures of docs/training.md. */
import type { TrainingJob } from "@underwatt/compute";
import { openTrainingModel, Unusable } from "@underwatt/runtime";
import { heldOut, isMixture, pairFold, partitions, ratioOf } from "../../fit-training/cross-validate.ts";
import { designOf } from "../../fit-training/design.ts";
import { measuredRuns } from "../../fit-training/runs.ts";
import { accelerator, architecture } from "../catalogue.ts";
import { coverage } from "../coverage.ts";
import { batchPicture } from "./batch.ts";
import { predictedPicture } from "./predicted.ts";
import { scalePicture } from "./scale.ts";
import { waterfallPicture } from "./waterfall.ts";

/** Names of files and what they hold. @param file the table that the fit had; without it nothing is shown as predicted. @throws Unusable */
export function trainingPictures(file?: string): Record<string, string> {
  const { calibration } = openTrainingModel();
  const h100 = accelerator("nvidia-h100-sxm");
  const llama = architecture("llama-3-1-405b");
  const common = { architecture: llama, framework: "megatron", tuning: "full" } as const;
  const layoutOf = (tp: number, pp: number, chunks: number, dp: number): TrainingJob["layout"] => ({
    tp,
    pp,
    cp: 1,
    ep: 1,
    expertTp: 1,
    dp,
    chunks,
    microBatch: 1,
    sharding: "optimizer",
    recomputation: "none",
  });
  const pictures = {
    "training-waterfall.svg": waterfallPicture(
      [
        {
          job: {
            ...common,
            accelerator: h100,
            format: "bf16",
            layout: layoutOf(8, 16, 7, 128),
            batch: { sequences: 2048, length: 8192 },
          },
          title: "16,384 H100, BF16",
          batch: "2,048 sequences of 8,192",
        },
        {
          job: {
            ...common,
            accelerator: accelerator("nvidia-gb200-nvl72"),
            format: "fp8",
            layout: layoutOf(4, 16, 4, 4),
            batch: { sequences: 1536, length: 8192 },
          },
          title: "256 GB200, FP8",
          batch: "1,536 sequences of 8,192",
        },
      ],
      calibration,
    ),
    "training-scale.svg": scalePicture(),
    "training-batch.svg": batchPicture(llama, h100, calibration),
  };
  if (file === undefined) return pictures;
  const runs = measuredRuns(file);
  if (runs.length === 0)
    throw new Unusable(`${file} has no training run with a measured speed; expected the columns of docs/training.md`);
  const design = designOf(runs);
  const [partition] = partitions;
  const found = heldOut(design, runs, (run) => pairFold(run, partition));
  const judged = found.map((one) => ({
    fold: pairFold(one.run, partition),
    kind: isMixture(one) ? "with experts" : "dense",
    ratio: ratioOf(one),
  }));
  for (const kind of ["dense", "with experts"]) {
    const held = coverage(judged.filter((one) => one.kind === kind));
    console.log(`training, ${kind}: intervals of other folds hold ${(100 * held).toFixed(1)} %`);
  }
  return { ...pictures, "training-predicted.svg": predictedPicture(found) };
}
