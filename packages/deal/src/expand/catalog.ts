/** Figures of accelerators and models, the catalogue's and the deal's own; those that no formula uses are not reported. */
import { unitOfFigure } from "../catalog/accelerator-entry.ts";
import type { DealCatalog } from "../catalog/deal-catalog.ts";
import { modelFigures } from "../catalog/model-figures.ts";
import { catalogPath } from "../catalog.ts";
import type { Defining, Definitions } from "./definitions.ts";

export function expandCatalog(definitions: Definitions, catalog: DealCatalog): void {
  for (const [id, { name, unit, figures }] of catalog.accelerators) {
    for (const [key, { is, grade }] of Object.entries(figures)) {
      const says = `${name}, ${key}`;
      const defining: Defining = catalog.own.has(id)
        ? ownFigure(
            definitions,
            says,
            ["accelerators", id, "figures", key],
            unitOfFigure(key, unit),
            grade !== undefined,
          )
        : { kind: "catalog", says };
      definitions.define(catalogPath(id, key), is, defining);
    }
  }
  for (const [id, entry] of catalog.models) {
    for (const { figure, formula, meaning } of modelFigures(id, entry)) {
      // A shape without a source is the deal's own word, not evidence.
      const kind = entry.grade === undefined ? "fleet" : "catalog";
      definitions.define(catalogPath(id, figure), formula, { kind, says: `${entry.name}, ${meaning}` });
    }
  }
}

/** One of the deal's own: checked for its unit, told at its place, and evidence only where a source is named. */
function ownFigure(
  { deal }: Definitions,
  says: string,
  at: readonly string[],
  unit: string | undefined,
  isEvidence: boolean,
): Defining {
  return {
    kind: isEvidence ? "catalog" : "fleet",
    says,
    at: deal.source(at) === undefined ? [...at, "is"] : at,
    ...(unit === undefined ? {} : { expects: { kind: { unit }, series: false } }),
    bounds: { least: 0 },
  };
}
