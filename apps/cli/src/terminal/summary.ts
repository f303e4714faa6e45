/** A result on one screen: theses, breakers, key figures, evidence, what to watch, warnings. */
import type { Figure, Result } from "@underwatt/deal";
import { grades } from "@underwatt/evidence";
import { formatFigure, formatProbability, gradeMark } from "@underwatt/note";
import { intervalBar, sparkline } from "./chart.ts";
import { leftOutTogether } from "./left-out.ts";
import { faint, heading, stateColour, style } from "./style.ts";
import { settingLines, warningLines } from "./head.ts";
import { table, wrap } from "./table.ts";

const chartWidth = 18;

/** The lines of the summary, at most `width` wide. */
export function summary(result: Result, width: number): string[] {
  return [
    heading(result.title),
    faint(
      `as of ${result.as_of} · ${result.run.samples.toLocaleString("en-US")} samples · seed ${result.run.seed} · run ${result.run.hash}`,
    ),
    ...settingLines(result.run, width),
    ...block("Thesis", tests(result.thesis, "statement", width)),
    ...block("Breakers", tests(result.breakers, "what would break it", width)),
    ...block("Key figures", keyFigures(result, width)),
    ...block("Evidence", evidence(result)),
    ...block("Watch", watch(result, width)),
    ...warnings(result, width),
  ];
}

function block(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", heading(title), ...lines];
}

/** Theses or breakers: how they stand, with what chance, in words. */
function tests(entries: Result["thesis"] | Result["breakers"], title: string, width: number): string[] {
  const rows = Object.values(entries).map((entry) => [
    style(stateColour(entry.state), entry.state),
    formatProbability(entry.probability, entry.se),
    // The chance is over the samples in which the test can be told.
    "undefined" in entry && entry.undefined > 0 && entry.probability !== null
      ? `${entry.says} (cannot be told in ${formatProbability(entry.undefined, 0)})`
      : entry.says,
  ]);
  const columns = [{ title: "state" }, { title: "chance", align: "right" as const }, { title, flexible: true }];
  return rows.length === 0 ? [] : table(columns, rows, width);
}

function keyFigures({ figures }: Result, width: number): string[] {
  const rows = Object.entries(figures)
    .filter(([, figure]) => figure.key === true)
    .map(([path, figure]) => [
      figure.says ?? path,
      formatFigure(figure),
      figureChart(figure),
      gradeMark(figure.grades, figure.remarks).counts,
    ]);
  if (rows.length === 0) return [];
  const remarks = new Set(
    Object.values(figures).flatMap((figure) => (figure.key === true ? (figure.remarks ?? []) : [])),
  );
  const lines = table(
    [
      { title: "figure", flexible: true },
      { title: "value, or median [P10 to P90]" },
      { title: "P5-P95, or by month" },
      { title: "rests on" },
    ],
    rows,
    width,
  );
  return [
    ...lines,
    ...[...remarks].flatMap((remark) => wrap(`* ${remark}`, width).map((line) => style("yellow", line))),
  ];
}

function figureChart(figure: Figure): string {
  if (figure.series !== undefined)
    return sparkline(
      figure.series.map((value) => (typeof value === "number" ? value : 0)),
      chartWidth,
    );
  if (!figure.uncertain || figure.unit === "probability") return "";
  const { p5, p10, p50, p90, p95 } = figure;
  const points = [p5, p10, p50, p90, p95];
  if (!points.every((point) => typeof point === "number")) return "";
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = points;
  return intervalBar({ p5: a, p10: b, p50: c, p90: d, p95: e }, chartWidth);
}

/** What the key figures rest on, since a deal's ledger holds far more than its conclusion uses. */
function evidence({ figures, claims, conflicts }: Result): string[] {
  const keys = Object.values(figures).filter((figure) => figure.key === true);
  const used = new Set(keys.flatMap((figure) => figure.claims));
  const found = grades.flatMap((grade) => {
    const count = [...used].filter((id) => claims[id]?.grade === grade).length;
    return count === 0 ? [] : [`${count} ${grade}`];
  });
  const open = Object.values(conflicts).filter((conflict) => conflict.open).length;
  const ledger = Object.keys(claims).filter((id) => !id.startsWith("catalog.")).length;
  const basis = found.length === 0 ? "no claim" : found.join(", ");
  return [
    `the key figures rest on ${basis}`,
    faint(`${ledger} claims known; ${open} of ${Object.keys(conflicts).length} conflicts open`),
  ];
}

/** What asks for attention; the rest is counted, with the day the next of it falls due. */
function watch({ watch: items }: Result, width: number): string[] {
  const all = Object.values(items);
  const waiting = all.filter((item) => item.state === "waiting");
  const pressing = all.filter((item) => item.state !== "waiting");
  const rows = pressing.map((item) => [style(stateColour(item.state), item.state), item.due ?? "", item.asks]);
  const columns = [{ title: "state" }, { title: "due" }, { title: "question", flexible: true }];
  const [next] = waiting.flatMap((item) => item.due ?? []).toSorted();
  const more = `${waiting.length} more wait${next === undefined ? "" : `, the next until ${next}`}`;
  return [...(rows.length === 0 ? [] : table(columns, rows, width)), ...(waiting.length === 0 ? [] : [faint(more)])];
}

function warnings({ warnings: all, left_out: leftOut, as_of: day }: Result, width: number): string[] {
  const paths = leftOutTogether(Object.entries(leftOut)).map(({ what }) => what);
  const waiting = `left out, since they rest on evidence not known on ${day}: ${paths.join(", ")}`;
  return [
    ...(all.length + paths.length === 0 ? [] : [""]),
    ...warningLines(all, width),
    ...(paths.length === 0 ? [] : [faint(waiting)]),
  ];
}
