/** Turns the figures a note wants drawn into a chart: series into fans, uncertain numbers into intervals, others into bars. */
import type { Figure } from "@underwatt/deal";
import { formatFigure, formatNumber } from "../format/index.ts";
import { unitLabel } from "../format/quantity.ts";
import { scaledUnit, scaleOf } from "../format/scale.ts";
import type { BlockNode } from "../template/index.ts";
import type { BarChart, FanChart, IntervalChart, Point, ValueAxis } from "./chart.ts";
import { labelOf, type NoteContext } from "./context.ts";
import type { ChartBlock } from "./note.ts";
import { shown, table, text } from "./tables/table.ts";

interface Drawn {
  readonly path: string;
  readonly label: string;
  readonly figure: Figure;
}

export function charts(context: NoteContext, { words, unit, at }: BlockNode): ChartBlock[] {
  if (words.length === 0) return context.problem(at, "`{{chart}}` names the figures to draw");
  const named = context.find(words, at);
  const first = named[0];
  if (first === undefined) return [];
  if (named.some(({ figure }) => figure.unit === "date")) return context.problem(at, "a date cannot be drawn");
  if (named.some(({ figure }) => (figure.series === undefined) !== (first.figure.series === undefined))) {
    return context.problem(at, "one chart draws monthly figures or single ones, not both");
  }
  const common = unit ?? (first.figure.unit === "probability" ? "%" : first.figure.unit);
  const drawn = named.flatMap(({ path, figure }): Drawn[] => {
    const converted = context.figures.inUnit(figure, common);
    if ("problem" in converted) return context.problem(at, `${path}: ${converted.problem}`);
    context.shown.add(path);
    return [{ path, figure: converted, label: labelOf(path, figure) }];
  });
  if (drawn.length < words.length) return [];
  if (first.figure.series !== undefined) return [fan(context.result.months, drawn, common)];
  return [
    drawn.some(({ figure }) => figure.uncertain) ? intervals(context, drawn, common) : bars(context, drawn, common),
  ];
}

function fan(months: readonly string[], drawn: readonly Drawn[], unit: string): ChartBlock {
  const series = drawn.map(({ label, figure }) => ({
    label,
    low: points(figure.p10, figure),
    middle: points(figure.series, figure),
    high: points(figure.p90, figure),
    uncertain: figure.uncertain,
  }));
  const axis = axisOf(
    unit,
    series.flatMap(({ low, middle, high }) => [...low, ...middle, ...high]),
  );
  const uncertain = series.some((line) => line.uncertain);
  const chart: FanChart = { shape: "fan", months, axis, series };
  const span = `${months[0] ?? ""} to ${months.at(-1) ?? ""}`;
  return {
    kind: "chart",
    caption: `${captionOf(drawn)}, monthly, ${axis.label || "a plain number"}`,
    description: `Lines by month, ${span}${uncertain ? ", with the band that holds the central 80 %" : ""}.`,
    chart,
    table: monthly(chart, captionOf(drawn)),
  };
}

/** A dozen rows are enough to read a line by. */
function monthly({ months, series, axis }: FanChart, caption: string): ChartBlock["table"] {
  const step = [1, 2, 3, 6, 12].find((size) => months.length / size <= 13) ?? 24;
  const show = (point: Point | undefined): string =>
    typeof point === "number" ? formatNumber(point / axis.factor, 3) : "undefined";
  const rows = months.flatMap((month, index) => {
    if (index % step !== 0 && index !== months.length - 1) return [];
    const cells = series.map(({ low, middle, high, uncertain }) =>
      text(show(middle[index]) + (uncertain ? ` [${show(low[index])} to ${show(high[index])}]` : "")),
    );
    return [[text(month), ...cells]];
  });
  const headings = series.map(({ label }) => `${label}>`);
  return table(`${caption}, ${axis.label || "a plain number"}`, ["Month", ...headings], rows, "");
}

function intervals(context: NoteContext, drawn: readonly Drawn[], unit: string): ChartBlock {
  const rows = drawn.flatMap(({ label, figure }) => {
    const ends = { p5: figure.p5, p10: figure.p10, p50: figure.p50, p90: figure.p90, p95: figure.p95 };
    const { p5, p10, p50, p90, p95 } = ends;
    if (typeof p5 !== "number" || typeof p10 !== "number" || typeof p50 !== "number") return [];
    if (typeof p90 !== "number" || typeof p95 !== "number") return [];
    return [{ label, text: formatFigure(figure), p5, p10, p50, p90, p95 }];
  });
  const chart: IntervalChart = {
    shape: "intervals",
    axis: axisOf(
      unit,
      rows.flatMap(({ p5, p95 }) => [p5, p95]),
    ),
    rows,
  };
  return {
    kind: "chart",
    caption: captionOf(drawn),
    description:
      "For each figure the median as a dot, the central 80 % as a thick bar, the central 90 % as a thin one.",
    chart,
    table: valueTable(context, drawn),
  };
}

function bars(context: NoteContext, drawn: readonly Drawn[], unit: string): ChartBlock {
  const rows = drawn.flatMap(({ label, figure }) =>
    typeof figure.value === "number" ? [{ label, text: formatFigure(figure), value: figure.value }] : [],
  );
  const chart: BarChart = {
    shape: "bars",
    axis: axisOf(
      unit,
      rows.map(({ value }) => value),
    ),
    rows,
  };
  const description = "A bar for each figure, from zero.";
  return { kind: "chart", caption: captionOf(drawn), description, chart, table: valueTable(context, drawn) };
}

function valueTable(context: NoteContext, drawn: readonly Drawn[]): ChartBlock["table"] {
  const rows = drawn.map(({ path, label, figure }) => [text(label), shown(context.span(path, figure))]);
  return table(captionOf(drawn), ["Figure", "Value>"], rows, "");
}

function axisOf(unit: string, values: readonly Point[]): ValueAxis {
  const sizes = values.filter((value) => value !== null).map(Math.abs);
  const scale = scaleOf(sizes.reduce((largest, size) => Math.max(largest, size), 0));
  return { label: scaledUnit(scale, unitLabel(unit, 0)), factor: scale.factor };
}

function captionOf(drawn: readonly Drawn[]): string {
  const labels = drawn.map(({ label }) => label);
  return labels.length <= 2 ? labels.join("; ") : `${labels[0]} and ${labels.length - 1} more`;
}

/** A certain figure's band is its line. */
function points(statistic: Figure["p10"] | undefined, figure: Figure): Point[] {
  const cells = Array.isArray(statistic) ? statistic : (figure.series ?? []);
  return cells.map((cell) => (typeof cell === "number" ? cell : null));
}
