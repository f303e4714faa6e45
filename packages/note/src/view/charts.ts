/** Turns the figures a note wants drawn into a chart: series into fans, uncertain numbers into intervals, others into bars. */
import type { Figure } from "@underwatt/deal";
import { formatFigure, formatNumber } from "../format/index.ts";
import { unitLabel } from "../format/quantity.ts";
import { scaledUnit, scaleOf } from "../format/scale.ts";
import type { BlockNode } from "../template/index.ts";
import type { BarChart, FanChart, IntervalChart, Point, ValueAxis, WaterfallChart } from "./chart.ts";
import type { NamedFigure, NoteContext } from "./context.ts";
import { ambiguous, listOf } from "./labels.ts";
import type { ChartBlock } from "./note.ts";
import { shown, table, text } from "./tables/table.ts";

/** First word of a chart that is a waterfall; the others are paths, which have dots. */
const fall = "waterfall";

export function charts(context: NoteContext, { words: written, caption, unit, at }: BlockNode): ChartBlock[] {
  const isFall = written[0]?.text === fall;
  const words = isFall ? written.slice(1) : written;
  if (words.length === 0) return context.problem(at, "`{{chart}}` names the figures to draw");
  const named = context.find(words, at);
  const first = named[0];
  if (first === undefined) return [];
  if (named.some(({ figure }) => figure.unit === "date")) return context.problem(at, "a date cannot be drawn");
  if (named.some(({ figure }) => (figure.series === undefined) !== (first.figure.series === undefined))) {
    return context.problem(at, "one chart draws monthly figures or single ones, not both");
  }
  const common = unit ?? (first.figure.unit === "probability" ? "%" : first.figure.unit);
  const repeated = ambiguous(named);
  const drawn = named.flatMap(({ path, figure, label }): NamedFigure[] => {
    const converted = context.figures.inUnit(figure, common);
    if ("problem" in converted) return context.problem(at, `${path}: ${converted.problem}`);
    context.shown.add(path);
    return [{ path, figure: converted, label: repeated.has(path) ? `${label} (${path})` : label }];
  });
  if (drawn.length < words.length) return [];
  const title = caption ?? listOf(drawn.map(({ label }) => label));
  if (isFall) {
    if (first.figure.series !== undefined)
      return context.problem(at, "a waterfall draws single figures, not monthly ones");
    return [waterfall(context, drawn, common, title)];
  }
  if (first.figure.series !== undefined) return [fan(context.result.months, drawn, common, title)];
  const shape = drawn.some(({ figure }) => figure.uncertain) ? intervals : bars;
  return [shape(context, drawn, common, title)];
}

function fan(months: readonly string[], drawn: readonly NamedFigure[], unit: string, title: string): ChartBlock {
  const first = drawn.findIndex(({ figure }) => figure.uncertain);
  const series = drawn.map(({ label, figure }, index) => ({
    label,
    low: points(figure.p10, figure),
    middle: points(figure.series, figure),
    high: points(figure.p90, figure),
    uncertain: figure.uncertain,
    band: figure.uncertain && (drawn.length <= 2 || index === first),
  }));
  const axis = axisOf(
    unit,
    series.flatMap(({ low, middle, high, band }) => (band ? [...low, ...middle, ...high] : middle)),
  );
  const banded = series.filter(({ band }) => band);
  const whose = banded.length < series.length ? ` of ${banded[0]?.label ?? ""}` : "";
  const drawnBand = banded.length === 0 ? "" : `, with the band that holds the central 80 %${whose}`;
  const chart: FanChart = { shape: "fan", months, axis, series };
  const span = `${months[0] ?? ""} to ${months.at(-1) ?? ""}`;
  return {
    kind: "chart",
    caption: `${title}, monthly, ${axis.label || "a plain number"}`,
    description: `${series.some(({ uncertain }) => uncertain) ? "Medians" : "Lines"} by month, ${span}${drawnBand}.`,
    chart,
    table: monthly(chart, title),
  };
}

/** A dozen rows are enough to read a line by; after the last month with anything in it there is nothing to read. */
function monthly({ months, series, axis }: FanChart, caption: string): ChartBlock["table"] {
  const some = (point: Point | undefined): boolean => typeof point === "number" && point !== 0;
  const last = months.findLastIndex((_, index) =>
    series.some(({ low, middle, high }) => some(low[index]) || some(middle[index]) || some(high[index])),
  );
  const end = Math.max(last, 0);
  const step = [1, 2, 3, 6, 12].find((size) => (end + 1) / size <= 13) ?? 24;
  const show = (point: Point | undefined): string =>
    typeof point === "number" ? formatNumber(point / axis.factor, 3) : "undefined";
  const rows = months.flatMap((month, index) => {
    if (index > end || (index % step !== 0 && index !== end)) return [];
    const cells = series.map(({ low, middle, high, uncertain }) =>
      text(show(middle[index]) + (uncertain ? ` [${show(low[index])} to ${show(high[index])}]` : "")),
    );
    return [[text(month), ...cells]];
  });
  const headings = series.map(({ label }) => `${label}>`);
  const rhythm = step === 1 ? "" : `, every ${step}${step === 2 ? "nd" : step === 3 ? "rd" : "th"} month and the last`;
  return table(`${caption}, ${axis.label || "a plain number"}${rhythm}`, ["Month", ...headings], rows, "");
}

function intervals(context: NoteContext, drawn: readonly NamedFigure[], unit: string, caption: string): ChartBlock {
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
    caption,
    description:
      "For each figure the median as a dot, the central 80 % as a thick bar, the central 90 % as a thin one.",
    chart,
    table: valueTable(context, drawn, caption),
  };
}

function bars(context: NoteContext, drawn: readonly NamedFigure[], unit: string, caption: string): ChartBlock {
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
  return { kind: "chart", caption, description, chart, table: valueTable(context, drawn, caption) };
}

/** By means: medians of parts do not add up to the whole. */
function waterfall(context: NoteContext, drawn: readonly NamedFigure[], unit: string, caption: string): ChartBlock {
  const parts = drawn.flatMap(({ label, figure }) => {
    const mean = figure.uncertain ? figure.mean : figure.value;
    return typeof mean === "number" ? [{ label, text: formatFigure(figure), mean }] : [];
  });
  const whole = parts.reduce((sum, { mean }) => sum + mean, 0);
  let from = whole;
  const rows = parts.map(({ label, text, mean }) => {
    const to = from - mean;
    const row = { label, text, from, to };
    from = to;
    return row;
  });
  const chart: WaterfallChart = { shape: "waterfall", axis: axisOf(unit, [whole]), rows };
  return {
    kind: "chart",
    caption,
    description:
      "From the whole, each loss hangs where the one before ended; the last bar is what is left. Bars are means, which add up.",
    chart,
    table: valueTable(context, drawn, caption),
  };
}

function valueTable(context: NoteContext, drawn: readonly NamedFigure[], caption: string): ChartBlock["table"] {
  const rows = drawn.map(({ path, label, figure }) => [text(label), shown(context.span(path, figure))]);
  return table(caption, ["Figure", "Value>"], rows, "");
}

function axisOf(unit: string, values: readonly Point[]): ValueAxis {
  const sizes = values.filter((value) => value !== null).map(Math.abs);
  const scale = scaleOf(sizes.reduce((largest, size) => Math.max(largest, size), 0));
  return { label: scaledUnit(scale, unitLabel(unit, 0)), factor: scale.factor };
}

/** A certain figure's band is its line. */
function points(statistic: Figure["p10"] | undefined, figure: Figure): Point[] {
  const cells = Array.isArray(statistic) ? statistic : (figure.series ?? []);
  return cells.map((cell) => (typeof cell === "number" ? cell : null));
}
