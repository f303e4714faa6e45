/** The serving model from the catalogue's files as text: its constants and the tables of measured kernels. */
import {
  calibrationSchema,
  KernelTableError,
  readKernelTables,
  ServingModel,
  type AcceleratorKernels,
  type Calibration,
} from "@underwatt/compute";
import { z } from "zod";
import { hashOf } from "../canonical.ts";
import type { NamedText } from "../read/read-catalog.ts";
import { servingBook, type ServingBook } from "./book.ts";

/** A file is not what it should be: a sentence that names it. */
export class ServingFileError extends Error {
  override readonly name = "ServingFileError";
}

export interface ServingFiles {
  /** catalog/serving/calibration.json. */
  readonly calibration: NamedText;
  /** catalog/kernels/*.json. */
  readonly kernels: readonly NamedText[];
}

/** @throws ServingFileError */
export function readServingModel({ calibration, kernels }: ServingFiles): ServingModel {
  return new ServingModel(readCalibration(calibration), kernels.map(readKernels));
}

/**
 * The model as deals with a serving workload need it: asked once a question, and known by the hash of its files.
 * @throws ServingFileError
 */
export function readServingBook(files: ServingFiles): ServingBook {
  const texts = [files.calibration, ...files.kernels].map(({ text }) => text);
  return servingBook(readServingModel(files), hashOf(texts));
}

function readCalibration(file: NamedText): Calibration {
  const parsed = calibrationSchema.safeParse(parseJson(file));
  if (parsed.success) return parsed.data;
  throw new ServingFileError(`${file.name} is not the serving model's constants: ${z.prettifyError(parsed.error)}`);
}

function readKernels(file: NamedText): AcceleratorKernels {
  try {
    return readKernelTables(parseJson(file), file.name);
  } catch (error) {
    if (error instanceof KernelTableError) throw new ServingFileError(error.message);
    throw error;
  }
}

function parseJson({ name, text }: NamedText): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ServingFileError(`${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
