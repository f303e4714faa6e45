/** The serving model of the catalogue on disk: measured kernels and fitted constants. 1.3 MB, read when somebody asks for it. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  calibrationSchema,
  KernelTableError,
  readKernelTables,
  ServingModel,
  type Calibration,
} from "@underwatt/compute";
import { servingBook, type ServingBook } from "@underwatt/deal";
import { z } from "zod";
import { bundledCatalog, Unusable } from "./deal-folder.ts";

/** @throws Unusable when a file is missing or is not what it should be */
export function openServingModel(folder: string = bundledCatalog): ServingModel {
  return readModel(folder).model;
}

/** The model as a deal with a serving workload needs it: asked once a question, and known by the hash of its files. */
export function openServingBook(folder: string = bundledCatalog): ServingBook {
  const { model, hash } = readModel(folder);
  return servingBook(model, hash);
}

function readModel(folder: string): { model: ServingModel; hash: string } {
  const hash = createHash("sha256");
  const read = (file: string): unknown => {
    const text = readText(file);
    hash.update(text);
    return parseJson(text, file);
  };
  const calibration = calibrationIn(read, join(folder, "serving", "calibration.json"));
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
      return readKernelTables(read(file), file);
    } catch (error) {
      if (error instanceof KernelTableError) throw new Unusable(error.message);
      throw error;
    }
  });
  return { model: new ServingModel(calibration, tables), hash: hash.digest("hex").slice(0, 16) };
}

function calibrationIn(read: (file: string) => unknown, file: string): Calibration {
  const parsed = calibrationSchema.safeParse(read(file));
  if (parsed.success) return parsed.data;
  throw new Unusable(`${file} is not the serving model's constants: ${z.prettifyError(parsed.error)}`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw unreadable(file, error);
  }
}

function parseJson(text: string, file: string): unknown {
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
