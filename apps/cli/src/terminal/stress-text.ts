/** The small texts of a stress analysis: chances, percentiles, names, and numbers rounded to what their error supports. */
import type { Interval } from "@underwatt/deal";
import { formatProbability, formatQuantity } from "@underwatt/note";

/** `24.4 billion USD ± 0.05`: no digit finer than the error, at most four, and the error only where it shows. */
export function estimated({ value, se }: Interval, unit: string): string {
  if (value === null) return "undefined";
  return formatQuantity(supported(value, se ?? 0), unit);
}

/** Rounded to the place of its standard error, with two to four significant digits. */
export function supported(value: number, se: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const leading = Math.floor(Math.log10(Math.abs(value)));
  const last = se > 0 ? Math.floor(Math.log10(se)) : leading - 3;
  const digits = Math.min(4, Math.max(2, leading - last + 1));
  return Number(value.toPrecision(digits));
}

/** `P70`; at the ends with a digit more, so that far out does not read as certain. */
export function percentile(share: number): string {
  const percent = share * 100;
  if (percent < 0.05) return "below P0.1";
  if (percent > 99.95) return "above P99.9";
  return `P${percent < 9.5 || percent > 90.5 ? percent.toFixed(1).replace(/\.0$/, "") : percent.toFixed(0)}`;
}

/** Below this a chance is not worth its zeros. */
const smallestChance = 1e-6;

/** A chance or a share in percent, two digits where it is small. */
export function shareOf(share: number): string {
  const size = Math.abs(share);
  const sign = share < 0 ? "-" : "";
  if (size > 0 && size < smallestChance) return `under ${formatQuantity(smallestChance * 100, "%")}`;
  if (size < 0.1) return sign + formatQuantity(Number((size * 100).toPrecision(2)), "%");
  return sign + (size > 0.99 && size < 1 ? formatQuantity(size * 100, "%") : formatProbability(size, 0));
}

/**
 * `47.7 % [46.7 to 48.7]`: a chance, with its 95 % interval and the digits which that supports; what no sample shows, or
 * every one, is bounded instead.
 * @param short without words about samples
 */
export function chance({ value, low, high }: Interval, short = false): string {
  if (value === null) return "undefined";
  if (value === 0 && (high ?? 0) > 0) return `${short ? "" : "no sample, "}at most ${shareOf(high ?? 0)}`;
  if (value === 1 && (low ?? 1) < 1) return `${short ? "" : "every sample, "}at least ${shareOf(low ?? 1)}`;
  if (low === null || high === null) return `${shareOf(value)} [unseen]`;
  const reach = (high - low) / 2;
  if (!(reach > 0)) return shareOf(value);
  const decimals = Math.max(0, Math.min(mostDecimals, Math.ceil(-Math.log10(100 * reach))));
  const digits = (share: number): string => (100 * Math.min(1, Math.max(0, share))).toFixed(decimals);
  return `${digits(value)} % [${digits(low)} to ${digits(high)}]`;
}

const mostDecimals = 4;

/** A path without its group: `own-per-gw`. */
export function shortName(path: string): string {
  return /^(?:assumptions|model|claims)\./.test(path) ? path.slice(path.indexOf(".") + 1) : path;
}

/** `own-per-gw, USD/GW/yr`; a star where the input is only a part of that figure's formula. */
export function inputLabel({
  input,
  part,
  unit,
}: {
  readonly input: string;
  readonly part: boolean;
  readonly unit: string;
}): string {
  return `${shortName(input)}${part ? "*" : ""}${unit === "" ? "" : `, ${unit}`}`;
}
