/** The performance models of the catalogue on disk: fitted constants and measured kernels, read when somebody asks for them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ServingModel } from "@underwatt/compute";
import {
  ModelFileError,
  readServingBook,
  readServingModel,
  readTrainingModel,
  trainingBook,
  type NamedText,
  type ServingBook,
  type ServingFiles,
  type TrainingBook,
  type TrainingModel,
} from "@underwatt/deal";
import { bundledCatalog, Unusable } from "./deal-folder.ts";

/** Over a megabyte. @throws Unusable when a file is missing or is not what it should be */
export function openServingModel(folder: string = bundledCatalog): ServingModel {
  return usable("serving", () => readServingModel(filesIn(folder)));
}

/** @throws Unusable when a file is missing or is not what it should be */
export function openServingBook(folder: string = bundledCatalog): ServingBook {
  return usable("serving", () => readServingBook(filesIn(folder)));
}

/** @throws Unusable when the file is missing or is not what it should be */
export function openTrainingModel(folder: string = bundledCatalog): TrainingModel {
  return usable("training", () => readTrainingModel(textOf(join(folder, "training", "calibration.json"))));
}

/** The model as deals with a training workload need it. @throws Unusable */
export function openTrainingBook(folder: string = bundledCatalog): TrainingBook {
  return trainingBook(openTrainingModel(folder));
}

function filesIn(folder: string): ServingFiles {
  const kernels = join(folder, "kernels");
  const names = readdirSync(kernels).filter((name) => name.endsWith(".json"));
  return {
    calibration: textOf(join(folder, "serving", "calibration.json")),
    kernels: names.sort().map((name) => textOf(join(kernels, name))),
  };
}

function textOf(name: string): NamedText {
  return { name, text: readFileSync(name, "utf8") };
}

function usable<T>(model: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ModelFileError) throw new Unusable(error.message);
    if (error instanceof Error && "code" in error)
      throw new Unusable(`the catalogue's ${model} model cannot be read: ${error.message}`);
    throw error;
  }
}
