/** The catalogue: published figures of accelerators, shapes of models and dated prices, each with its source. Data files; this is their form. */
import type { Architecture } from "@underwatt/compute";
import { z } from "zod";
import type { AcceleratorEntry } from "./catalog/accelerator-entry.ts";
import { architectureFrom, type ModelEntry } from "./catalog/model-entry.ts";
import type { PriceSeries } from "./catalog/price-series.ts";
import { source } from "./schema/evidence.ts";
import type { ServingBook } from "./serving/book.ts";
import { named } from "./schema/values.ts";
import type { SimulatedBook } from "./simulation/book.ts";
import type { TrainingBook } from "./training/book.ts";

export const catalogSourcesSchema = z.strictObject({ sources: named(source) });
export type CatalogSources = z.infer<typeof catalogSourcesSchema>["sources"];

export interface Catalog {
  readonly accelerators: ReadonlyMap<string, AcceleratorEntry>;
  readonly models: ReadonlyMap<string, ModelEntry>;
  readonly prices: ReadonlyMap<string, PriceSeries>;
  readonly sources: CatalogSources;
  /** Needed by deals with a serving workload. */
  readonly serving?: ServingBook | undefined;
  /** Needed by deals with a training workload. */
  readonly training?: TrainingBook | undefined;
  /** What was simulated for the deal: of its folder, and handed on with the rest that is looked up. */
  readonly simulated?: SimulatedBook | undefined;
}

/** Path of a figure of an accelerator, a model or a series of prices in every deal. */
export function catalogPath(entry: string, figure: string): string {
  return `catalog.${entry}.${figure}`;
}

/** The entry that a name means: its own, or one it is published under, in whatever case. */
export function entryNamed(
  entries: ReadonlyMap<string, Pick<AcceleratorEntry | ModelEntry, "means">>,
  name: string,
): string | undefined {
  if (entries.has(name)) return name;
  const wanted = name.toLowerCase();
  for (const [id, { means = [] }] of entries) {
    if (id === wanted || means.some((other) => other.toLowerCase() === wanted)) return id;
  }
  return undefined;
}

/**
 * The shape of a model.
 * @param name as in deals, or as published, such as deepseek-ai/DeepSeek-R1
 * @returns undefined when the catalogue has none by that name
 */
export function architectureOf(name: string, { models }: Catalog): Architecture | undefined {
  const id = entryNamed(models, name);
  const entry = id === undefined ? undefined : models.get(id);
  return id === undefined || entry === undefined ? undefined : architectureFrom(id, entry);
}
