/** What the catalogue's figures rest on, as a result lists it among the claims. */
import type { Grade } from "@underwatt/evidence";
import { catalogPath, type Catalog } from "../catalog.ts";
import { modelFigures } from "./model-figures.ts";

export interface CatalogEvidence {
  readonly path: string;
  /** Name of the accelerator, model or series of prices. */
  readonly about: string;
  /** As printed. */
  readonly is: string;
  readonly says: string;
  /** Name of its source. */
  readonly from: string;
  readonly grade: Grade;
  readonly note: string | undefined;
}

/** Every figure that names a source. */
export function catalogEvidence({ accelerators, models, prices }: Catalog): CatalogEvidence[] {
  const ofAccelerators = [...accelerators].flatMap(([about, { name, figures }]) =>
    Object.entries(figures).flatMap(([figure, { is, from, grade, note }]) => {
      if (from === undefined || grade === undefined) return [];
      const path = catalogPath(about, figure);
      return [{ path, about, is: String(is), says: `${name}: ${figure}`, from, grade, note }];
    }),
  );
  const ofModels = [...models].flatMap(([about, entry]) => {
    const { name, from, grade, note } = entry;
    if (from === undefined || grade === undefined) return [];
    return modelFigures(about, entry).map(({ figure, formula, meaning }) => {
      return { path: catalogPath(about, figure), about, is: formula, says: `${name}: ${meaning}`, from, grade, note };
    });
  });
  const ofPrices = [...prices].flatMap(([about, { name, figures }]) =>
    Object.entries(figures).map(([figure, { is, on, from, grade, note }]) => {
      return { path: catalogPath(about, figure), about, is: String(is), says: `${name}, ${on}`, from, grade, note };
    }),
  );
  return [...ofAccelerators, ...ofModels, ...ofPrices];
}
