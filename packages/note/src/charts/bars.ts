/** Certain numbers as bars from zero. */
import { html, type Markup } from "../html/markup.ts";
import type { BarChart } from "../view/chart.ts";
import { frame, margin, width } from "./frame.ts";
import { rowLabel, rows, valueAxis } from "./rows.ts";
import { linearScale } from "./scale.ts";

export function drawBars({ axis, rows: data }: BarChart, id: string, title: string, description: string): Markup {
  // A bar's length is its value, so zero is always on the axis.
  const values = [0, ...data.map(({ value }) => value / axis.factor)];
  const scale = linearScale(values, [margin.left, width - margin.right - 8]);
  const height = rows.height * data.length;
  const zero = scale.at(0);
  return frame(id, height + rows.axis, title, description, [
    valueAxis(scale, height, axis.label),
    html`<line class="zero" x1="${zero}" x2="${zero}" y1="0" y2="${height}" />`,
    ...data.map((row, index) => {
      const end = scale.at(row.value / axis.factor);
      const y = index * rows.height + rows.mark - 7;
      const length = Math.round(Math.abs(end - zero) * 10) / 10;
      return html`${rowLabel(row.label, row.text, index)}
        <rect class="bar" x="${Math.min(zero, end)}" y="${y}" width="${length}" height="14" />`;
    }),
  ]);
}
