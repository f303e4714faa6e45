/** A deal as a typed graph: what running it and auditing it have in common. */
import { buildGraph, makeCalendar, parseDate, type Graph } from "@underwatt/engine";
import type { Catalog } from "./catalog.ts";
import { expand, type Expansion, type ExpandOptions } from "./expand/index.ts";
import type { Diagnostic } from "./read/diagnostic.ts";
import type { DealText } from "./read/read-deal.ts";
import { respond } from "./serving/respond.ts";
import { recallSimulations } from "./simulation/respond.ts";
import { respondTraining } from "./training/respond.ts";

/** The graph with the answers of models in it: they are asked with what the graph makes of the deal, and the rest rests on them. */
export function dealGraph(
  deal: DealText,
  catalog: Catalog,
  options: ExpandOptions,
): { expansion: Expansion; graph: Graph } {
  const expansion = expand(deal, catalog, options);
  const graph = graphOf(deal, expansion);
  if (expansion.asks.length === 0) return { expansion, graph };
  const served = respond(deal, expansion, graph, catalog.serving);
  const answered = respondTraining(deal, served, graph, catalog.training);
  const answeredGraph = graphOf(deal, answered);
  const recalled = recallSimulations(
    deal,
    expansion.asks.filter((ask) => ask.kind === "serving"),
    answered,
    answeredGraph,
    catalog,
  );
  if (recalled === answered) return { expansion: answered, graph: answeredGraph };
  return { expansion: recalled, graph: graphOf(deal, recalled) };
}

function graphOf({ document }: DealText, { definitions, units, absent }: Expansion): Graph {
  const { start, months } = document.calendar;
  const calendar = makeCalendar(parseDate(start) ?? 0, months);
  return buildGraph(definitions, units, calendar, new Set(absent.keys()));
}

/** The day that `--as-of` names, in days since 1970-01-01; or what is wrong with it. */
export function asOfDay(deal: DealText, asOf: string): number | Diagnostic {
  const said = { message: `${asOf} is not a date`, expected: "a date such as 2026-05-09" };
  return parseDate(asOf) ?? deal.diagnostic("error", said, { file: "--as-of", start: 0, end: asOf.length }, asOf);
}
