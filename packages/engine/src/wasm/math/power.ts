/**
 * Powers on two doubles at once: 2^(y log2 x), the logarithm and its product with y in two parts each, so that what is
 * exact in a double comes out exact. Why that takes a logarithm of some 65 bits: W. J. Cody and W. Waite, "Software Manual
 * for the Elementary Functions", 1980, on the power function; products of parts: T. J. Dekker, "A floating-point technique
 * for extending the available precision", Numerische Mathematik 18 (1971).
 */
import { f64x2, v128, type V128 } from "../code.ts";
import {
  coarse,
  infinity,
  leastNormal,
  nearest,
  rootThreeQuarters,
  scale,
  scaleNormal,
  signBit,
  split,
  splitAny,
  undefinedWhere,
  type Whole,
} from "./bits.ts";
import { log2Halves } from "./coefficients.ts";
import { expNearZero } from "./exponential.ts";
import { constant } from "./constant.ts";
import type { Lines } from "./lines.ts";
import { wideLog2, type Sum } from "./logarithm.ts";

const zero = constant(0);
const one = constant(1);

/** y times a sum; the total rounded, and in two parts. */
function product(lines: Lines, y: V128, { high, low }: Sum): Sum & { readonly total: V128 } {
  const yHigh = coarse(lines, y);
  const exact = lines.line(f64x2.mul(yHigh, high));
  const rest = lines.line(f64x2.add(f64x2.mul(f64x2.sub(y, yHigh), high), f64x2.mul(y, low)));
  return { high: exact, low: rest, total: lines.line(f64x2.add(exact, rest)) };
}

/** 2^(high + low - k); k is the whole number nearest to `total`, which is high + low, rounded and within bounds. */
function twoTo(lines: Lines, { high, low }: Sum, total: V128): { readonly mantissa: V128; readonly k: Whole } {
  const k = nearest(lines, total);
  const fraction = lines.line(f64x2.sub(high, k.whole));
  // Times log 2, in two parts.
  const first = coarse(lines, fraction);
  const second = f64x2.add(f64x2.sub(fraction, first), low);
  const { whole, high: log2High, low: log2Low } = log2Halves;
  const mantissa = expNearZero(
    lines,
    lines.line(f64x2.mul(first, constant(log2High))),
    lines.line(f64x2.add(f64x2.mul(first, constant(log2Low)), f64x2.mul(second, constant(whole)))),
    lines.line(f64x2.mul(f64x2.add(fraction, low), constant(whole))),
  );
  return { mantissa, k };
}

/** The body of a function that gives x to the power y; `anyPower` gives it for any lanes. */
export function power(lines: Lines, x: V128, y: V128, anyPower: (x: V128, y: V128) => V128): V128 {
  const exponent = product(lines, y, wideLog2(lines, split(lines, x, rootThreeQuarters)));
  const { mantissa, k } = twoTo(lines, exponent, exponent.total);
  const normal = v128.and(f64x2.ge(x, leastNormal), f64x2.lt(x, infinity));
  const ordinary = v128.and(normal, f64x2.lt(f64x2.abs(exponent.total), constant(1020)));
  return lines.giveWhere(ordinary, scaleNormal(mantissa, k), () => anyPower(x, y));
}

const between = (x: V128, size: number): V128 => f64x2.pmax(f64x2.pmin(x, constant(size)), constant(-size));

/**
 * The body of the function for all lanes that `power` leaves: bases that are negative, 0, subnormal or infinite, results
 * that are not normal. Special cases: ECMAScript, Number::exponentiate, but NaN to the power 0 is NaN.
 */
export function anyPower(lines: Lines, x: V128, y: V128): V128 {
  const size = lines.line(f64x2.abs(x));
  // No base but 1 has a finite power beyond this exponent; and none overflows on the way to it.
  const bounded = lines.line(between(y, 2 ** 70));
  const exponent = product(lines, bounded, wideLog2(lines, splitAny(lines, size, rootThreeQuarters)));
  const atEnd = lines.line(v128.or(f64x2.eq(size, zero), f64x2.eq(size, infinity)));
  const endLog = v128.select(constant(-Infinity), infinity, f64x2.eq(size, zero));
  const total = lines.line(v128.select(f64x2.mul(bounded, endLog), exponent.total, atEnd));
  const { mantissa, k } = twoTo(lines, exponent, lines.line(between(total, 1100)));
  const finite = scale(lines, mantissa, k);
  const notLarge = v128.select(infinity, finite, f64x2.gt(total, constant(1025)));
  const positive = v128.andNot(notLarge, f64x2.lt(total, constant(-1080)));
  const unsigned = v128.select(one, positive, f64x2.eq(y, zero));
  // Numbers from 2^53 on are even.
  const isWhole = (a: V128): V128 => f64x2.eq(a, f64x2.trunc(a));
  const whole = lines.line(isWhole(y));
  const odd = v128.andNot(whole, isWhole(f64x2.mul(y, constant(0.5))));
  const signed = v128.or(unsigned, v128.and(v128.and(x, signBit), odd));
  const rootOfNegative = v128.andNot(v128.and(f64x2.lt(x, zero), f64x2.gt(x, constant(-Infinity))), whole);
  const oneToInfinity = v128.and(f64x2.eq(size, one), f64x2.eq(f64x2.abs(y), infinity));
  const unknown = v128.or(f64x2.ne(x, x), f64x2.ne(y, y));
  return undefinedWhere(v128.or(unknown, v128.or(rootOfNegative, oneToInfinity)), signed);
}
