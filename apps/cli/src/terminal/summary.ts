/** A result on one screen: theses, breakers, key figures, evidence, what to watch, warnings. */
import type { Figure, Result } from "@underwatt/deal";
import { formatFigure, formatProbability, gradeMark } from "@underwatt/note";
import { bar, intervalBar, sparkline } from "./chart.ts";
import { faint, heading, stateColour, style } from "./style.ts";
import { table } from "./table.ts";

const chartWidth = 18;

/** The lines of the summary, at most `width` wide. */
export function summary(result: Result, width: number): string[] {
  return [
    heading(result.title),
    faint(
      `as of ${result.as_of} · ${result.run.samples.toLocaleString("en-US")} samples · seed ${result.run.seed} · run ${result.run.hash}`,
    ),
    ...scenarioLine(result),
    ...block("Thesis", tests(result, width)),
    ...block("Breakers", breakers(result, width)),
    ...block("Key figures", keyFigures(result, width)),
    ...block("Evidence", evidence(result)),
    ...block("Watch", watch(result, width)),
    ...warnings(result),
  ];
}

function block(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", heading(title), ...lines];
}

function scenarioLine({ run }: Result): string[] {
  const set = Object.entries(run.set ?? {}).map(([path, value]) => `${path} = ${value}`);
  const parts = [...(run.scenario === undefined ? [] : [`scenario ${run.scenario}`]), ...set];
  return parts.length === 0 ? [] : [style("yellow", parts.join("; "))];
}

function tests({ thesis }: Result, width: number): string[] {
  const rows = Object.values(thesis).map((entry) => [
    style(stateColour(entry.state), entry.state),
    formatProbability(entry.probability, entry.se),
    entry.says,
  ]);
  return rows.length === 0
    ? []
    : table(
        [{ title: "state" }, { title: "chance", align: "right" }, { title: "statement", flexible: true }],
        rows,
        width,
      );
}

function breakers({ breakers: all }: Result, width: number): string[] {
  const rows = Object.values(all).map((entry) => [
    style(stateColour(entry.state), entry.state),
    formatProbability(entry.probability, entry.se),
    entry.says,
  ]);
  return rows.length === 0
    ? []
    : table(
        [{ title: "state" }, { title: "chance", align: "right" }, { title: "what would break it", flexible: true }],
        rows,
        width,
      );
}

function keyFigures({ figures }: Result, width: number): string[] {
  const rows = Object.entries(figures)
    .filter(([, figure]) => figure.key === true)
    .map(([path, figure]) => [
      figure.says ?? path,
      formatFigure(figure),
      figureChart(figure),
      gradeMark(figure.grades).counts,
    ]);
  if (rows.length === 0) return [];
  return table(
    [
      { title: "figure", flexible: true },
      { title: "value, or median [P10 to P90]" },
      { title: "P5-P95, or by month" },
      { title: "rests on" },
    ],
    rows,
    width,
  );
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
  const used = new Set(
    Object.values(figures)
      .filter((figure) => figure.key === true)
      .flatMap((figure) => figure.claims),
  );
  const grades = new Map<string, number>();
  for (const id of used) {
    const grade = claims[id]?.grade;
    if (grade !== undefined) grades.set(grade, (grades.get(grade) ?? 0) + 1);
  }
  const total = [...grades.values()].reduce((sum, count) => sum + count, 0);
  const open = Object.values(conflicts).filter((conflict) => conflict.open).length;
  const parts = [...grades].map(([grade, count]) => `${bar(count / total, 10).padEnd(10)} ${count} ${grade}`);
  const ledger = Object.keys(claims).filter((id) => !id.startsWith("catalog.")).length;
  return [
    ...parts,
    faint(
      `${ledger} claims known; the key figures rest on ${total}; ${open} of ${Object.keys(conflicts).length} conflicts open`,
    ),
  ];
}

function watch({ watch: items }: Result, width: number): string[] {
  const rows = Object.values(items).map((item) => [
    style(stateColour(item.state), item.state),
    item.due ?? "",
    item.asks,
  ]);
  return rows.length === 0
    ? []
    : table([{ title: "state" }, { title: "due" }, { title: "question", flexible: true }], rows, width);
}

function warnings({ warnings: all, left_out: leftOut, as_of: day }: Result): string[] {
  const paths = Object.keys(leftOut);
  const waiting = `left out, since they rest on evidence not known on ${day}: ${paths.join(", ")}`;
  return [
    ...(all.length + paths.length === 0 ? [] : [""]),
    ...all.map((warning) => style("yellow", `warning: ${warning}`)),
    ...(paths.length === 0 ? [] : [faint(waiting)]),
  ];
}
