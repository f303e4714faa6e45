/** The serving model of the catalogue on disk: measured kernels and fitted constants. Over a megabyte, read when somebody asks for it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ServingModel } from "@underwatt/compute";
import {
  readServingBook,
  readServingModel,
  ServingFileError,
  type NamedText,
  type ServingBook,
  type ServingFiles,
} from "@underwatt/deal";
import { bundledCatalog, Unusable } from "./deal-folder.ts";

/** @throws Unusable when a file is missing or is not what it should be */
export function openServingModel(folder: string = bundledCatalog): ServingModel {
  return usable(() => readServingModel(filesIn(folder)));
}

/** @throws Unusable when a file is missing or is not what it should be */
export function openServingBook(folder: string = bundledCatalog): ServingBook {
  return usable(() => readServingBook(filesIn(folder)));
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

function usable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ServingFileError) throw new Unusable(error.message);
    if (error instanceof Error && "code" in error)
      throw new Unusable(`the catalogue's serving model cannot be read: ${error.message}`);
    throw error;
  }
}
