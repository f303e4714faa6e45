/** A deal as a typed graph: what running it and auditing it have in common. */
import { buildGraph, makeCalendar, parseDate, type Graph } from "@underwatt/engine";
import type { Catalog } from "./catalog.ts";
import { expand, type Expansion, type ExpandOptions } from "./expand/index.ts";
import type { Diagnostic } from "./read/diagnostic.ts";
import type { DealText } from "./read/read-deal.ts";

export function dealGraph(
  deal: DealText,
  catalog: Catalog,
  options: ExpandOptions,
): { expansion: Expansion; graph: Graph } {
  const expansion = expand(deal, catalog, options);
  const { start, months } = deal.document.calendar;
  const calendar = makeCalendar(parseDate(start) ?? 0, months);
  const graph = buildGraph(expansion.definitions, expansion.units, calendar, new Set(expansion.absent.keys()));
  return { expansion, graph };
}

/** The day that `--as-of` names, in days since 1970-01-01; or what is wrong with it. */
export function asOfDay(deal: DealText, asOf: string): number | Diagnostic {
  const said = { message: `${asOf} is not a date`, expected: "a date such as 2026-05-09" };
  return parseDate(asOf) ?? deal.diagnostic("error", said, { file: "--as-of", start: 0, end: asOf.length }, asOf);
}
