/** Parts of doubles as bits, and what is done with them. Source: IEEE 754-2019, section 3.4 (binary64). */
import { f64x2, i32, i32x4, i64x2, v128, type V128 } from "../code.ts";
import { bits, constant } from "./constant.ts";
import type { Lines } from "./lines.ts";

export const signBit = bits(0, -0x8000_0000);
export const leastNormal = constant(2 ** -1022);
export const infinity = constant(Infinity);
export const undefinedNumber = constant(Number.NaN);
const one = constant(1);

/** Adding it leaves a number, rounded to whole, in the low bits; so it works up to 2^51. */
const rounder = 1.5 * 2 ** 52;

/** Both: `whole`, the nearest whole number as a double, and `bits`, the same as an integer but for its top 12 bits. */
export interface Whole {
  readonly whole: V128;
  readonly bits: V128;
}

/** The nearest whole number to x, |x| < 2^31. */
export function nearest(lines: Lines, x: V128): Whole {
  const bits = lines.line(f64x2.add(x, constant(rounder)));
  return { whole: lines.line(f64x2.sub(bits, constant(rounder))), bits };
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
  const rest = i64x2.add(i64x2.sub(k.bits, half), bits(1023, 0));
  return f64x2.mul(scaleNormal(x, { whole: k.whole, bits: half }), toExponent(rest));
}

/** 2^k, where it is normal. */
export function powerOfTwo(k: Whole): V128 {
  return scaleNormal(one, k);
}

/** Upper halves of about 1/√2 and √3/2: where mantissas begin. */
export const rootHalf = 0x3fe6_a09e;
export const rootThreeQuarters = 0x3feb_b67a;

/** A number as mantissa * 2^exponent, the mantissa from some least one to twice that, exponent a whole number as a double. */
export interface Parts {
  readonly mantissa: V128;
  readonly exponent: V128;
}

/**
 * The parts of a normal positive number.
 * @param least upper half of the least mantissa, which is in 1/2..1
 * @param lowered is taken off the exponent
 */
export function split(lines: Lines, x: V128, least: number, lowered?: V128): Parts {
  const shifted = lines.line(i64x2.add(x, bits(0, 0x3ff0_0000 - least)));
  // The exponent's bits become the lowest of 2^52: a number in which they count as 1 each.
  const counted = v128.or(i64x2.shrU(shifted, i32.const(52)), constant(2 ** 52));
  const exponent = lines.line(f64x2.sub(counted, constant(2 ** 52 + 1023)));
  const mantissa = i64x2.add(v128.and(shifted, bits(-1, 0x000f_ffff)), bits(0, least));
  return {
    mantissa: lines.line(mantissa),
    exponent: lowered === undefined ? exponent : lines.line(f64x2.sub(exponent, lowered)),
  };
}

/** The parts of any positive number, also a subnormal one. */
export function splitAny(lines: Lines, x: V128, least: number): Parts {
  const small = lines.line(f64x2.lt(x, leastNormal));
  const normal = lines.line(v128.select(f64x2.mul(x, constant(2 ** 54)), x, small));
  return split(lines, normal, least, v128.and(small, constant(54)));
}

/** The first 26 bits of x: a product of two such is exact. */
export function coarse(lines: Lines, x: V128): V128 {
  return lines.line(v128.and(x, bits(-0x800_0000, -1)));
}

/** NaN where the mask is set, of one bit pattern on every machine. */
export function undefinedWhere(mask: V128, x: V128): V128 {
  return v128.select(undefinedNumber, x, mask);
}
