/** Rounding and whole powers on two doubles at once: plain arithmetic. */
import { f64x2, v128, type V128 } from "../code.ts";
import { signBit, undefinedWhere } from "./bits.ts";
import { constant } from "./constant.ts";
import type { Lines } from "./lines.ts";

const one = constant(1);

/** The body of a function that rounds to the nearest whole number, halves up, as ECMAScript's Math.round does. */
export function round(lines: Lines, x: V128): V128 {
  const floor = lines.line(f64x2.floor(x));
  // Not floor(x + 1/2): that sum rounds up just below 1/2. This difference never rounds to 1/2.
  const up = v128.and(f64x2.ge(f64x2.sub(x, floor), constant(0.5)), one);
  // What is between -1/2 and -0 gives -0.
  return lines.give(v128.or(f64x2.add(floor, up), v128.and(x, signBit)));
}

/**
 * The body of a function that gives x to the whole power n by squaring and multiplying; for negative n one over that.
 * Source: Knuth, "The Art of Computer Programming" 2, section 4.6.3, the right-to-left binary method.
 */
export function wholePower(lines: Lines, x: V128, n: number): V128 {
  if (n === 0) return undefinedWhere(f64x2.ne(x, x), one);
  let result: V128 | undefined;
  let square = x;
  for (let rest = Math.abs(n); ; square = lines.line(f64x2.mul(square, square))) {
    if (rest % 2 === 1) result = result === undefined ? square : lines.line(f64x2.mul(result, square));
    rest = Math.floor(rest / 2);
    if (rest === 0) break;
  }
  const done = result ?? x;
  return lines.give(n < 0 ? f64x2.div(one, done) : done);
}
