/** The serving model from the catalogue's files as text: its constants and the tables of measured kernels. */
import {
  calibrationSchema,
  KernelTableError,
  readKernelTables,
  ServingModel,
  type AcceleratorKernels,
} from "@underwatt/compute";
import { hashOf } from "../canonical.ts";
import { jsonAs, jsonOf, ModelFileError } from "../read/model-file.ts";
import type { NamedText } from "../read/named-text.ts";
import { servingBook, type ServingBook } from "./book.ts";

export interface ServingFiles {
  /** catalog/serving/calibration.json. */
  readonly calibration: NamedText;
  /** catalog/kernels/*.json. */
  readonly kernels: readonly NamedText[];
}

/** @throws ModelFileError */
export function readServingModel({ calibration, kernels }: ServingFiles): ServingModel {
  return new ServingModel(
    jsonAs(calibration, calibrationSchema, "the serving model's constants"),
    kernels.map(readKernels),
  );
}

/**
 * The model as deals with a serving workload need it: asked once a question, and known by the hash of its files.
 * @throws ModelFileError
 */
export function readServingBook(files: ServingFiles): ServingBook {
  const texts = [files.calibration, ...files.kernels].map(({ text }) => text);
  return servingBook(readServingModel(files), hashOf(texts));
}

function readKernels(file: NamedText): AcceleratorKernels {
  try {
    return readKernelTables(jsonOf(file), file.name);
  } catch (error) {
    if (error instanceof KernelTableError) throw new ModelFileError(error.message);
    throw error;
  }
}
