/** The geometry of charts made of rows over one value axis. */
import { html, type Markup } from "../html/markup.ts";
import { fit, margin, width } from "./frame.ts";
import type { LinearScale } from "./scale.ts";

export const rows = {
  /** Of one row. */
  height: 48,
  /** Baseline of the label, and middle of the mark, from the row's top. */
  label: 16,
  mark: 32,
  /** Room for the axis below. */
  axis: 46,
};

/** Grid lines, tick texts and the unit under them. */
export function valueAxis(scale: LinearScale, height: number, label: string): Markup {
  const ticks = scale.ticks.map(
    ({ at, text }, index) =>
      html`<line class="grid" x1="${at}" x2="${at}" y1="0" y2="${height}" />
        <text
          class="axis"
          x="${at}"
          y="${height + 16}"
          text-anchor="${index === 0 ? "start" : index === scale.ticks.length - 1 ? "end" : "middle"}"
          >${text}</text
        >`,
  );
  return html`${ticks} <text class="axis" x="${width / 2}" y="${height + 36}" text-anchor="middle">${label}</text>`;
}

/** The label stands over its bar and the value at the right end: neither takes room from the axis. */
export function rowLabel(label: string, value: string, index: number): Markup {
  const y = index * rows.height + rows.label;
  return html`<text x="${margin.left}" y="${y}">${fit(label, width - 48 - value.length * 7.2)}</text>
    <text class="value" x="${width - margin.right}" y="${y}" text-anchor="end">${value}</text>`;
}
