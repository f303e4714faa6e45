/**
 * exp and expm1 on two doubles at once. The argument is taken to |r| <= log(2)/2 by whole multiples of log 2, in two parts
 * as W. J. Cody and W. Waite, "Software Manual for the Elementary Functions", 1980, do; then a minimax polynomial. Sums keep
 * what rounding loses as in T. J. Dekker, "A floating-point technique for extending the available precision", 1971.
 */
import { f64x2, v128, type V128 } from "../code.ts";
import { nearest, powerOfTwo, scale, scaleNormal, signBit, undefinedWhere, infinity, type Whole } from "./bits.ts";
import { expm1Terms, expTerms, inverseLog2, log2Coarse, log2Rest } from "./coefficients.ts";
import { constant } from "./constant.ts";
import type { Lines } from "./lines.ts";

const one = constant(1);
/** Beyond it exp is not normal, or not finite. */
const ordinarySize = 708;

/**
 * exp(high + low) for |high + low| <= log(2)/2; within about 0.55 ulp.
 * @param r high + low, rounded; given where it is known sooner
 */
export function expNearZero(lines: Lines, high: V128, low: V128, r?: V128): V128 {
  const head = lines.line(f64x2.add(one, high));
  const lost = f64x2.add(f64x2.sub(one, head), high);
  const tail = f64x2.add(low, beyondLinear(lines, r ?? lines.line(f64x2.add(high, low))));
  return lines.line(f64x2.add(head, f64x2.add(lost, tail)));
}

/** exp(r) - 1 - r, to an ulp or two. */
function beyondLinear(lines: Lines, r: V128): V128 {
  const rest = lines.polynomial(expTerms, r);
  return lines.line(f64x2.mul(f64x2.mul(r, r), rest));
}

/** The same with its first term apart, to about one ulp: for where it is not beside a 1. */
function exactBeyondLinear(lines: Lines, r: V128): V128 {
  const square = lines.line(f64x2.mul(r, r));
  const rest = lines.polynomial(expm1Terms, r);
  return f64x2.add(f64x2.mul(constant(0.5), square), f64x2.mul(f64x2.mul(r, square), rest));
}

interface Reduced {
  readonly k: Whole;
  readonly high: V128;
  readonly low: V128;
}

/** x = k log 2 + high + low. */
function reduce(lines: Lines, x: V128): Reduced {
  const k = nearest(lines, f64x2.mul(x, constant(inverseLog2)));
  return {
    k,
    high: lines.line(f64x2.sub(x, f64x2.mul(k.whole, constant(log2Coarse)))),
    low: lines.line(f64x2.mul(k.whole, constant(-log2Rest))),
  };
}

/** The body of a function that gives exp(x). */
export function exp(lines: Lines, x: V128): V128 {
  const { k, high, low } = reduce(lines, x);
  const mantissa = expNearZero(lines, high, low);
  const ordinary = f64x2.lt(f64x2.abs(x), constant(ordinarySize));
  return lines.giveWhere(ordinary, scaleNormal(mantissa, k), (inner) => {
    const scaled = scale(inner, mantissa, k);
    const bounded = v128.select(infinity, scaled, f64x2.gt(x, constant(710)));
    const both = v128.andNot(bounded, f64x2.lt(x, constant(-746)));
    return undefinedWhere(f64x2.ne(x, x), both);
  });
}

/** The body of a function that gives exp(x) - 1, also where the difference is small. */
export function expm1(lines: Lines, x: V128, exp: (x: V128) => V128): V128 {
  const { k, high, low } = reduce(lines, x);
  const unit = lines.line(powerOfTwo(k));
  const beyond = f64x2.add(low, exactBeyondLinear(lines, lines.line(f64x2.add(high, low))));
  // unit * (1 + high + beyond) - 1, with the greater two of its four terms first.
  const whole = lines.line(f64x2.sub(unit, one));
  const linear = lines.line(f64x2.mul(unit, high));
  const head = lines.line(f64x2.add(whole, linear));
  const lost = f64x2.add(
    f64x2.add(f64x2.sub(whole, head), linear),
    // A large unit takes no 1.
    f64x2.sub(f64x2.sub(unit, whole), one),
  );
  const sum = f64x2.add(head, f64x2.add(lost, f64x2.mul(unit, beyond)));
  // The sign is x's, which keeps -0.
  const usual = v128.or(sum, v128.and(x, signBit));
  const ordinary = f64x2.lt(f64x2.abs(x), constant(40));
  return lines.giveWhere(ordinary, usual, (_, usual) => {
    const far = v128.select(exp(x), constant(-1), f64x2.gt(x, constant(0)));
    return undefinedWhere(f64x2.ne(x, x), v128.select(usual, far, ordinary));
  });
}
