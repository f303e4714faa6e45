/** The catalogue's files into the catalogue; a fault in one is a message like any other. */
import type { z } from "zod";
import { acceleratorFileSchema, entryOf, type AcceleratorEntry } from "../catalog/accelerator-entry.ts";
import { modelFileSchema, type ModelEntry } from "../catalog/model-entry.ts";
import { priceFileSchema, type PriceSeries } from "../catalog/price-series.ts";
import { catalogSourcesSchema, type Catalog, type CatalogSources } from "../catalog.ts";
import { diagnose, type Diagnostic } from "./diagnostic.ts";
import type { NamedText } from "./named-text.ts";
import { validate } from "./validate.ts";
import { YamlFile } from "./yaml-file.ts";

/** Files that are one entry each, by the folder they stand in. */
export const catalogFolders = ["accelerators", "models", "prices"] as const;

/** @param files `sources.yaml`, and one file per entry in `accelerators/`, `models/` and `prices/`; files of other folders are not read */
export function readCatalog(files: readonly NamedText[]): { catalog: Catalog; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const accelerators = new Map<string, AcceleratorEntry>();
  const models = new Map<string, ModelEntry>();
  const prices = new Map<string, PriceSeries>();
  const sources: CatalogSources = {};
  for (const { name, text } of files) {
    const [folder] = name.split(/[\\/]/);
    if (name === "sources.yaml") {
      Object.assign(sources, parse({ name, text }, catalogSourcesSchema, diagnostics)?.sources);
    } else if (folder === "accelerators") {
      const parsed = parse({ name, text }, acceleratorFileSchema, diagnostics);
      if (parsed !== undefined) accelerators.set(parsed.accelerator, entryOf(parsed));
    } else if (folder === "models") {
      const parsed = parse({ name, text }, modelFileSchema, diagnostics);
      if (parsed === undefined) continue;
      const { model, ...entry } = parsed;
      models.set(model, entry);
    } else if (folder === "prices") {
      const parsed = parse({ name, text }, priceFileSchema, diagnostics);
      if (parsed === undefined) continue;
      const { prices: id, ...series } = parsed;
      prices.set(id, series);
    }
  }
  return { catalog: { accelerators, models, prices, sources }, diagnostics };
}

function parse<T extends z.ZodType>(
  { name, text }: NamedText,
  schema: T,
  diagnostics: Diagnostic[],
): z.infer<T> | undefined {
  const file = new YamlFile(name, text);
  for (const { span, ...said } of file.problems) diagnostics.push(diagnose("error", said, span, text));
  if (file.value === undefined) return undefined;
  const parsed = schema.safeParse(file.value);
  if (parsed.success) return parsed.data;
  validate(file, schema, diagnostics);
  return undefined;
}
