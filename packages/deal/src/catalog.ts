/** The catalogue: published figures of accelerators, each with its source. Data files; this is their form. */
import { grades } from "@underwatt/evidence";
import { z } from "zod";
import { source } from "./schema/evidence.ts";
import { formula, name, named, text } from "./schema/values.ts";

const catalogFigure = z.strictObject({
  is: formula.describe("The value, per accelerator where it is of one"),
  from: name.describe("Source"),
  grade: z.enum(grades),
  note: text.optional(),
  others: z
    .array(z.strictObject({ is: formula, from: name, note: text.optional() }))
    .optional()
    .describe("What other sources say"),
});

export const acceleratorSchema = z
  .strictObject({
    accelerator: name.describe("Name in deals"),
    name: text.describe("Name for people"),
    unit: z.enum(["GPU", "chip"]).describe("What one of it is counted in"),
    figures: named(catalogFigure),
  })
  .describe("An accelerator");
export type Accelerator = z.infer<typeof acceleratorSchema>;

export const catalogSourcesSchema = z.strictObject({ sources: named(source) });
export type CatalogSources = z.infer<typeof catalogSourcesSchema>["sources"];

export interface Catalog {
  readonly accelerators: ReadonlyMap<string, Accelerator>;
  readonly sources: CatalogSources;
}

/** Path of a catalogue figure in every deal. */
export function catalogPath(accelerator: string, figure: string): string {
  return `catalog.${accelerator}.${figure}`;
}
