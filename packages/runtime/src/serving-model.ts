/** The serving model of the catalogue on disk: measured kernels and fitted constants. 1.3 MB, read when somebody asks for it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  calibrationSchema,
  KernelTableError,
  readKernelTables,
  ServingModel,
  type Calibration,
} from "@underwatt/compute";
import { z } from "zod";
import { bundledCatalog, Unusable } from "./deal-folder.ts";

/** @throws Unusable when a file is missing or is not what it should be */
export function openServingModel(folder: string = bundledCatalog): ServingModel {
  const calibration = readCalibration(join(folder, "serving", "calibration.json"));
  const kernels = join(folder, "kernels");
  let names: string[];
  try {
    names = readdirSync(kernels).filter((name) => name.endsWith(".json"));
  } catch (error) {
    throw unreadable(kernels, error);
  }
  const tables = names.sort().map((name) => {
    const file = join(kernels, name);
    try {
      return readKernelTables(readJson(file), file);
    } catch (error) {
      if (error instanceof KernelTableError) throw new Unusable(error.message);
      throw error;
    }
  });
  return new ServingModel(calibration, tables);
}

function readCalibration(file: string): Calibration {
  const parsed = calibrationSchema.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  throw new Unusable(`${file} is not the serving model's constants: ${z.prettifyError(parsed.error)}`);
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unusable(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function unreadable(file: string, error: unknown): Unusable {
  return new Unusable(
    `the catalogue's serving model cannot be read: ${error instanceof Error ? error.message : String(error)} (${file})`,
  );
}
