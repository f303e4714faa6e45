/** From a whole to what is left of it: each loss hangs where the one before ended, and the rest stands on zero. */
import { html, type Markup } from "../html/markup.ts";
import type { WaterfallChart } from "../view/chart.ts";
import { frame, margin, width } from "./frame.ts";
import { rowLabel, rows, valueAxis } from "./rows.ts";
import { linearScale } from "./scale.ts";

export function drawWaterfall(
  { axis, rows: data }: WaterfallChart,
  id: string,
  title: string,
  description: string,
): Markup {
  const ends = [0, ...data.flatMap(({ from, to }) => [from / axis.factor, to / axis.factor])];
  const scale = linearScale(ends, [margin.left, width - margin.right - 8]);
  const height = rows.height * data.length;
  const zero = scale.at(0);
  return frame(id, height + rows.axis, title, description, [
    valueAxis(scale, height, axis.label),
    html`<line class="zero" x1="${zero}" x2="${zero}" y1="0" y2="${height}" />`,
    ...data.map(({ label, text, from, to }, index) => {
      const [low, high] = [scale.at(Math.min(from, to) / axis.factor), scale.at(Math.max(from, to) / axis.factor)];
      const y = index * rows.height + rows.mark - 7;
      const length = Math.max(0.5, Math.round((high - low) * 10) / 10);
      // A line leads from where a loss ends to the row below it.
      const lead =
        index === data.length - 1
          ? ""
          : html`<line class="grid" x1="${low}" x2="${low}" y1="${y}" y2="${y + rows.height}" />`;
      return html`${rowLabel(label, text, index)} ${lead}
        <rect class="bar" x="${low}" y="${y}" width="${length}" height="14" />`;
    }),
  ]);
}
