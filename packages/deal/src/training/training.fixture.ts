/** The training model that comes with the program, and a question to it. */
import { readFileSync } from "node:fs";
import type { TrainingQuestion } from "./estimate.ts";
import { readTrainingModel } from "./read-model.ts";

const file = new URL("../../../../catalog/training/calibration.json", import.meta.url);

export const shippedTraining = readTrainingModel({ name: "calibration.json", text: readFileSync(file, "utf8") });

export const llama70b: TrainingQuestion = {
  model: "llama-3-1-70b",
  accelerator: "H100",
  accelerators: 64,
  framework: "megatron",
  format: "bf16",
  batch: { sequences: 128, length: 8192 },
};
