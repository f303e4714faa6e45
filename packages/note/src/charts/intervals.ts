/** Uncertain numbers under each other: the median a dot, the central 80 % thick, the central 90 % thin. */
import { html, type Markup } from "../html/markup.ts";
import type { IntervalChart } from "../view/chart.ts";
import { frame, margin, width } from "./frame.ts";
import { rowLabel, rows, valueAxis } from "./rows.ts";
import { linearScale } from "./scale.ts";

export function drawIntervals(
  { axis, rows: data }: IntervalChart,
  id: string,
  title: string,
  description: string,
): Markup {
  const ends = data.flatMap(({ p5, p95 }) => [p5 / axis.factor, p95 / axis.factor]);
  const scale = linearScale(ends, [margin.left, width - margin.right - 8]);
  const x = (value: number): number => scale.at(value / axis.factor);
  const height = rows.height * data.length;
  return frame(id, height + rows.axis, title, description, [
    valueAxis(scale, height, axis.label),
    ...data.map((row, index) => {
      const y = index * rows.height + rows.mark;
      return html`${rowLabel(row.label, row.text, index)}
        <line class="whisker" x1="${x(row.p5)}" x2="${x(row.p95)}" y1="${y}" y2="${y}" />
        <line class="middle" x1="${x(row.p10)}" x2="${x(row.p90)}" y1="${y}" y2="${y}" />
        <circle class="dot" cx="${x(row.p50)}" cy="${y}" r="5" />`;
    }),
  ]);
}
