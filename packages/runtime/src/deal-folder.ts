/** Deals and the catalogue on disk. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readCatalog, readDeal, type Catalog, type Diagnostic, type NamedText, type ReadDeal } from "@underwatt/deal";

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
  const stats = statSync(full, { throwIfNoEntry: false });
  if (stats === undefined) throw new Unusable(`there is no file or folder ${path}`);
  if (stats.isFile()) return { folder: dirname(full), entry: basename(full) };
  const entry = mainFiles.find((name) => statSync(join(full, name), { throwIfNoEntry: false })?.isFile() === true);
  if (entry === undefined) throw new Unusable(`${path} holds no deal: expected ${mainFiles.join(", ")} in it`);
  return { folder: full, entry };
}

/** Reads a deal from its folder; nothing outside the folder is read. */
export function openDeal({ folder, entry }: DealFolder): ReadDeal {
  return readDeal(entry, (name) => readInside(folder, name));
}

/** The note's template beside a deal, if there is one. */
export function readTemplate({ folder }: DealFolder): string | undefined {
  return readInside(folder, "note.md");
}

function readInside(folder: string, name: string): string | undefined {
  const full = resolve(folder, name);
  const inside = relative(folder, full);
  if (inside.startsWith("..") || isAbsolute(inside)) return undefined;
  if (statSync(full, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  return readFileSync(full, "utf8");
}

/** The catalogue that comes with the program. */
export const bundledCatalog = fileURLToPath(new URL("../../../catalog", import.meta.url));

/** Reads a catalogue folder: `sources.yaml` and `accelerators/*.yaml`. */
export function openCatalog(folder: string = bundledCatalog): { catalog: Catalog; diagnostics: readonly Diagnostic[] } {
  const files: NamedText[] = [{ name: "sources.yaml", text: readFileSync(join(folder, "sources.yaml"), "utf8") }];
  for (const name of readdirSync(join(folder, "accelerators")).sort()) {
    if (!name.endsWith(".yaml")) continue;
    files.push({ name: join("accelerators", name), text: readFileSync(join(folder, "accelerators", name), "utf8") });
  }
  return readCatalog(files);
}
