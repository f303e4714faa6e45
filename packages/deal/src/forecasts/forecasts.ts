/** The register of forecasts: what is due, what came, how good it was, and what that says of the rule table. */
import { formatDate, parseDate, type Graph } from "@underwatt/engine";
import {
  brier,
  calibrateGrades,
  conventionWeight,
  logScore,
  reliability,
  type Grade,
  type ResolvedStatement,
} from "@underwatt/evidence";
import { numberOrNull } from "../analysis/shared-schema.ts";
import type { Catalog } from "../catalog.ts";
import { asOfDay, dealGraph } from "../deal-graph.ts";
import type { Expansion } from "../expand/index.ts";
import { problemAt } from "../prepare.ts";
import { inOrder, type Diagnostic } from "../read/diagnostic.ts";
import type { DealText } from "../read/read-deal.ts";
import type { DealDocument } from "../schema/deal.ts";
import { forecastsVersion, type ForecastRow, type Forecasts } from "./forecasts-result.ts";
import { languageLevel, readCame, readSaid, readShare } from "./read.ts";
import { scoreOf } from "./score.ts";

type Written = NonNullable<DealDocument["forecasts"]>[string];

/** Far enough in the future that every claim counts as published; what came by a day is told by days. */
const always = parseDate("9999-01") ?? 0;

/**
 * The forecasts made by a day, with what came by then.
 * @param asOf the deal's own day unless given
 * @returns the register, or what is wrong with the deal
 */
export function forecasts(
  deal: DealText,
  catalog: Catalog,
  asOf: string = deal.document.as_of,
): Forecasts | { readonly diagnostics: readonly Diagnostic[] } {
  const day = asOfDay(deal, asOf);
  if (typeof day !== "number") return { diagnostics: [day] };
  const { expansion, graph } = dealGraph(deal, catalog, { asOf: always, forecasts: true });
  const register = new Register(deal, expansion, graph, day);
  const written = Object.entries(deal.document.forecasts ?? {}).sort(([left], [right]) => (left < right ? -1 : 1));
  const rows = written.flatMap(([id, one]) => register.row(id, one));
  const diagnostics = [
    ...expansion.diagnostics,
    ...graph.problems.map((problem) => problemAt(deal, expansion, problem)),
    ...register.diagnostics,
  ];
  if (diagnostics.length > 0) return { diagnostics: inOrder(diagnostics) };
  const { table } = expansion.reading;
  const resolved = rows.flatMap(([, row]) => statementOf(row));
  const calibration = calibrateGrades(resolved, table);
  const events = rows.flatMap(([, { came, probability }]) =>
    came?.happened === undefined || probability === undefined ? [] : [{ probability, happened: came.happened }],
  );
  return {
    schema: forecastsVersion,
    deal: deal.document.deal,
    title: deal.document.title ?? deal.document.deal,
    as_of: formatDate(day),
    rules: table.version,
    convention_weight: conventionWeight,
    forecasts: Object.fromEntries(rows),
    authors: authorsOf(rows.map(([, row]) => row)),
    calibration: Object.fromEntries(
      [...calibration].map(([grade, { spread, ...of }]) => [grade, { ...of, spread: numberOrNull(spread) }]),
    ),
    reliability: reliability(events)
      .filter(({ count }) => count > 0)
      .map((bin) => ({ ...bin, said: numberOrNull(bin.said), came: numberOrNull(bin.came) })),
    cautions: cautionsOf(calibration, events.length),
  };
}

class Register {
  readonly diagnostics: Diagnostic[] = [];
  private readonly deal: DealText;
  private readonly expansion: Expansion;
  private readonly graph: Graph;
  private readonly day: number;

  constructor(deal: DealText, expansion: Expansion, graph: Graph, day: number) {
    this.deal = deal;
    this.expansion = expansion;
    this.graph = graph;
    this.day = day;
  }

  /** Nothing where it was not made by the day. */
  row(id: string, written: Written): [string, ForecastRow][] {
    const claim = this.expansion.book.get(written.claim ?? "");
    const madeOn = parseDate(written.made_on ?? "") ?? claim?.published;
    if (madeOn === undefined || !Number.isFinite(madeOn) || madeOn > this.day) return [];
    const due = parseDate(written.due ?? "");
    const came = this.came(written);
    const grade = written.grade ?? claim?.grade ?? "forecast";
    const stated =
      written.event === undefined ? this.quantity(id, written, grade, came) : this.event(id, written, came);
    const state = came !== undefined ? "resolved" : due === undefined ? "undated" : due < this.day ? "overdue" : "open";
    return [
      [
        id,
        {
          says: written.says,
          author: written.author,
          ...(written.claim === undefined ? {} : { claim: written.claim }),
          grade,
          made_on: formatDate(madeOn),
          ...(written.due === undefined ? {} : { due: written.due }),
          state,
          ...(state === "resolved" || written.unresolved === undefined ? {} : { unresolved: written.unresolved }),
          ...(written.note === undefined ? {} : { note: written.note }),
          ...stated,
        },
      ],
    ];
  }

  /** What had come by the day. */
  private came({ resolution }: Written): ForecastRow["came"] {
    if (resolution === undefined) return undefined;
    const claim = this.expansion.book.get(resolution.claim);
    const on = parseDate(resolution.on ?? "") ?? claim?.published ?? Infinity;
    if (claim === undefined || on > this.day || claim.published > this.day) return undefined;
    return {
      claim: claim.id,
      sources: [...claim.sources],
      on: formatDate(on),
      ...(resolution.happened === undefined ? {} : { happened: resolution.happened }),
      ...(resolution.scope_change === undefined ? {} : { scope_change: resolution.scope_change }),
      ...(resolution.note === undefined ? {} : { note: resolution.note }),
    };
  }

  private event(id: string, { event }: Written, came: ForecastRow["came"]): Partial<ForecastRow> {
    const probability = readShare(this.graph, `forecasts.${id}.probability`);
    if (probability !== undefined && !(probability >= 0 && probability <= 1)) {
      const said = { message: "a probability lies between 0 and 100 %", expected: "such as 60 %" };
      this.error(said, id, "probability");
    }
    const scores =
      probability === undefined || came?.happened === undefined
        ? {}
        : {
            scores: {
              brier: brier(probability, came.happened),
              log: numberOrNull(logScore(probability, came.happened)),
            },
          };
    return {
      ...(event === undefined ? {} : { event }),
      ...(probability === undefined ? {} : { probability }),
      ...(came === undefined ? {} : { came }),
      ...scores,
    };
  }

  private quantity(
    id: string,
    { level = languageLevel }: Written,
    grade: Grade,
    came: ForecastRow["came"],
  ): Partial<ForecastRow> {
    const path = `forecasts.${id}.said`;
    // A definition that only names a claim's value is that value, with its interval.
    const at = this.graph.quantities.has(path) ? this.origin(path) : path;
    const said = readSaid(this.graph, at, level);
    if (typeof said === "string") {
      if (this.graph.quantities.has(at)) this.error({ message: said, expected: "such as 2 USD/GPU/h" }, id, "is");
      return came === undefined ? {} : { came };
    }
    const shown = (value: number): number | string =>
      said.kind === "days" ? formatDate(Math.round(value)) : said.unit === "%" ? value * 100 : value;
    const { ends } = said;
    const stated = {
      unit: said.unit,
      said: shown(said.value),
      ...(ends === undefined ? {} : { low: shown(ends.low), high: shown(ends.high), level: ends.level }),
    };
    if (came === undefined) return stated;
    const value = readCame(this.graph, `forecasts.${id}.came`, at);
    if (typeof value === "string") {
      this.error(
        { message: `what came cannot be held against what was said: ${value}`, expected: "" },
        id,
        "resolution",
      );
      return stated;
    }
    const scores = scoreOf(said, value, grade, this.expansion.reading.table);
    return { ...stated, came: { ...came, value: shown(value) }, scores };
  }

  /** The claim's value that a path stands for, where it stands for one. */
  private origin(path: string): string {
    const expression = this.graph.quantities.get(path)?.expression;
    return expression?.kind === "name" && this.graph.quantities.has(expression.path) ? expression.path : path;
  }

  private error(said: { message: string; expected: string }, id: string, key: string): void {
    this.diagnostics.push(this.deal.diagnostic("error", said, this.deal.locateKey(["forecasts", id], key)));
  }
}

/** Of a resolved forecast what its grade can be judged by. An event with a chance is judged by that and by no grade. */
function statementOf({ grade, came, scores, probability }: ForecastRow): ResolvedStatement[] {
  if (came === undefined || probability !== undefined) return [];
  const wrong = came.scope_change !== undefined || came.happened === false;
  return [{ grade, answer: came.claim, wrong, z: scores?.z ?? undefined }];
}

function authorsOf(rows: readonly ForecastRow[]): Forecasts["authors"] {
  const names = [...new Set(rows.map(({ author }) => author))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const own = rows.filter(({ author }) => author === name);
      const statements = own.flatMap(statementOf);
      const distances = statements.flatMap(({ wrong, z }) => (wrong || z === undefined ? [] : [z * z]));
      const briers = own.flatMap(({ scores }) => scores?.brier ?? []);
      return [
        name,
        {
          statements: own.length,
          resolved: own.filter(({ state }) => state === "resolved").length,
          wrong: statements.filter(({ wrong }) => wrong).length,
          spread: numberOrNull(Math.sqrt(mean(distances))),
          brier: numberOrNull(mean(briers)),
        },
      ];
    }),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function cautionsOf(calibration: ReturnType<typeof calibrateGrades>, events: number): string[] {
  const few = [...calibration].filter(([, { enough }]) => !enough);
  return [
    ...few.map(
      ([grade, { answers }]) =>
        `${answers} answer${answers === 1 ? "" : "s"} for the grade ${grade}: too few to say how wide it should be; what is proposed is mostly the convention, which counts for ${conventionWeight}`,
    ),
    events < conventionWeight
      ? `${events === 0 ? "no event" : `${events} event${events === 1 ? "" : "s"}`} with a probability came out: too few to say whether probabilities are kept`
      : "",
  ].filter((caution) => caution !== "");
}
