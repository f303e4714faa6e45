/** The catalogue's files into the catalogue; a fault in one is a message like any other. */
import {
  acceleratorSchema,
  catalogSourcesSchema,
  type Accelerator,
  type Catalog,
  type CatalogSources,
} from "../catalog.ts";
import { diagnose, type Diagnostic } from "./diagnostic.ts";
import { validate } from "./validate.ts";
import { YamlFile } from "./yaml-file.ts";

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** @param files `sources.yaml` and one file per accelerator */
export function readCatalog(files: readonly NamedText[]): { catalog: Catalog; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const accelerators = new Map<string, Accelerator>();
  const sources: CatalogSources = {};
  for (const { name, text } of files) {
    const file = new YamlFile(name, text);
    for (const { span, ...said } of file.problems) diagnostics.push(diagnose("error", said, span, text));
    if (file.value === undefined) continue;
    if (name.endsWith("sources.yaml")) {
      const parsed = catalogSourcesSchema.safeParse(file.value);
      if (parsed.success) Object.assign(sources, parsed.data.sources);
      else validate(file, catalogSourcesSchema, diagnostics);
      continue;
    }
    const parsed = acceleratorSchema.safeParse(file.value);
    if (parsed.success) accelerators.set(parsed.data.accelerator, parsed.data);
    else validate(file, acceleratorSchema, diagnostics);
  }
  return { catalog: { accelerators, sources }, diagnostics };
}
