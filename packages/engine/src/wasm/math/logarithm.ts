/**
 * log and log1p on two doubles at once, and log2 with more digits than a double has. With x = 2^k m, m in 1/√2..√2, and
 * s = (m - 1) / (m + 1): log m = 2 artanh s, by a minimax polynomial in s². Sums and products keep what rounding loses as in
 * T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik 18 (1971).
 */
import { f64x2, v128, type V128 } from "../code.ts";
import { bits, constant } from "./constant.ts";
import {
  rootHalf,
  coarse,
  infinity,
  leastNormal,
  signBit,
  split,
  splitAny,
  undefinedWhere,
  type Parts,
} from "./bits.ts";
import { log2OfMiddle, log2Coarse, log2Rest, logTerms, wideLogHalves, wideLogTerms } from "./coefficients.ts";
import type { Lines } from "./lines.ts";

const zero = constant(0);
const one = constant(1);
const three = constant(3);

/** k log 2 + log(1 + f) + extra, for |extra| below an ulp or two of the sum. */
function fromParts(lines: Lines, k: V128, f: V128, extra?: V128): V128 {
  const s = lines.line(f64x2.div(f, f64x2.add(constant(2), f)));
  const z = lines.line(f64x2.mul(s, s));
  const rest = f64x2.mul(z, lines.polynomial(logTerms, z));
  // 2s = f - s f = f - f²/2 + s f²/2, where f is exact and the others are smaller.
  const half = lines.line(f64x2.mul(f64x2.mul(constant(0.5), f), f));
  const least = lines.line(f64x2.mul(k, constant(log2Rest)));
  const small = f64x2.add(f64x2.mul(s, f64x2.add(half, rest)), extra === undefined ? least : f64x2.add(least, extra));
  const correction = f64x2.sub(f64x2.sub(half, small), f);
  return lines.line(f64x2.sub(f64x2.mul(k, constant(log2Coarse)), correction));
}

const ofParts = (lines: Lines, { mantissa, exponent }: Parts): V128 =>
  fromParts(lines, exponent, lines.line(f64x2.sub(mantissa, one)));

/** `x` where it is finite and more than 0, -Infinity where `bound` is 0, Infinity where it is that, else NaN. */
function atTheEnds(bound: V128, inside: V128, x: V128): V128 {
  const upper = v128.select(infinity, x, f64x2.eq(bound, infinity));
  const both = v128.select(constant(-Infinity), upper, f64x2.eq(bound, zero));
  return undefinedWhere(v128.not(f64x2.ge(bound, zero)), v128.select(x, both, inside));
}

/** The body of a function that gives log(x). */
export function log(lines: Lines, x: V128): V128 {
  const usual = ofParts(lines, split(lines, x, rootHalf));
  const ordinary = v128.and(f64x2.ge(x, leastNormal), f64x2.lt(x, infinity));
  return lines.giveWhere(ordinary, usual, (inner) => {
    const any = ofParts(inner, splitAny(inner, x, rootHalf));
    return atTheEnds(x, v128.and(f64x2.gt(x, zero), f64x2.lt(x, infinity)), any);
  });
}

/**
 * The body of a function that gives log(1 + x), also where x is small: log of the rounded sum, and what rounding lost
 * over the sum. Where the sum is in 1/√2..√2 the exact x itself is the f of the polynomial.
 */
export function log1p(lines: Lines, x: V128): V128 {
  const sum = lines.line(f64x2.add(one, x));
  const kept = lines.line(f64x2.sub(sum, one));
  const lost = f64x2.add(f64x2.sub(one, f64x2.sub(sum, kept)), f64x2.sub(x, kept));
  const { mantissa, exponent } = split(lines, sum, rootHalf);
  const near = lines.line(f64x2.eq(exponent, zero));
  const f = lines.line(v128.select(x, f64x2.sub(mantissa, one), near));
  const extra = v128.andNot(f64x2.div(lost, sum), near);
  // The sign is x's, which keeps -0.
  const usual = v128.or(fromParts(lines, exponent, f, extra), v128.and(x, signBit));
  const ordinary = lines.line(v128.and(f64x2.gt(x, constant(-1)), f64x2.lt(x, infinity)));
  return lines.giveWhere(ordinary, usual, (_, usual) => atTheEnds(sum, ordinary, usual));
}

/** A number as a sum: `high` has 26 bits, `low` adds about 40 more. */
export interface Sum {
  readonly high: V128;
  readonly low: V128;
}

/**
 * log2 of a number in parts, mantissa in √3/2..√3, within about 2^-67 of it. It is taken to a middle c, 1 or 3/2, whichever is
 * nearer, where s = (m - c) / (m + c) is small: two intervals, as FDLIBM's power has. Every part is split
 * off as soon as its first 26 bits are known, rather than when it is complete, so that nearly all of it runs beside the
 * polynomial; the rest is then below 2^-15 of the whole, where rounding does no harm.
 */
export function wideLog2(lines: Lines, { mantissa, exponent }: Parts): Sum {
  const upper = lines.line(f64x2.ge(mantissa, constant(Math.sqrt(1.5))));
  const middle = lines.line(v128.or(one, v128.and(upper, bits(0, 0x0008_0000))));
  const base = lines.line(f64x2.add(exponent, v128.and(upper, constant(log2OfMiddle.high))));
  // s = f / d in two parts: the first 26 bits, and the remainder, which is exact in parts of d, over d.
  const f = lines.line(f64x2.sub(mantissa, middle));
  const d = lines.line(f64x2.add(mantissa, middle));
  const inverse = lines.line(f64x2.div(one, d));
  const s = lines.line(f64x2.mul(f, inverse));
  const sHigh = coarse(lines, s);
  const dHigh = coarse(lines, d);
  const dLow = f64x2.sub(mantissa, f64x2.sub(dHigh, middle));
  const remainder = f64x2.sub(f64x2.sub(f, f64x2.mul(sHigh, dHigh)), f64x2.mul(sHigh, dLow));
  const sLow = lines.line(f64x2.mul(remainder, inverse));
  // t = 3 + s² in two parts.
  const zHigh = lines.line(f64x2.mul(sHigh, sHigh));
  const zLow = f64x2.mul(sLow, f64x2.add(sHigh, s));
  const tHigh = coarse(lines, f64x2.add(three, zHigh));
  const tLow = f64x2.add(f64x2.sub(zHigh, f64x2.sub(tHigh, three)), zLow);
  // s t in two parts.
  const head = lines.line(f64x2.mul(sHigh, tHigh));
  const pHigh = coarse(lines, head);
  const tail = f64x2.add(f64x2.mul(sLow, tHigh), f64x2.mul(s, tLow));
  const pLow = f64x2.add(f64x2.sub(head, pHigh), tail);
  // Times 2 / (3 log 2), plus log2 of the middle and the exponent.
  const { whole, high: factorHigh, low: factorLow } = wideLogHalves;
  const logHigh = lines.line(f64x2.mul(pHigh, constant(factorHigh)));
  const logLow = f64x2.add(f64x2.mul(pHigh, constant(factorLow)), f64x2.mul(pLow, constant(whole)));
  const high = coarse(lines, f64x2.add(logHigh, base));
  const least = f64x2.add(v128.and(upper, constant(log2OfMiddle.low)), logLow);
  const known = lines.line(f64x2.add(least, f64x2.sub(logHigh, f64x2.sub(high, base))));
  // And s times the polynomial of s² for what t lacks.
  const z = lines.line(f64x2.mul(s, s));
  const scale = f64x2.mul(f64x2.mul(s, constant(whole)), f64x2.mul(z, z));
  const low = lines.line(f64x2.add(known, f64x2.mul(scale, lines.polynomial(wideLogTerms, z))));
  return { high, low };
}
