/** Deals and the catalogue on disk. */
import { readdirSync, readFileSync, realpathSync, statSync, type Stats } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  catalogFolders,
  readCatalog,
  readDeal,
  type Catalog,
  type Diagnostic,
  type NamedText,
  type ReadDeal,
} from "@underwatt/deal";

/** A deal's place on disk. */
export interface DealFolder {
  readonly folder: string;
  /** Name of the main file in it. */
  readonly entry: string;
}

/** What cannot be used, in a sentence for its user. */
export class Unusable extends Error {}

const mainFiles = ["deal.yaml", "deal.yml", "deal.json"];

/**
 * Finds the deal a user names: a folder with `deal.yaml`, or a file.
 * @throws Unusable when there is none
 */
export function findDeal(path: string): DealFolder {
  const full = resolve(path);
  const stats = statsOf(full);
  if (stats === undefined) throw new Unusable(`there is no file or folder ${path}`);
  if (stats.isFile()) return { folder: dirname(full), entry: basename(full) };
  const entry = mainFiles.find((name) => statsOf(join(full, name))?.isFile() === true);
  if (entry === undefined) throw new Unusable(`${path} holds no deal: expected ${mainFiles.join(", ")} in it`);
  return { folder: full, entry };
}

/**
 * Reads a deal from its folder; nothing outside the folder is read.
 * @throws Unusable when its main file is a link out of the folder
 */
export function openDeal({ folder, entry }: DealFolder): ReadDeal {
  if (readInside(folder, entry) === undefined) throw new Unusable(`${entry} leads out of its folder ${folder}`);
  return readDeal(entry, (name) => readInside(folder, name));
}

/** The note's template beside a deal, if there is one. */
export function readTemplate({ folder }: DealFolder): string | undefined {
  return readInside(folder, "note.md");
}

/** The full path of a file in a folder; undefined when there is none, or it lies outside. */
export function pathInside(folder: string, name: string): string | undefined {
  const full = resolve(folder, name);
  if (statsOf(full)?.isFile() !== true) return undefined;
  // A link inside the folder may lead out of it.
  const inside = relative(realpathSync(folder), realpathSync(full));
  return inside.startsWith("..") || isAbsolute(inside) ? undefined : full;
}

function readInside(folder: string, name: string): string | undefined {
  const full = pathInside(folder, name);
  if (full === undefined) return undefined;
  try {
    return readFileSync(full, "utf8");
  } catch (error) {
    throw new Unusable(`cannot read ${full}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What stands at a path; undefined when nothing does, or nothing that can be looked at. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** The catalogue that comes with the program. */
export const bundledCatalog = fileURLToPath(new URL("../../../catalog", import.meta.url));

/** Reads a catalogue folder: `sources.yaml`, `accelerators/*.yaml` and `models/*.yaml`. */
export function openCatalog(folder: string = bundledCatalog): { catalog: Catalog; diagnostics: readonly Diagnostic[] } {
  const files: NamedText[] = [{ name: "sources.yaml", text: readFileSync(join(folder, "sources.yaml"), "utf8") }];
  for (const kind of catalogFolders) {
    if (statsOf(join(folder, kind))?.isDirectory() !== true) continue;
    for (const name of readdirSync(join(folder, kind)).sort()) {
      if (!name.endsWith(".yaml")) continue;
      files.push({ name: join(kind, name), text: readFileSync(join(folder, kind, name), "utf8") });
    }
  }
  return readCatalog(files);
}
