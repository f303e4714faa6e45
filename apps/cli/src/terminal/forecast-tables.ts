/** The register of forecasts in tables: what is due, what came with its scores, authors, and what grades' records say. */
import type { ForecastRow, Forecasts } from "@underwatt/deal";
import { counted, warningLines } from "./head.ts";
import { faint, heading, style } from "./style.ts";
import { table, wrap } from "./table.ts";

type Row = [string, ForecastRow];

/** The lines, at most `width` wide. */
export function forecastTables(result: Forecasts, width: number): string[] {
  const rows = Object.entries(result.forecasts);
  const resolved = rows.filter(([, { state }]) => state === "resolved");
  const undated = rows.filter(([, { state }]) => state === "undated");
  const due = rows
    .filter(([, { state }]) => state === "overdue" || state === "open")
    .sort(([, left], [, right]) => ((left.due ?? "") < (right.due ?? "") ? -1 : 1));
  return [
    ...wrap(result.title, width).map(heading),
    faint(`as of ${result.as_of} · ${counted(rows.length, "forecast")} made by then, ${resolved.length} came out`),
    ...(due.length === 0 ? [] : ["", heading("Due"), ...dueLines(due, width)]),
    ...(undated.length === 0 ? [] : ["", heading("Without a day"), ...undatedLines(undated, width)]),
    ...(resolved.length === 0 ? [] : ["", heading("Came out"), ...resolvedLines(resolved, width)]),
    ...(resolved.length === 0 ? [] : ["", heading("Authors"), ...authorLines(result, width)]),
    ...(result.reliability.length === 0 ? [] : ["", heading("Probabilities"), ...reliabilityLines(result, width)]),
    ...calibrationLines(result, width),
    ...(result.cautions.length === 0 ? [] : [""]),
    ...warningLines(result.cautions, width),
  ];
}

function dueLines(rows: readonly Row[], width: number): string[] {
  return table(
    [{ title: "due" }, { title: "forecast" }, { title: "author" }, { title: "says", flexible: true }],
    rows.map(([id, row]) => [
      row.state === "overdue" ? style("red", `${row.due} overdue`) : (row.due ?? ""),
      id,
      row.author,
      `${row.event ?? row.says}${row.probability === undefined ? "" : ` (${percent(row.probability)})`}${row.unresolved === undefined ? "" : ` Open: ${row.unresolved}`}`,
    ]),
    width,
  );
}

function undatedLines(rows: readonly Row[], width: number): string[] {
  return table(
    [{ title: "forecast" }, { title: "author" }, { title: "says", flexible: true }],
    rows.map(([id, row]) => [id, row.author, row.event ?? row.says]),
    width,
  );
}

/** Below this width the grade and the probability integral transform give way; `--json` has them. */
const roomy = 116;

function resolvedLines(rows: readonly Row[], width: number): string[] {
  const isRoomy = width >= roomy;
  const right = { align: "right" } as const;
  return table(
    [
      { title: "forecast" },
      ...(isRoomy ? [{ title: "grade" }] : []),
      { title: "said", ...right },
      { title: "came", ...right },
      { title: "off", ...right },
      { title: "z", ...right },
      ...(isRoomy ? [{ title: "PIT", ...right }] : []),
      { title: "score", ...right },
      { title: "by", flexible: true },
    ],
    rows.map(([id, { grade, came, scores = {}, ...row }]) => {
      const isAlike = came?.scope_change === undefined;
      return [
        id,
        ...(isRoomy ? [grade] : []),
        saidOf(row),
        came?.happened === undefined ? shown(came?.value) : came.happened ? "yes" : "no",
        offOf(scores),
        isAlike ? digits(scores.z, 2) : "",
        ...(isRoomy ? [isAlike ? digits(scores.pit, 2) : ""] : []),
        scores.brier === undefined ? digits(scores.crps, 3) : `${digits(scores.brier, 2)} Brier`,
        `${came?.claim ?? ""}, ${came?.on ?? ""}${isAlike ? "" : `; another thing: ${came.scope_change}`}`,
      ];
    }),
    width,
  );
}

function authorLines({ authors }: Forecasts, width: number): string[] {
  return table(
    [
      { title: "author", flexible: true },
      { title: "forecasts", align: "right" },
      { title: "came out", align: "right" },
      { title: "wrong or other", align: "right" },
      { title: "spread", align: "right" },
      { title: "Brier", align: "right" },
    ],
    Object.entries(authors).map(([name, of]) => [
      name,
      String(of.statements),
      String(of.resolved),
      String(of.wrong),
      digits(of.spread, 2),
      digits(of.brier, 2),
    ]),
    width,
  );
}

function reliabilityLines({ reliability }: Forecasts, width: number): string[] {
  return table(
    [
      { title: "probability" },
      { title: "events", align: "right" },
      { title: "said", align: "right" },
      { title: "came", align: "right" },
    ],
    reliability.map(({ from, to, count, said, came }) => [
      `${percent(from)} to ${percent(to)}`,
      String(count),
      said === null ? "" : percent(said),
      came === null ? "" : percent(came),
    ]),
    width,
  );
}

function calibrationLines(result: Forecasts, width: number): string[] {
  const rows = Object.entries(result.calibration);
  if (rows.length === 0) return [];
  const change = (from: number, to: number): string => `${tidy(from)} → ${tidy(to)}`;
  return [
    "",
    heading("What the record would make of the rules"),
    ...wrap(
      `Rules ${result.rules}; a proposal, applied to nothing. Statements with one answer have one voice, and the table counts for ${result.convention_weight} answers.`,
      width,
    ).map(faint),
    ...table(
      [
        { title: "grade" },
        { title: "answers", align: "right" },
        { title: "n", align: "right" },
        { title: "spread", align: "right" },
        { title: "k", align: "right" },
        { title: "point × or /", align: "right" },
        { title: "± days", align: "right" },
        { title: "wrong", align: "right" },
      ],
      rows.map(([grade, { answers, alike, wrong, spread, rule, proposed }]) => [
        grade,
        String(answers),
        String(alike),
        digits(spread, 2),
        change(rule.stretch, proposed.stretch),
        change(rule.point, proposed.point),
        change(rule.days, proposed.days),
        `${tidy(wrong)} of ${answers}: ${percent(rule.wrong)} → ${percent(proposed.wrong)}`,
      ]),
      width,
    ),
  ];
}

function saidOf({ said, low, high, unit, event, probability }: Omit<ForecastRow, "grade" | "came" | "scores">): string {
  if (event !== undefined) return probability === undefined ? "will be" : percent(probability);
  const value = low === undefined ? shown(said) : `${shown(low)} to ${shown(high)}`;
  return unit === undefined || unit === "" || unit === "date" ? value : `${value} ${unit}`;
}

function offOf({ factor, days }: NonNullable<ForecastRow["scores"]>): string {
  if (typeof days === "number") return `${days > 0 ? "+" : ""}${Math.round(days)} days`;
  return typeof factor === "number" ? `× ${factor.toFixed(2)}` : "";
}

function shown(value: number | string | undefined): string {
  if (typeof value !== "number") return value ?? "";
  const large = Math.abs(value) >= 1e9;
  return large ? `${tidy(value / 1e9)} billion` : Number(value.toPrecision(3)).toLocaleString("en-US");
}

function tidy(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US");
}

function digits(value: number | null | undefined, places: number): string {
  if (value === null || value === undefined) return "";
  return Math.abs(value) >= 1e6 ? `${tidy(value / 1e9)} billion` : String(Number(value.toPrecision(places + 1)));
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
