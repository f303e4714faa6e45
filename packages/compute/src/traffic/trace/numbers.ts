/** Decimal numbers in a text, read in place: millions of short ones, most of them whole. */

const powersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
const anyDecimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * The number that stands in `text` from `from` until before `to`, rounded as `Number` rounds; NaN for anything but a
 * decimal number, also for nothing, NaN and Infinity. Digits beyond a double's range give an infinite number.
 */
export function parseDecimal(text: string, from: number, to: number): number {
  // Up to 15 digits and a power of ten are both exact, so that their quotient is rounded once.
  if (to - from > 16) return parseAny(text, from, to);
  let digits = 0;
  let mantissa = 0;
  let point = -1;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
    } else if (digit === -2 && point === -1) point = i;
    else return parseAny(text, from, to);
  }
  if (digits === 0 || digits > 15) return parseAny(text, from, to);
  return point === -1 ? mantissa : mantissa / (powersOfTen[to - point - 1] ?? NaN);
}

function parseAny(text: string, from: number, to: number): number {
  // No double needs more digits than this to be told from its neighbours in a trace.
  if (to - from > 64) return NaN;
  const number = text.slice(from, to);
  return anyDecimal.test(number) ? Number(number) : NaN;
}

/** The digits of `text` from `from` until before `to` as a whole number; -1 where something else stands there. At most 15. */
export function parseDigits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return from < to && to - from <= 15 ? value : -1;
}

/** The fraction that digits behind a point are; NaN where something else stands there. Digits beyond the 15th are dropped. */
export function parseFraction(text: string, from: number, to: number): number {
  for (let i = from + 15; i < to; i++) if (parseDigits(text, i, i + 1) < 0) return NaN;
  const end = Math.min(to, from + 15);
  const digits = parseDigits(text, from, end);
  return digits < 0 ? NaN : digits / (powersOfTen[end - from] ?? NaN);
}
