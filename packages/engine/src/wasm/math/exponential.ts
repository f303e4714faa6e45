/**
 * exp and expm1 on two doubles at once. The argument is taken to |r| <= log(2)/2 by whole multiples of log 2, in two parts
 * as W. J. Cody and W. Waite, "Software Manual for the Elementary Functions", 1980, do; then a minimax polynomial. Sums keep
 * what rounding loses as in T. J. Dekker, "A floating-point technique for extending the available precision", 1971.
 */
import { f64x2, v128, type V128 } from "../code.ts";
import { nearest, powerOfTwo, scale, scaleNormal, signBit, undefinedWhere, infinity, type Whole } from "./bits.ts";
import { expTerms, inverseLog2, log2Coarse, log2Rest } from "./coefficients.ts";
import type { Lines } from "./lines.ts";

const one = f64x2.const(1);
/** Beyond it exp is not normal, or not finite. */
const ordinarySize = 708;

/** exp(high + low) for |high + low| <= log(2)/2, |low| far below |high| or tiny; within about 0.55 ulp. */
export function expNearZero(lines: Lines, high: V128, low: V128): V128 {
  const head = lines.line(f64x2.add(one, high));
  const lost = f64x2.add(f64x2.sub(one, head), high);
  const tail = f64x2.add(low, beyondLinear(lines, high, low));
  return lines.line(f64x2.add(head, f64x2.add(lost, tail)));
}

/** exp(r) - 1 - r, r = high + low. */
function beyondLinear(lines: Lines, high: V128, low: V128): V128 {
  const r = lines.line(f64x2.add(high, low));
  const rest = lines.polynomial(expTerms, r);
  const square = f64x2.mul(r, r);
  return lines.line(f64x2.mul(square, f64x2.add(f64x2.const(0.5), f64x2.mul(r, rest))));
}

interface Reduced {
  readonly k: Whole;
  readonly high: V128;
  readonly low: V128;
}

/** x = k log 2 + high + low. */
function reduce(lines: Lines, x: V128): Reduced {
  const k = nearest(lines, f64x2.mul(x, f64x2.const(inverseLog2)));
  return {
    k,
    high: lines.line(f64x2.sub(x, f64x2.mul(k.whole, f64x2.const(log2Coarse)))),
    low: lines.line(f64x2.mul(k.whole, f64x2.const(-log2Rest))),
  };
}

/** The body of a function that gives exp(x). */
export function exp(lines: Lines, x: V128): V128 {
  const { k, high, low } = reduce(lines, x);
  const mantissa = expNearZero(lines, high, low);
  const ordinary = f64x2.lt(f64x2.abs(x), f64x2.const(ordinarySize));
  return lines.giveWhere(ordinary, scaleNormal(mantissa, k), (inner) => {
    const scaled = scale(inner, mantissa, k);
    const bounded = v128.select(infinity, scaled, f64x2.gt(x, f64x2.const(710)));
    const both = v128.andNot(bounded, f64x2.lt(x, f64x2.const(-746)));
    return undefinedWhere(f64x2.ne(x, x), both);
  });
}

/** The body of a function that gives exp(x) - 1, also where the difference is small. */
export function expm1(lines: Lines, x: V128, exp: (x: V128) => V128): V128 {
  const { k, high, low } = reduce(lines, x);
  const unit = lines.line(powerOfTwo(k));
  const beyond = f64x2.add(low, beyondLinear(lines, high, low));
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
  const ordinary = f64x2.lt(f64x2.abs(x), f64x2.const(40));
  return lines.giveWhere(ordinary, usual, (_, usual) => {
    const far = v128.select(exp(x), f64x2.const(-1), f64x2.gt(x, f64x2.const(0)));
    return undefinedWhere(f64x2.ne(x, x), v128.select(usual, far, ordinary));
  });
}
