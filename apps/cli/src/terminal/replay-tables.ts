/** A deal day by day: a line for each thesis and key figure, then what each day's evidence moved. */
import type { Replay, ReplayDay } from "@underwatt/deal";
import { formatCell, formatProbability } from "@underwatt/note";
import { sparkline } from "./chart.ts";
import { headLines } from "./head.ts";
import { faint, heading, style } from "./style.ts";
import { table, wrap } from "./table.ts";

/** The lines, at most `width` wide. */
export function replayTables(result: Replay, width: number): string[] {
  const { days, figures, thesis, quiet } = result;
  if (days.length === 0) {
    return [...headLines(result, width), "", "no evidence has arrived on which a key figure or thesis rests"];
  }
  const tests = Object.entries(thesis).map(([id, { says }]) => [
    id,
    chart(days.map((day) => day.thesis[id]?.probability ?? null)),
    ...ends(days, (day) => chanceOn(day, id)),
    says,
  ]);
  const values = Object.entries(figures).map(([path, { says = path, unit }]) => [
    path,
    chart(days.map((day) => numeric(day.figures[path]?.value))),
    ...ends(days, (day) => valueOn(day, path, unit)),
    says,
  ]);
  const columns = [
    { title: "" },
    { title: "by day" },
    { title: "first", align: "right" as const },
    { title: "last", align: "right" as const },
    { title: "what it is", flexible: true },
  ];
  const shown = (title: string, rows: string[][]): string[] =>
    rows.length === 0 ? [] : ["", heading(title), ...table(columns, rows, width)];
  return [
    ...headLines(result, width),
    ...shown("Theses, by the chance that they hold", tests),
    ...shown("Key figures", values),
    "",
    heading("Day by day"),
    ...days.flatMap((day, index) => dayLines(result, day, days[index - 1], width)),
    "",
    faint(`${quiet} more days brought evidence on which no key figure or thesis rests`),
  ];
}

/** A character a day; a gap where there is no value. */
function chart(values: readonly (number | null)[]): string {
  const line = [
    ...sparkline(
      values.filter((value) => value !== null),
      values.length,
    ),
  ];
  return values.map((value) => (value === null ? " " : (line.shift() ?? " "))).join("");
}

function numeric(value: number | string | null | undefined): number | null {
  return typeof value === "number" ? value : null;
}

/** The first and the last of what is told of the days. */
function ends(days: readonly ReplayDay[], tell: (day: ReplayDay) => string | undefined): [string, string] {
  const told = days.flatMap((day) => tell(day) ?? []);
  return [told[0] ?? "", told.at(-1) ?? ""];
}

function chanceOn({ thesis }: ReplayDay, id: string): string | undefined {
  const found = thesis[id];
  return found === undefined ? undefined : formatProbability(found.probability, found.se).split(" ±")[0];
}

function valueOn({ figures }: ReplayDay, path: string, unit: string): string | undefined {
  const found = figures[path];
  return found === undefined ? undefined : formatCell(found.value, unit);
}

function dayLines({ figures, thesis }: Replay, day: ReplayDay, before: ReplayDay | undefined, width: number): string[] {
  const moves = [
    ...Object.keys(thesis).map((id) => [id, before && chanceOn(before, id), chanceOn(day, id)] as const),
    ...Object.entries(figures).map(
      ([path, { unit }]) => [path, before && valueOn(before, path, unit), valueOn(day, path, unit)] as const,
    ),
  ].filter(([, was, is]) => was !== is && is !== undefined);
  const claims = day.arrived.map(({ path, grade = "", after = "" }) => `${path} (${grade}): ${after}`);
  const moved = moves.map(([name, was, is]) => `${name} ${was === undefined ? "" : `${was} → `}${is ?? ""}`);
  const indented = (text: string, by: number): string[] => wrap(text, width - by).map((line) => " ".repeat(by) + line);
  return [
    "",
    heading(day.day),
    ...claims.flatMap((claim) => indented(claim, 2)),
    ...(day.mistakes ?? []).flatMap((mistake) =>
      indented(`cannot be run: ${mistake}`, 2).map((line) => style("yellow", line)),
    ),
    ...(moved.length === 0
      ? [faint("    nothing moved as far as digits show")]
      : moved.flatMap((move) => indented(move, 4))),
  ];
}
