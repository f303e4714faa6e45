/**
 * A figure as a reader sees it: the value when it is certain, else the median and the central 80 %. A simulated number has no
 * more digits than its own 95 % interval supports.
 */
import type { Cell, Figure } from "@underwatt/deal";
import { formatDecimals, formatExact, formatNumber, roundAt, roundTo } from "./number.ts";
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
import { decimalsOfWidth, supportedDecimals, usualDegrees } from "./supported.ts";

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
    const text = probabilityText(value, scalar(figure.se), figure.errors?.degrees);
    return options.show === undefined ? text : join(text.value, undefined, "");
  }
  if (options.show !== undefined) return oneStatistic(asked, errorOf(figure, options.show), figure);
  if (figure.kind === "claim" && figure.uses.length === 0) return claimedRange(figure);
  return whereUndefined(value === null ? neverText(figure) : intervalText(figure, value), figure);
}

/**
 * `62 % ± 1`: the error is one standard error, in points.
 * @param degrees of freedom of the error
 */
export function formatProbability(probability: number | null, se: number, degrees = usualDegrees): string {
  return probability === null ? "undefined" : probabilityText(probability, se, degrees).text;
}

/** A simulated number as it comes out of an analysis; null where it has no value, or cannot be seen. */
export interface Estimated {
  readonly value: number | null;
  readonly se: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * An estimate with the digits that its interval supports, four at most, and its 95 % interval.
 * @param unit as a result gives it
 * @returns `value` is "83.3 million USD", `interval` "82.9 to 83.8 million USD", "certain" or "unseen"
 */
export function formatEstimate({ value, low, high }: Estimated, unit: string): { value: string; interval: string } {
  if (value === null) return { value: formatCell(null, unit), interval: "" };
  if (low === null || high === null) return { value: formatQuantity(value, unit), interval: "unseen" };
  const { size, label } = readable(value, unit);
  const width = readable(high, unit).size - readable(low, unit).size;
  // One scale for all three, that of the largest.
  const scale = scaleOf(Math.max(...[value, low, high].map((end) => Math.abs(readable(end, unit).size))));
  const decimals = decimalsOfWidth(size / scale.factor, width / scale.factor);
  const inScale = (number: number): string => {
    const scaled = readable(number, unit).size / scale.factor;
    return formatNumber(decimals === Infinity ? scaled : roundAt(scaled, decimals), 4);
  };
  const words = (digits: string): string => withUnit(digits, scaledUnit(scale, unitLabel(label, 2)));
  const ends = [inScale(low), inScale(high)];
  return { value: words(inScale(value)), interval: width === 0 ? "certain" : words(ends.join(" to ")) };
}

/** A value on its own, such as a printed claim's or one side of a comparison. */
export function formatCell(cell: Cell, unit: string, options: QuantityOptions = {}): string {
  if (typeof cell === "string") return cell;
  return cell === null ? missingWord(unit) : formatQuantity(cell, unit, options);
}

function probabilityText(probability: number, se: Cell, degrees = usualDegrees): FigureText {
  if (probability > 0 && probability < 0.0005) return percentage("under 0.1");
  if (probability < 1 && probability > 0.9995) return percentage("over 99.9");
  const error = typeof se === "number" ? se * 100 : 0;
  const points = probability * 100;
  const decimals = error === 0 ? 0 : Math.min(supportedDecimals(points, error, degrees), 1);
  const value = formatDecimals(points, decimals);
  if (error < 0.05) return percentage(value);
  // Shown with a digit of its own, also where the value has fewer.
  const shown = formatDecimals(error, error < 0.5 ? 1 : 0);
  return { text: `${value} % ± ${shown}`, value: `${value} %`, interval: `± ${shown}`, unit: "" };
}

function percentage(digits: string): FigureText {
  return { text: `${digits} %`, value: `${digits} %`, unit: "" };
}

function intervalText(figure: Figure, middle: Cell): FigureText {
  const cells = [scalar(figure.p10), middle, scalar(figure.p90)];
  const errors = [figure.errors?.p10, figure.errors?.p50, figure.errors?.p90];
  // A median of nothing is counted in what its interval is counted in.
  const widest = Math.max(...cells.map((cell) => (typeof cell === "number" ? Math.abs(cell) : 0)));
  const typical = middle === 0 ? widest : middle;
  const scale = typeof typical === "number" ? scaleOf(readable(typical, figure.unit).size) : ones;
  const [low, high, mid] = [0, 2, 1].map((index) => {
    const cell = cells[index] ?? null;
    if (typeof cell !== "number") return cell ?? missingWord(figure.unit);
    return digitsOf(cell, errors[index], figure, scale);
  });
  const { label } = readable(0, figure.unit);
  const unit = figure.unit === "date" ? "" : scaledUnit(scale, unitLabel(label, Number(mid)));
  return join(mid ?? "", `[${low} to ${high}]`, unit);
}

/** With the digits that its interval supports, in the words for its own size. */
function oneStatistic(cell: Cell, error: Cell | Cell[] | undefined, figure: Figure): FigureText {
  if (typeof cell !== "number") return cellText(cell, figure, {});
  const { size, label } = readable(cell, figure.unit);
  const scale = scaleOf(size);
  const value = digitsOf(cell, error, figure, scale);
  return join(value, undefined, scaledUnit(scale, unitLabel(label, Number(value))));
}

/** A number of the figure in a scale, rounded to what reads well beside its others and to what its own error supports. */
function digitsOf(cell: number, error: Cell | Cell[] | undefined, figure: Figure, scale: Scale): string {
  const size = readable(cell, figure.unit).size / scale.factor;
  return formatDecimals(size, Math.min(decimalsOf(figure, scale), supportedHere(size, error, figure, scale)));
}

function supportedHere(size: number, error: Cell | Cell[] | undefined, figure: Figure, scale: Scale): number {
  const own = scalar(error);
  const inScale = typeof own === "number" ? readable(own, figure.unit).size / scale.factor : 0;
  return supportedDecimals(size, inScale, figure.errors?.degrees);
}

/** A range that a source gives, as it gives it: its ends are the 5 and 95 percent points, good to three digits. */
function claimedRange(figure: Figure): FigureText {
  const ends = [scalar(figure.p5), scalar(figure.p95)];
  const errors = [figure.errors?.p5, figure.errors?.p95];
  const sizes = ends.flatMap((end) => (typeof end === "number" ? [readable(end, figure.unit).size] : []));
  const [low, high] = sizes;
  if (low === undefined || high === undefined) {
    return join(ends.map((end) => end ?? missingWord(figure.unit)).join(" to "), undefined, "");
  }
  const { label } = readable(0, figure.unit);
  const scale = scaleOf(Math.max(Math.abs(low), Math.abs(high)));
  const rounded = sizes.map((size, index) => {
    const scaled = size / scale.factor;
    const decimals = supportedHere(scaled, errors[index], figure, scale);
    return roundTo(decimals === Infinity ? scaled : roundAt(scaled, decimals), 3);
  });
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
  const { text } = oneStatistic(soonest, figure.errors?.p10, figure);
  return join(word, `[${text} or more in 90 % of cases]`, "");
}

/**
 * Decimals that read well: to about a fiftieth of the interval, at most four significant digits, three of a share; but never
 * fewer than two, or a heavy tail would round the median away. A single number, whose interval is not known, has two.
 */
function decimalsOf(figure: Figure, scale: Scale): number {
  const cells = [scalar(figure.p10), scalar(figure.value), scalar(figure.p90)];
  const numbers = cells
    .filter((cell) => typeof cell === "number")
    .map((cell) => readable(cell, figure.unit).size / scale.factor);
  const largest = Math.max(...numbers.map(Math.abs), 0);
  if (largest === 0) return 0;
  const leading = Math.floor(Math.log10(roundTo(largest, 4)));
  if (numbers.length === 1) return 1 - leading;
  const width = Math.max(...numbers) - Math.min(...numbers);
  const fine = width > 0 ? -Math.round(Math.log10(width / 50)) : Infinity;
  const most = isShare(readable(0, figure.unit).label) ? 3 : 4;
  return Math.min(Math.max(fine, 1 - leading), most - 1 - leading);
}

/** The error of a statistic; a value is the median. */
function errorOf({ errors }: Figure, statistic: Statistic): Cell | Cell[] | undefined {
  return errors?.[statistic === "value" ? "p50" : statistic];
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
  const shown = options.show ?? "value";
  const asked = shown === "value" ? cells : figure[shown];
  const list = Array.isArray(asked) ? asked : cells;
  const numbers = list.filter((cell) => typeof cell === "number");
  if (numbers.length === 0) return join(missingWord(figure.unit), undefined, "");
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (low === high) return cellText(high, figure, options);
  const { label } = readable(0, figure.unit);
  if (options.exact === true) {
    return join([low, high].map((end) => formatExact(readable(end, figure.unit).size)).join(" to "), undefined, label);
  }
  const scale = scaleOf(readable(Math.max(Math.abs(low), Math.abs(high)), figure.unit).size);
  const errors = errorOf(figure, shown);
  const [from, to] = [low, high].map((end) => {
    const size = readable(end, figure.unit).size / scale.factor;
    const error = Array.isArray(errors) ? errors[list.indexOf(end)] : undefined;
    const decimals = supportedHere(size, error, figure, scale);
    return formatNumber(decimals === Infinity ? size : roundAt(size, decimals), 3);
  });
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
