/** A figure as a reader sees it: the value when it is certain, else the median and the central 80 %. */
import type { Cell, Figure } from "@underwatt/deal";
import { formatDecimals, formatExact, formatNumber, roundTo } from "./number.ts";
import {
  carriesCents,
  formatQuantity,
  isShare,
  readable,
  unitLabel,
  withUnit,
  type QuantityOptions,
} from "./quantity.ts";
import { ones, scaledUnit, scaleOf, type Scale } from "./scale.ts";

/** Statistics that can be asked for by name. */
export const statistics = ["p5", "p10", "p50", "p90", "p95", "mean", "value"] as const;
export type Statistic = (typeof statistics)[number];

/** The parts of a figure's text, for a rendering that sets them differently. */
export interface FigureText {
  /** All of it in one line. */
  readonly text: string;
  readonly value: string;
  /** `[3.98 to 5.02]`, or the error of a probability. */
  readonly interval?: string;
  readonly unit: string;
}

export interface FigureOptions extends QuantityOptions {
  /** One statistic instead of the value or interval. */
  readonly show?: Statistic;
}

/** @example formatFigure(figure) // "4.51 [3.98 to 5.02] billion USD/yr" */
export function formatFigure(figure: Figure, options: FigureOptions = {}): string {
  return figureText(figure, options).text;
}

export function figureText(figure: Figure, options: FigureOptions = {}): FigureText {
  if (figure.series !== undefined) return seriesText(figure, options);
  const value = figure.value ?? null;
  const asked = options.show === undefined ? value : scalar(figure[options.show]);
  if (!figure.uncertain || options.exact === true) return cellText(asked, figure, options);
  if (figure.unit === "probability" && typeof value === "number") {
    return options.show === undefined ? probabilityText(value, scalar(figure.se)) : cellText(asked, figure, options);
  }
  if (options.show !== undefined) return oneStatistic(asked, figure);
  if (figure.kind === "claim" && figure.uses.length === 0) return claimedRange(figure);
  return whereUndefined(value === null ? neverText(figure) : intervalText(figure, value), figure);
}

/** `62 % ± 1`: the error is one standard error, in points. */
export function formatProbability(probability: number | null, se: number): string {
  return probability === null ? "undefined" : probabilityText(probability, se).text;
}

/** A value on its own, such as a printed claim's or one side of a comparison. */
export function formatCell(cell: Cell, unit: string, options: QuantityOptions = {}): string {
  if (typeof cell === "string") return cell;
  return cell === null ? missingWord(unit) : formatQuantity(cell, unit, options);
}

function probabilityText(probability: number, se: Cell): FigureText {
  if (probability > 0 && probability < 0.0005) return join("under 0.1", undefined, "%");
  if (probability < 1 && probability > 0.9995) return join("over 99.9", undefined, "%");
  const error = typeof se === "number" ? se * 100 : 0;
  const decimals = error === 0 || error >= 0.5 ? 0 : 1;
  const value = formatDecimals(probability * 100, decimals);
  const shown = formatDecimals(error, decimals);
  if (Number(shown) === 0) return join(value, undefined, "%");
  return { text: `${value} % ± ${shown}`, value: `${value} %`, interval: `± ${shown}`, unit: "" };
}

function intervalText(figure: Figure, middle: Cell): FigureText {
  const cells = [scalar(figure.p10), middle, scalar(figure.p90)];
  const scale = typeof middle === "number" ? scaleOf(readable(middle, figure.unit).size) : ones;
  const decimals = decimalsOf(figure, scale);
  const [low, mid, high] = cells.map((cell) => {
    if (typeof cell !== "number") return cell ?? missingWord(figure.unit);
    return formatDecimals(readable(cell, figure.unit).size / scale.factor, decimals);
  });
  const { label } = readable(0, figure.unit);
  const unit = figure.unit === "date" ? "" : scaledUnit(scale, unitLabel(label, Number(mid)));
  return join(mid ?? "", `[${low} to ${high}]`, unit);
}

/** With the digits that its interval has, in the words for its own size. */
function oneStatistic(cell: Cell, figure: Figure): FigureText {
  if (typeof cell !== "number") return cellText(cell, figure, {});
  const { size, label } = readable(cell, figure.unit);
  const scale = scaleOf(size);
  const value = formatDecimals(size / scale.factor, decimalsOf(figure, scale));
  return join(value, undefined, scaledUnit(scale, unitLabel(label, Number(value))));
}

/** A range that a source gives, as it gives it: its ends are the 5 and 95 percent points, good to three digits. */
function claimedRange(figure: Figure): FigureText {
  const ends = [scalar(figure.p5), scalar(figure.p95)];
  const sizes = ends.flatMap((end) => (typeof end === "number" ? [readable(end, figure.unit).size] : []));
  const [low, high] = sizes;
  if (low === undefined || high === undefined) {
    return join(ends.map((end) => end ?? missingWord(figure.unit)).join(" to "), undefined, "");
  }
  const { label } = readable(0, figure.unit);
  const scale = scaleOf(Math.max(Math.abs(low), Math.abs(high)));
  const rounded = sizes.map((size) => roundTo(size / scale.factor, 3));
  const cents = scale.word === "" && rounded.some((size) => carriesCents(size, label));
  const [from, to] = rounded.map((size) => (cents ? formatDecimals(size, 2) : formatNumber(size)));
  return join(from === to ? `${from}` : `${from} to ${to}`, undefined, scaledUnit(scale, unitLabel(label, 2)));
}

/** The median has no value, a payback that mostly never comes: what is known is how soon it comes at the earliest. */
function neverText(figure: Figure): FigureText {
  const word = missingWord(figure.unit);
  const soonest = scalar(figure.p10);
  if (typeof soonest === "string") return join(word, `[${soonest} or later in 90 % of cases]`, "");
  if (soonest === null || word === "undefined") return join(word, undefined, "");
  const { text } = oneStatistic(soonest, figure);
  return join(word, `[${text} or more in 90 % of cases]`, "");
}

function decimalsOf(figure: Figure, scale: Scale): number {
  const cells = [scalar(figure.p10), scalar(figure.value), scalar(figure.p90)];
  const numbers = cells.filter((cell) => typeof cell === "number").map((cell) => readable(cell, figure.unit).size);
  const { label } = readable(0, figure.unit);
  return supportedDecimals(
    numbers.map((number) => number / scale.factor),
    scalar(figure.se),
    scale.factor,
    isShare(label) ? 3 : 4,
  );
}

/**
 * Decimals worth showing: to about a fiftieth of the interval, no finer than half the standard error of the mean, at most
 * `most` significant digits; but never fewer than two, or a heavy tail (whose mean is poorly known) would round the median
 * away. A single number, whose interval is not known, has two.
 */
function supportedDecimals(numbers: readonly number[], se: Cell, factor: number, most: number): number {
  const largest = Math.max(...numbers.map(Math.abs), 0);
  if (largest === 0) return 0;
  const leading = Math.floor(Math.log10(roundTo(largest, 4)));
  const width = Math.max(...numbers) - Math.min(...numbers);
  const error = typeof se === "number" ? se / factor : 0;
  const place = (quantum: number): number => (quantum > 0 ? -Math.round(Math.log10(quantum)) : Infinity);
  const supported = Math.min(place(width / 50), place(error / 2));
  if (numbers.length === 1) return 1 - leading;
  return Math.min(Math.max(supported, 1 - leading), most - 1 - leading);
}

function cellText(cell: Cell, figure: Figure, options: QuantityOptions): FigureText {
  if (cell === null) return join(missingWord(figure.unit), undefined, "");
  if (typeof cell === "string") return join(cell, undefined, "");
  if (figure.unit === "probability" && !figure.uncertain && (cell === 0 || cell === 1)) {
    return join(cell === 1 ? "yes" : "no", undefined, "");
  }
  const text = formatQuantity(cell, figure.unit, options);
  const space = text.indexOf(" ");
  return space < 0 ? join(text, undefined, "") : join(text.slice(0, space), undefined, text.slice(space + 1));
}

/** From the least month to the most. */
function seriesText(figure: Figure, options: FigureOptions): FigureText {
  const cells = figure.series ?? [];
  const asked = options.show === undefined || options.show === "value" ? cells : figure[options.show];
  const numbers = (Array.isArray(asked) ? asked : cells).filter((cell) => typeof cell === "number");
  if (numbers.length === 0) return join(missingWord(figure.unit), undefined, "");
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (low === high) return cellText(high, figure, options);
  const { label } = readable(0, figure.unit);
  if (options.exact === true) {
    return join([low, high].map((end) => formatExact(readable(end, figure.unit).size)).join(" to "), undefined, label);
  }
  const scale = scaleOf(readable(Math.max(Math.abs(low), Math.abs(high)), figure.unit).size);
  const [from, to] = [low, high].map((end) => formatNumber(readable(end, figure.unit).size / scale.factor, 3));
  return join(`${from} to ${to}`, undefined, scaledUnit(scale, label));
}

/** Part of the samples may have no value; the rest must not pass for all. */
function whereUndefined(text: FigureText, figure: Figure): FigureText {
  const share = figure.undefined ?? 0;
  if (share === 0) return text;
  const percent = share < 0.01 ? "under 1 %" : `${formatDecimals(share * 100, 0)} %`;
  return { ...text, text: `${text.text} (undefined in ${percent})` };
}

/** A payback that never comes is a time; anything else without a value is undefined. */
function missingWord(unit: string): string {
  return ["date", "h", "day", "week", "month", "quarter", "yr"].includes(unit) ? "never" : "undefined";
}

function join(value: string, interval: string | undefined, unit: string): FigureText {
  const text = withUnit(interval === undefined ? value : `${value} ${interval}`, unit);
  return { text, value, unit, ...(interval !== undefined && { interval }) };
}

function scalar(statistic: Cell | Cell[] | undefined): Cell {
  return Array.isArray(statistic) || statistic === undefined ? null : statistic;
}
