/** Figures, tables and charts as GitHub's Markdown. */
import type { Chart, IntervalChart, WaterfallChart } from "../view/chart.ts";
import type { ChartBlock, FigureSpan, TableBlock, TableCell } from "../view/note.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";

/** Width of a bar in characters. */
const cells = 32;

/**
 * The text and, in parentheses, what it rests on: `5.01 billion USD/yr (E)`. Brackets would read as a link; the space before
 * them is one that no line breaks at.
 */
export function figureMarkdown({ text, mark }: FigureSpan): string {
  return escapeMarkdown(text) + (mark.letters === "" ? "" : `\u00A0(${mark.letters})`);
}

export function tableMarkdown({ caption, columns, rows, empty, rest }: TableBlock): string {
  const under = rest === undefined ? [] : ["", escapeMarkdown(rest)];
  if (rows.length === 0) return [`*${escapeMarkdown(empty)}*`, ...under].join("\n");
  const line = (contents: readonly string[]): string => `| ${contents.join(" | ")} |`;
  return [
    `**${escapeMarkdown(caption)}**`,
    "",
    line(columns.map(({ label }) => escapeMarkdown(label))),
    line(columns.map(({ align }) => (align === "right" ? "---:" : "---"))),
    ...rows.map((row) => line(row.map(cellMarkdown))),
    ...under,
  ].join("\n");
}

/** What plain text can draw, then the data. */
export function chartMarkdown({ caption, chart, table }: ChartBlock): string {
  const drawing = draw(chart);
  if (drawing.length === 0) return tableMarkdown(table);
  return [`**${escapeMarkdown(caption)}**`, "", "```text", ...drawing, "```"].join("\n");
}

function cellMarkdown(cell: TableCell): string {
  if (cell.figure !== undefined) return figureMarkdown(cell.figure);
  if (cell.code === true) return codeSpan(cell.text);
  return escapeMarkdown(cell.text) + (cell.path === undefined ? "" : ` ${codeSpan(cell.path)}`);
}

function draw(chart: Chart): string[] {
  if (chart.shape === "fan") return [];
  const labels = chart.rows.map(({ label }) => label.replace(/\s+/g, " ").replaceAll("`", "'"));
  const widest = labels.reduce((most, label) => Math.max(most, label.length), 0);
  const bars =
    chart.shape === "bars"
      ? barsOf(chart.rows.map(({ value }) => value))
      : chart.shape === "waterfall"
        ? fallOf(chart.rows)
        : intervalsOf(chart.rows);
  return chart.rows.map((row, index) => `${(labels[index] ?? "").padEnd(widest)}  ${bars[index]}  ${row.text}`);
}

/** From zero; a negative value has its size with a minus before it. */
function barsOf(values: readonly number[]): string[] {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return values.map((value) => {
    const bar = "█".repeat(Math.round((Math.abs(value) / largest) * (cells - 1)));
    return (value < 0 ? `-${bar}` : bar).padEnd(cells);
  });
}

/** Each bar from where the one before ended. */
function fallOf(rows: WaterfallChart["rows"]): string[] {
  const whole = rows.reduce((most, { from }) => Math.max(most, from), 0) || 1;
  const place = (value: number): number => Math.round((value / whole) * (cells - 1));
  return rows.map(({ from, to }) => {
    const [low, high] = [place(Math.min(from, to)), place(Math.max(from, to))];
    return (" ".repeat(low) + (high > low ? "█".repeat(high - low) : "│")).padEnd(cells);
  });
}

/** `──━━●━━──` on an axis common to all rows. */
function intervalsOf(rows: IntervalChart["rows"]): string[] {
  const low = Math.min(...rows.map(({ p5 }) => p5));
  const high = Math.max(...rows.map(({ p95 }) => p95));
  const place = (value: number): number => Math.round(((value - low) / (high - low || 1)) * (cells - 1));
  return rows.map(({ p5, p10, p50, p90, p95 }) =>
    Array.from({ length: cells }, (_, cell) => {
      if (cell === place(p50)) return "●";
      if (cell >= place(p10) && cell <= place(p90)) return "━";
      return cell >= place(p5) && cell <= place(p95) ? "─" : " ";
    }).join(""),
  );
}
