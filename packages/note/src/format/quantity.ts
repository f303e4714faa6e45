/** A number with its unit, in a deal-maker's words. */
import { standardUnits } from "@underwatt/engine";
import { formatDecimals, formatExact, formatNumber, roundTo } from "./number.ts";
import { scaledUnit, scaleOf } from "./scale.ts";

export interface QuantityOptions {
  /** Every digit, no words: `5,010,720,000 USD/yr`. */
  readonly exact?: boolean;
}

const currencies: ReadonlySet<string> = new Set(
  standardUnits.filter(({ meaning }) => meaning.startsWith("currency")).map(({ symbol }) => symbol),
);

/** Units that read as a word when they stand alone; in `USD/yr` they stay symbols. */
const words: Readonly<Record<string, readonly [one: string, many: string]>> = {
  day: ["day", "days"],
  week: ["week", "weeks"],
  month: ["month", "months"],
  quarter: ["quarter", "quarters"],
  yr: ["year", "years"],
  token: ["token", "tokens"],
  request: ["request", "requests"],
  seat: ["seat", "seats"],
  chip: ["chip", "chips"],
};

/**
 * @param value in `unit`; a probability is between 0 and 1
 * @param unit as a result gives it: empty for a plain number, `probability` for a test
 * @example formatQuantity(5010720000, "USD/yr") // "5.01 billion USD/yr"
 * @example formatQuantity(2.6, "USD/GPU/h") // "2.60 USD/GPU/h"
 */
export function formatQuantity(value: number, unit: string, options: QuantityOptions = {}): string {
  const { size, label } = readable(value, unit);
  if (options.exact === true) return withUnit(formatExact(size), unitLabel(label, size));
  const scale = scaleOf(size);
  const digits = scale.word === "" ? unscaled(size, label) : formatNumber(twoDecimals(size / scale.factor));
  return withUnit(digits, scaledUnit(scale, unitLabel(label, size)));
}

/** A probability is shown as a percentage; all else as it is. */
export function readable(value: number, unit: string): { size: number; label: string } {
  return unit === "probability" ? { size: value * 100, label: "%" } : { size: value, label: unit };
}

/** The unit as it reads after a value: `months` after 36, `month` after 1. */
export function unitLabel(unit: string, value: number): string {
  const word = Object.hasOwn(words, unit) ? words[unit] : undefined;
  return word === undefined ? unit : word[Math.abs(value) === 1 ? 0 : 1];
}

export function withUnit(digits: string, unit: string): string {
  return unit === "" ? digits : `${digits} ${unit}`;
}

export function isMoney(unit: string): boolean {
  return currencies.has(unit.split(/[*/^]/)[0] ?? "");
}

/** Prices carry cents: 2.60, not 2.6. */
function unscaled(size: number, unit: string): string {
  if (isShare(unit)) return formatExact(share(size, unit));
  return carriesCents(size, unit) ? formatDecimals(size, 2) : formatNumber(size);
}

export function carriesCents(size: number, unit: string): boolean {
  return isMoney(unit) && !Number.isInteger(size) && Math.abs(size) >= 1 && Math.abs(size) < 1000;
}

/** A share, a ratio or a count: a plain number or a percentage. */
export function isShare(unit: string): boolean {
  return unit === "%" || unit === "";
}

/** Three digits, but never so few that a count loses its ones or that nearly all becomes all. */
function share(size: number, unit: string): number {
  const magnitude = Math.abs(size);
  if (Number.isInteger(size) || !Number.isFinite(size)) return size;
  if (unit === "%" && magnitude > 99 && magnitude < 100) {
    return Math.sign(size) * Number((100 - roundTo(100 - magnitude, 2)).toPrecision(12));
  }
  return magnitude < 1000 || magnitude >= 1e6 ? roundTo(size, magnitude < 1000 ? 3 : 4) : Math.round(size);
}

function twoDecimals(value: number): number {
  return Number(roundTo(value, 4).toFixed(2));
}
