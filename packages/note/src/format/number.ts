/** Numbers as people read them: thousands separated, no digit that means nothing. */

/** Digits kept when nobody says how many. */
const defaultSignificant = 4;

/**
 * `1,364`, `0.0123`, `3.1e25`. Without `significant`, four digits, and a whole number below a million stays whole, since it
 * is a count.
 *
 * @example formatNumber(1.36363) // "1.364"
 * @example formatNumber(219876, 2) // "220,000"
 */
export function formatNumber(value: number, significant?: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (significant === undefined && Number.isInteger(value) && Math.abs(value) < 1e6) return plain(value);
  return plain(roundTo(value, significant ?? defaultSignificant));
}

/** All digits a double carries for sure, thousands separated: what a machine or an auditor compares. */
export function formatExact(value: number): string {
  return Number.isFinite(value) ? plain(Number(value.toPrecision(12))) : nonFinite(value);
}

/** With a fixed number of decimals; negative: rounded to tens, hundreds and so on. Zeros at the end are kept. */
export function formatDecimals(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (Math.abs(value) >= 1e21) return plain(roundTo(value, defaultSignificant));
  if (decimals <= 0) return plain(roundAt(value, decimals));
  return separate(value.toFixed(Math.min(decimals, 20)));
}

/** To a number of decimals; negative: to tens, hundreds and so on. */
export function roundAt(value: number, decimals: number): number {
  if (decimals > 0) return Number(value.toFixed(Math.min(decimals, 100)));
  const unit = 10 ** -decimals;
  return Number.isFinite(unit) ? Math.round(value / unit) * unit : 0;
}

/** To a number of significant digits, within what a number can be asked for. */
export function roundTo(value: number, significant: number): number {
  return Number(value.toPrecision(Math.min(Math.max(Math.round(significant), 1), 21)));
}

function plain(value: number): string {
  return separate(String(value === 0 ? 0 : value).replace("e+", "e"));
}

function separate(digits: string): string {
  const [, sign = "", whole = "", rest = ""] = /^(-?)(\d+)(.*)$/.exec(digits) ?? [];
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  // A negative number that rounds to nothing is nothing.
  return /[1-9]/.test(whole + rest.replace(/e.*/, "")) ? sign + grouped + rest : grouped + rest;
}

function nonFinite(value: number): string {
  return Number.isNaN(value) ? "undefined" : value > 0 ? "infinite" : "minus infinite";
}
