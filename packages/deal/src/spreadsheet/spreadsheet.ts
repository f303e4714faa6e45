/** A prepared deal as a workbook: every figure that is reported, what it rests on, and what we compute for it. */
import { buildFormulaGraph, evaluateAt, typeName, type Graph, type Input } from "@underwatt/engine";
import { catalogEvidence } from "../catalog/evidence.ts";
import { contracts } from "../components/index.ts";
import { restingOn } from "../expand/index.ts";
import type { Prepared } from "../prepare.ts";
import { RelianceWalk } from "../reliance.ts";
import { dateOffset } from "./formula.ts";
import type { ContractViews, Line, Pasted, Provenance, Spreadsheet, WorkbookLine } from "./line.ts";
import { asCell, Translator } from "./translator.ts";

/** Sections of a deal in the order in which one leads to the next. */
const sections = ["claims", "assumptions", "catalog", "fleets", "workloads", "contracts", "projects", "model"];

/**
 * The workbook of the median case: every uncertain input at its median. That is not the median of the figures that rest on
 * several of them.
 */
export function spreadsheetOf(prepared: Prepared): Spreadsheet {
  const { expansion, graph, figures } = prepared;
  const { calendar } = graph.program;
  const live = buildFormulaGraph(expansion.definitions, expansion.units, calendar, new Set(expansion.absent.keys()));
  const everyStep = live.program.steps.map((_, index) => index);
  const values = evaluateAt(live.program, everyStep, 0.5).map(({ data }) => data);
  const translator = new Translator(live, values);
  for (const path of inReadersOrder(namedBy(live, figures), [...expansion.origins.keys()])) translator.add(path);
  const describe = describer(prepared, live);
  const expected = medianCase(graph);
  const lines = translator.finish().map((line): WorkbookLine => {
    const computed = line.working === undefined ? expected(line.path) : undefined;
    return { ...line, ...describe(line), ...(computed === undefined ? {} : { expected: computed }) };
  });
  return { starts: Array.from(calendar.starts, (day) => day + dateOffset), lines, contracts: viewsOf(prepared, lines) };
}

/** The figures and everything that their formulas name, all the way down. */
function namedBy({ quantities }: Graph, figures: readonly string[]): Set<string> {
  const found = new Set(figures);
  for (const path of found) for (const named of quantities.get(path)?.references ?? []) found.add(named);
  return found;
}

function inReadersOrder(paths: ReadonlySet<string>, authors: readonly string[]): string[] {
  const place = new Map(authors.map((path, index) => [path, index]));
  const section = (path: string): number => {
    const at = sections.indexOf(path.slice(0, path.indexOf(".")));
    return at < 0 ? sections.length : at;
  };
  return [...paths].sort(
    (left, right) => section(left) - section(right) || (place.get(left) ?? Infinity) - (place.get(right) ?? Infinity),
  );
}

/** What we compute for a path, as a spreadsheet has it. */
function medianCase({ program, quantities }: Graph): (path: string) => readonly number[] | undefined {
  const wanted = [...quantities.values()];
  const columns = evaluateAt(
    program,
    wanted.map(({ step }) => step),
    0.5,
  );
  const found = new Map(wanted.map(({ path, type }, index) => [path, { type, data: columns[index]?.data }]));
  return (path) => {
    const { type, data } = found.get(path) ?? {};
    const offset = type?.kind === "date" ? dateOffset : 0;
    return data === undefined ? undefined : Array.from(data, (value) => asCell(value + offset));
  };
}

/** What a line's formula does not say of it. */
type Description = Provenance & Pick<Line, "pasted">;

function describer(prepared: Prepared, live: Graph): (line: Line) => Description {
  const { expansion, graph } = prepared;
  const walk = new RelianceWalk(expansion, graph);
  const ofCatalog = new Map(catalogEvidence(expansion.catalog).map(({ path, from }) => [path, from]));
  const inputs = new Map(live.program.inputs.map((input) => [input.name, input]));
  return ({ path, id, part, working, pasted: known }) => {
    const origin = expansion.origins.get(path);
    const quantity = graph.quantities.get(path);
    const { claims } = walk.of(path);
    const sources = claims.flatMap((claim) => expansion.book.get(claim)?.sources ?? ofCatalog.get(claim) ?? []);
    const input = part === "input" ? (inputs.get(id) ?? inputs.get(id.replace(/ as drawn$/, ""))) : undefined;
    const unit = input?.unit ?? (working === undefined && quantity !== undefined ? typeName(quantity.type) : "");
    const pasted = known ?? (part === "input" ? whyPasted(prepared, path, input) : undefined);
    return {
      says: origin?.says ?? "",
      because: working === undefined ? (origin?.because ?? "") : "",
      of: origin?.kind ?? "model",
      unit: unit === "date" || unit === "true/false" ? "" : unit,
      written: working === undefined ? writtenFormula(prepared, path) : "",
      claims,
      sources: [...new Set(sources)],
      key: working === undefined && origin?.key === true,
      ...(input === undefined ? {} : { spread: spreadOf(input) }),
      ...(pasted === undefined ? {} : { pasted }),
    };
  };
}

function writtenFormula({ expansion }: Prepared, path: string): string {
  const origin = expansion.origins.get(path);
  if (origin === undefined) return "";
  return origin.supersededBy === undefined
    ? origin.formula
    : `${origin.formula} (superseded: claims.${origin.supersededBy})`;
}

/** What decides a pasted value, and does not move it here. */
function whyPasted({ expansion, graph }: Prepared, path: string, input: Input | undefined): Pasted | undefined {
  const asked = expansion.origins.get(path)?.restsOn;
  if (asked !== undefined)
    return { kind: "answer", why: "answer of a model: it does not follow what the model was asked with" };
  const named = restingOn(expansion, graph, path);
  if (input === undefined || named.length === 0) return undefined;
  return { kind: "median", why: `median of a distribution: it does not follow ${named.join(", ")}` };
}

function spreadOf({ distribution }: Input): NonNullable<Provenance["spread"]> {
  const point = (u: number): number => distribution.quantile(u);
  return { family: distribution.family, points: [point(0.05), point(0.5), point(0.95)] };
}

function viewsOf({ deal }: Prepared, lines: readonly Line[]): ContractViews[] {
  const known = new Set(lines.map(({ id }) => id));
  return Object.entries(deal.document.contracts ?? {}).flatMap(([contract, { kind }]): ContractViews[] => {
    const [first, second] = contracts.get(kind)?.views ?? [];
    if (first === undefined || second === undefined) return [];
    const views = [`contracts.${contract}.${first.cash}`, `contracts.${contract}.${second.cash}`] as const;
    return views.every((id) => known.has(id)) ? [{ contract, views }] : [];
  });
}
