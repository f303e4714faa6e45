/** Figures of accelerators, models and prices, the catalogue's and the deal's own; those that no formula uses are not reported. */
import { namesIn, parseDate } from "@underwatt/engine";
import type { Grade } from "@underwatt/evidence";
import { unitOfFigure, type AcceleratorEntry } from "../catalog/accelerator-entry.ts";
import type { DealCatalog } from "../catalog/deal-catalog.ts";
import { modelFigures } from "../catalog/model-figures.ts";
import { kindOfSeries, type PriceSeries } from "../catalog/price-series.ts";
import { catalogPath } from "../catalog.ts";
import type { Defining, Definitions } from "./definitions.ts";

export function expandCatalog(definitions: Definitions, catalog: DealCatalog): void {
  for (const [id, entry] of catalog.accelerators) {
    for (const [key, { is }] of Object.entries(entry.figures)) {
      const says = `${entry.name}, ${key}`;
      const own = catalog.own.has(id) ? ownFigure(definitions, id, entry, key) : undefined;
      definitions.define(catalogPath(id, key), is, { kind: "catalog", ...own, says });
    }
  }
  for (const [id, entry] of catalog.models) {
    for (const { figure, formula, meaning } of modelFigures(id, entry)) {
      definitions.define(catalogPath(id, figure), formula, { kind: kindOf(entry), says: `${entry.name}, ${meaning}` });
    }
  }
}

/** The comparables that some formula names; one that is of a later day is not known yet. */
export function expandComparables(definitions: Definitions, { prices }: DealCatalog): void {
  for (const [path, by] of namedIn(definitions)) {
    const [, id = "", key = ""] = /^catalog\.([^.]+)\.([^.]+)$/.exec(path) ?? [];
    const series = prices.get(id);
    if (series === undefined || definitions.exists(path)) continue;
    const { is, on } = series.figures[key] ?? {};
    if (is === undefined) noComparable(definitions, path, series, by);
    else if ((parseDate(on ?? "") ?? Infinity) > definitions.asOf) definitions.absent.set(path, "later");
    else {
      const says = `${series.name}, ${on}`;
      definitions.define(path, is, { kind: "catalog", price: kindOfSeries(series), says });
    }
  }
}

/** Names in formulas, each with the path of one that names it; and paths that are set. */
function namedIn({ definitions, overrides }: Definitions): Map<string, string> {
  const named = [...definitions.values()].flatMap(({ path, expression }) =>
    namesIn(expression).map((name): [string, string] => [name.path, path]),
  );
  return new Map([...[...overrides.keys()].map((path): [string, string] => [path, path]), ...named]);
}

function noComparable(definitions: Definitions, path: string, { name, figures }: PriceSeries, by: string): void {
  const origin = definitions.origins.get(by);
  if (origin === undefined) return;
  const said = { message: `there is no ${path}`, expected: `of ${name}: ${Object.keys(figures).join(", ")}` };
  const at = origin.at;
  if (at === undefined) definitions.error(said, { file: by, start: 0, end: origin.formula.length }, origin.formula);
  else definitions.error(said, definitions.deal.locate(at));
  definitions.absent.set(path, "broken");
}

/** One of the deal's own: told at its place, and checked for its unit. */
function ownFigure({ deal }: Definitions, id: string, entry: AcceleratorEntry, key: string): Defining {
  const at = ["accelerators", id, "figures", key];
  const isLong = typeof deal.document.accelerators?.[id]?.figures[key] === "object";
  const unit = unitOfFigure(key, entry.unit);
  return {
    kind: kindOf(entry.figures[key]),
    at: isLong ? [...at, "is"] : at,
    ...(unit === undefined ? {} : { expects: { kind: { unit }, series: false } }),
    bounds: { least: 0 },
  };
}

/** Without a source it is the deal's own word, as the count of a pool is, and no evidence. */
function kindOf(entry: { readonly grade?: Grade | undefined } | undefined): Defining["kind"] {
  return entry?.grade === undefined ? "fleet" : "catalog";
}
