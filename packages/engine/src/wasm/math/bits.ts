/** Parts of doubles as bits, and what is done with them. Source: IEEE 754-2019, section 3.4 (binary64). */
import { f64x2, i32, i32x4, i64x2, v128, type V128 } from "../code.ts";
import type { Lines } from "./lines.ts";

export const signBit = i64x2.const(0, -0x8000_0000);
export const leastNormal = f64x2.const(2 ** -1022);
export const infinity = f64x2.const(Infinity);
export const undefinedNumber = f64x2.const(Number.NaN);
const one = f64x2.const(1);

/** Adding it leaves a number, rounded to whole, in the low bits; so it works up to 2^51. */
const rounder = 1.5 * 2 ** 52;

/** Both: `whole`, the nearest whole number as a double, and `bits`, the same as an integer but for its top 12 bits. */
export interface Whole {
  readonly whole: V128;
  readonly bits: V128;
}

/** The nearest whole number to x, |x| < 2^31. */
export function nearest(lines: Lines, x: V128): Whole {
  const bits = lines.line(f64x2.add(x, f64x2.const(rounder)));
  return { whole: lines.line(f64x2.sub(bits, f64x2.const(rounder))), bits };
}

const toExponent = (bits: V128): V128 => i64x2.shl(bits, i32.const(52));

/** x times 2^k, where both are normal. */
export function scaleNormal(x: V128, k: Whole): V128 {
  return i64x2.add(x, toExponent(k.bits));
}

/** x times 2^k for x near 1 and |k| < 2000: rounded once where that is subnormal, infinite where it is too large. */
export function scale(lines: Lines, x: V128, k: Whole): V128 {
  // In two steps of about the same size, of which each is normal. Only the low 12 bits of an exponent get anywhere.
  const half = lines.line(i32x4.shrS(k.bits, i32.const(1)));
  const rest = i64x2.add(i64x2.sub(k.bits, half), i64x2.const(1023, 0));
  return f64x2.mul(scaleNormal(x, { whole: k.whole, bits: half }), toExponent(rest));
}

/** 2^k, where it is normal. */
export function powerOfTwo(k: Whole): V128 {
  return scaleNormal(one, k);
}

/** About 1/√2, with nothing in its low half. */
const leastMantissa = 0x3fe6_a09e;

/** A number as mantissa * 2^exponent, mantissa in 1/√2..√2, exponent a whole number as a double. */
export interface Parts {
  readonly mantissa: V128;
  readonly exponent: V128;
}

/** The parts of a normal positive number; `lowered` is taken off the exponent. */
export function split(lines: Lines, x: V128, lowered?: V128): Parts {
  const shifted = lines.line(i64x2.add(x, i64x2.const(0, 0x3ff0_0000 - leastMantissa)));
  // The exponent's bits become the lowest of 2^52: a number in which they count as 1 each.
  const counted = v128.or(i64x2.shrU(shifted, i32.const(52)), f64x2.const(2 ** 52));
  const exponent = lines.line(f64x2.sub(counted, f64x2.const(2 ** 52 + 1023)));
  const mantissa = i64x2.add(v128.and(shifted, i64x2.const(-1, 0x000f_ffff)), i64x2.const(0, leastMantissa));
  return {
    mantissa: lines.line(mantissa),
    exponent: lowered === undefined ? exponent : lines.line(f64x2.sub(exponent, lowered)),
  };
}

/** The parts of any positive number, also a subnormal one. */
export function splitAny(lines: Lines, x: V128): Parts {
  const small = lines.line(f64x2.lt(x, leastNormal));
  const normal = lines.line(v128.select(f64x2.mul(x, f64x2.const(2 ** 54)), x, small));
  return split(lines, normal, v128.and(small, f64x2.const(54)));
}

/** The first 26 bits of x: a product of two such is exact. */
export function coarse(lines: Lines, x: V128): V128 {
  return lines.line(v128.and(x, i64x2.const(-0x800_0000, -1)));
}

/** NaN where the mask is set, of one bit pattern on every machine. */
export function undefinedWhere(mask: V128, x: V128): V128 {
  return v128.select(undefinedNumber, x, mask);
}
