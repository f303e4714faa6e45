/** Code of the operations that work value by value, on two samples at once. Each equals its definition in operations.ts. */
import type { OperationName } from "../operations/operations.ts";
import { f64x2, v128, type V128 } from "../wasm/index.ts";
import type { MathLibrary } from "../wasm/math/index.ts";

/** An argument: code that may be written more than once, and whether it is known never to be undefined. */
export interface Operand {
  readonly code: V128;
  readonly defined: boolean;
}

/** What code may use besides its arguments. */
export interface Means {
  readonly math: MathLibrary;
  /** The number 1; in a loop it is read from memory, since a constant of the code is made anew each time. */
  readonly one: V128;
}

type Emit = (means: Means, a: Operand, b: Operand, c: Operand) => V128;

const zero = f64x2.const(0);
/** All bits set where an argument is undefined: that reads as NaN, and so makes NaN of whatever it is or-ed with. */
function undefinedIn(...operands: readonly Operand[]): V128 | undefined {
  const masks = operands.filter(({ defined }) => !defined).map(({ code }) => f64x2.ne(code, code));
  return masks.length === 0 ? undefined : masks.reduce((all, mask) => v128.or(all, mask));
}
function undefinedWhere(value: V128, ...operands: readonly Operand[]): V128 {
  const mask = undefinedIn(...operands);
  return mask === undefined ? value : v128.or(value, mask);
}

const binary =
  (instruction: (a: V128, b: V128) => V128): Emit =>
  (_, a, b) =>
    instruction(a.code, b.code);
const unary =
  (instruction: (a: V128) => V128): Emit =>
  (_, a) =>
    instruction(a.code);
const compare =
  (instruction: (a: V128, b: V128) => V128): Emit =>
  ({ one }, a, b) =>
    undefinedWhere(v128.and(instruction(a.code, b.code), one), a, b);

/** The one-instruction forms give their first argument where the second is undefined. */
export function smaller(a: Operand, b: Operand): V128 {
  if (a.defined) return f64x2.pmin(b.code, a.code);
  return undefinedWhere(f64x2.pmin(a.code, b.code), b);
}
export function larger(a: Operand, b: Operand): V128 {
  if (a.defined) return f64x2.pmax(b.code, a.code);
  return undefinedWhere(f64x2.pmax(a.code, b.code), b);
}

/** True and false are 1 and 0, so what is greater than 0 is true. */
export const pointwise: Partial<Readonly<Record<OperationName, Emit>>> = {
  add: binary(f64x2.add),
  subtract: binary(f64x2.sub),
  multiply: binary(f64x2.mul),
  divide: binary(f64x2.div),
  power: ({ math }, a, b) => math.power(a.code, b.code),
  negate: unary(f64x2.neg),
  absolute: unary(f64x2.abs),
  squareRoot: unary(f64x2.sqrt),
  exponential: ({ math }, a) => math.exp(a.code),
  logarithm: ({ math }, a) => math.log(a.code),
  annuity: ({ math, one }, rate, periods) => {
    const repaid = math.expm1(f64x2.mul(f64x2.neg(periods.code), math.log1p(rate.code)));
    const payment = f64x2.div(f64x2.neg(rate.code), repaid);
    return v128.select(f64x2.div(one, periods.code), payment, f64x2.eq(rate.code, zero));
  },
  round: ({ math }, a) => math.round(a.code),
  floor: unary(f64x2.floor),
  ceiling: unary(f64x2.ceil),
  smaller: (_, a, b) => smaller(a, b),
  larger: (_, a, b) => larger(a, b),
  less: compare(f64x2.lt),
  lessOrEqual: compare(f64x2.le),
  equal: compare(f64x2.eq),
  notEqual: ({ one }, a, b) => undefinedWhere(v128.and(f64x2.ne(a.code, b.code), one), a, b),
  and: ({ one }, a, b) =>
    v128.andNot(undefinedWhere(one, a, b), v128.or(f64x2.eq(a.code, zero), f64x2.eq(b.code, zero))),
  or: ({ one }, a, b) =>
    v128.select(one, undefinedIn(a, b) ?? zero, v128.or(f64x2.gt(a.code, zero), f64x2.gt(b.code, zero))),
  not: ({ one }, a) => f64x2.sub(one, a.code),
  choose: (_, test, a, b) => undefinedWhere(v128.select(a.code, b.code, f64x2.gt(test.code, zero)), test),
  isDefined: ({ one }, a) => v128.and(f64x2.eq(a.code, a.code), one),
};
