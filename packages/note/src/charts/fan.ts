/** Monthly figures as lines, each in the band of its central 80 %. */
import { html, type Markup } from "../html/markup.ts";
import type { FanChart, Point } from "../view/chart.ts";
import { colour, fit, frame, width } from "./frame.ts";
import { linearScale } from "./scale.ts";
import { monthTicks } from "./month-ticks.ts";

const plotHeight = 250;
const left = 64;
const right = width - 16;

export function drawFan(chart: FanChart, id: string, title: string, description: string): Markup {
  const { months, series, axis } = chart;
  const legend = legendOf(series);
  const top = 30 + legend.length * 20;
  const bottom = top + plotHeight;
  const values = series.flatMap(({ low, middle, high, band }) => (band ? [...low, ...middle, ...high] : middle));
  const finite = values.filter((value) => value !== null).map((value) => value / axis.factor);
  const scale = linearScale(finite, [bottom, top], 5);
  const x = (index: number): number => {
    const share = months.length < 2 ? 0.5 : index / (months.length - 1);
    return Math.round((left + share * (right - left)) * 10) / 10;
  };
  const y = (value: number): number => scale.at(value / axis.factor);
  return frame(id, bottom + 34, title, description, [
    ...legend,
    html`<text class="axis" x="4" y="${top - 14}">${axis.label}</text>`,
    ...scale.ticks.map(
      (tick) =>
        html`<line class="grid" x1="${left}" x2="${right}" y1="${tick.at}" y2="${tick.at}" />
          <text class="axis" x="${left - 8}" y="${tick.at + 4}" text-anchor="end">${tick.text}</text>`,
    ),
    ...monthTicks(months).map(
      ({ index, text }) =>
        html`<line class="tick" x1="${x(index)}" x2="${x(index)}" y1="${bottom}" y2="${bottom + 5}" />
          <text class="axis" x="${x(index)}" y="${bottom + 20}" text-anchor="middle">${text}</text>`,
    ),
    ...series.flatMap((line, index) => [
      ...(line.band ? [html`<path class="band ${colour(index)}" d="${area(line.low, line.high, x, y)}" />`] : []),
      html`<path class="line ${colour(index)} dash${index % 4}" d="${path(line.middle, x, y)}" />`,
    ]),
  ]);
}

/** The lines by name, and what the band is; a line alone and certain needs no name but the caption. */
function legendOf(series: FanChart["series"]): Markup[] {
  const banded = series.findIndex(({ band }) => band);
  if (series.length < 2 && banded < 0) return [];
  const lines = series.map(({ label }, index) =>
    legendEntry(series.length < 2 ? "Median" : label, index, (y) => {
      return html`<path class="line ${colour(index)} dash${index % 4}" d="M4 ${y - 4}h28" />`;
    }),
  );
  if (banded < 0) return lines;
  const whose = series.some(({ band }) => !band) ? ` of ${series[banded]?.label ?? ""}` : "";
  const swatch = (y: number): Markup =>
    html`<rect class="band ${colour(banded)}" x="4" y="${y - 10}" width="28" height="12" />`;
  return [...lines, legendEntry(`Central 80 %${whose}`, lines.length, swatch)];
}

function legendEntry(label: string, index: number, sign: (y: number) => Markup): Markup {
  const y = 14 + index * 20;
  return html`${sign(y)} <text x="40" y="${y}">${fit(label, width - 60)}</text>`;
}

type Place = (value: number) => number;

/** A line that breaks where there is no value; a single month is a dot, which a round cap makes of no length. */
function path(points: readonly Point[], x: Place, y: Place): string {
  return runs(points)
    .map(
      (run) => `M${run.map(({ index, value }) => `${x(index)} ${y(value)}`).join("L")}${run.length === 1 ? "h0" : ""}`,
    )
    .join("");
}

/** There along the upper edge, back along the lower. */
function area(low: readonly Point[], high: readonly Point[], x: Place, y: Place): string {
  const both = high.map((value, index) => (typeof low[index] === "number" ? value : null));
  return runs(both)
    .map((run) => {
      const upper = run.map(({ index, value }) => `${x(index)} ${y(value)}`);
      const lower = run.map(({ index, value }) => `${x(index)} ${y(low[index] ?? value)}`).reverse();
      return `M${[...upper, ...lower].join("L")}Z`;
    })
    .join("");
}

/** Stretches without a gap. */
function runs(points: readonly Point[]): { index: number; value: number }[][] {
  const found: { index: number; value: number }[][] = [];
  for (const [index, value] of points.entries()) {
    if (value === null) continue;
    const last = found.at(-1);
    if (last?.at(-1)?.index === index - 1) last.push({ index, value });
    else found.push([{ index, value }]);
  }
  return found;
}
