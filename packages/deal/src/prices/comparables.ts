/** The catalogue's comparables in every denominator that can be derived, as certain numbers. */
import {
  buildGraph,
  formatUnit,
  makeCalendar,
  parseDate,
  parseFormula,
  type Definition,
  type Expression,
  type Graph,
  type UnitRegistry,
} from "@underwatt/engine";
import type { PriceSeries } from "../catalog/price-series.ts";
import { catalogPath, type Catalog } from "../catalog.ts";
import { equivalentOf, priceFigures, priceForm, pricePers, type PriceFigures } from "../components/index.ts";
import type { ComparableRow } from "./prices-result.ts";

const hours = "730 h/month";
const ends = ["low", "high"] as const;

interface Found extends PriceFigures {
  readonly path: string;
  readonly row: Omit<ComparableRow, "figures" | "underived">;
}

/**
 * @param asOf day in days since 1970-01-01; what is of a later day is left out
 * @param currency of the deal; what is in another is left out
 */
export function comparablesIn(
  catalog: Catalog,
  units: UnitRegistry,
  currency: string,
  asOf: number,
): Record<string, ComparableRow> {
  const sheet = new Sheet(units);
  for (const [id, { figures }] of catalog.accelerators) {
    const peak = figures["peak-dense-bf16"];
    if (peak !== undefined) sheet.add(catalogPath(id, "peak-dense-bf16"), String(peak.is));
  }
  for (const { path, is } of entriesOf(catalog, asOf)) {
    const parsed = parseFormula(is, units);
    if ("problem" in parsed) continue;
    const { expression } = parsed;
    for (const end of ends) {
      sheet.addTree(`${path}.${end}.is`, expression.kind === "interval" ? expression[end] : expression);
      sheet.add(`${path}.${end}.hours`, hours);
    }
  }
  const written = sheet.graph();
  const found = entriesOf(catalog, asOf).flatMap(({ path, series, row }): Found[] => {
    const type = written.quantities.get(`${path}.low.is`)?.type;
    const unit = catalog.accelerators.get(series.accelerator ?? "")?.unit ?? "GPU";
    const form = type?.kind === "number" ? priceForm(type.unit, units, currency, unit) : undefined;
    // A fee of nobody knows how many is no comparable.
    if (form === undefined || form.of === "fee") return [];
    const hasPeak = catalog.accelerators.has(equivalentOf) && catalog.accelerators.has(series.accelerator ?? "");
    const accelerator = hasPeak ? series.accelerator : undefined;
    return [{ path, row, ...priceFigures({ form, given: new Map(), counted: unit, accelerator }) }];
  });
  for (const { path, outputs } of found)
    for (const end of ends)
      for (const { name, formula } of outputs) sheet.add(`${path}.${end}.${name}`, formula.replaceAll("$", currency));
  const graph = sheet.graph();
  return Object.fromEntries(
    found.map(({ path, row, underived }) => {
      const figures: ComparableRow["figures"] = {};
      for (const name of pricePers) {
        const [low, high] = ends.map((end) => certain(graph, `${path}.${end}.${name}`));
        if (low !== undefined && high !== undefined)
          figures[name] = { unit: low.unit, low: low.value, high: high.value };
      }
      return [
        path,
        { ...row, figures, underived: Object.fromEntries(underived.map((each) => [each.name, each.because])) },
      ];
    }),
  );
}

interface Entry {
  readonly path: string;
  readonly is: string;
  readonly series: PriceSeries;
  readonly row: Found["row"];
}

function entriesOf({ prices }: Catalog, asOf: number): Entry[] {
  return [...prices].flatMap(([id, series]) =>
    Object.entries(series.figures).flatMap(([key, { is, on, from, grade, note }]): Entry[] => {
      if ((parseDate(on) ?? Infinity) > asOf) return [];
      const { basis, accelerator } = series;
      const row = {
        says: series.name,
        ...(basis === undefined ? {} : { basis }),
        ...(accelerator === undefined ? {} : { generation: accelerator }),
        on,
        printed: String(is),
        source: from,
        grade,
        ...(note === undefined ? {} : { note }),
      };
      return [{ path: catalogPath(id, key), is: String(is), series, row }];
    }),
  );
}

/** Formulas that a graph is made of. */
class Sheet {
  private readonly definitions: Definition[] = [];
  private readonly units: UnitRegistry;

  constructor(units: UnitRegistry) {
    this.units = units;
  }

  add(path: string, formula: string): void {
    const parsed = parseFormula(formula, this.units);
    if ("expression" in parsed) this.addTree(path, parsed.expression);
  }

  addTree(path: string, expression: Expression): void {
    this.definitions.push({ path, expression });
  }

  graph(): Graph {
    return buildGraph(this.definitions, this.units, makeCalendar(0, 1));
  }
}

function certain(
  { quantities, program }: Graph,
  path: string,
): { readonly value: number; readonly unit: string } | undefined {
  const quantity = quantities.get(path);
  const step = program.steps[quantity?.step ?? -1];
  const value = step?.kind === "certain" ? step.column.data[0] : undefined;
  if (value === undefined || quantity?.type.kind !== "number") return undefined;
  return { value, unit: formatUnit(quantity.type.unit) };
}
