/** The tree of a formula. Plain data; `at` is the place in the formula's own text, in UTF-16 units. */

export interface Place {
  readonly start: number;
  readonly end: number;
}

export type BinaryOperator = "or" | "and" | "<" | "<=" | ">" | ">=" | "==" | "!=" | "+" | "-" | "*" | "/" | "^";
export type UnaryOperator = "-" | "not";

/** `2.60 USD/GPU/h`; `unit` is absent for a plain number. */
export interface NumberLiteral {
  readonly kind: "number";
  readonly value: number;
  readonly unit?: string;
  readonly at: Place;
}
/** `2026-06-06`, in days since 1970-01-01. */
export interface DateLiteral {
  readonly kind: "date";
  readonly days: number;
  readonly at: Place;
}
export interface BooleanLiteral {
  readonly kind: "boolean";
  readonly value: boolean;
  readonly at: Place;
}
/** A path such as `fleets.colossus-1.power`, or a bare unit. */
export interface Name {
  readonly kind: "name";
  readonly path: string;
  readonly at: Place;
}
export interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly nameAt: Place;
  readonly arguments: readonly Expression[];
  readonly at: Place;
}
/** `value @ weight`, an argument of discrete, mixture and metalog only. */
export interface Weighted {
  readonly kind: "weighted";
  readonly value: Expression;
  readonly weight: Expression;
  readonly at: Place;
}
export interface Unary {
  readonly kind: "unary";
  readonly operator: UnaryOperator;
  readonly operand: Expression;
  readonly at: Place;
}
export interface Binary {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly at: Place;
}
/** `low to high`, the central 90 %. */
export interface Interval {
  readonly kind: "interval";
  readonly low: Expression;
  readonly high: Expression;
  readonly at: Place;
}
/** `value in unit`. */
export interface Convert {
  readonly kind: "convert";
  readonly value: Expression;
  readonly unit: string;
  readonly unitAt: Place;
  readonly at: Place;
}

export type Expression =
  | NumberLiteral
  | DateLiteral
  | BooleanLiteral
  | Name
  | Call
  | Weighted
  | Unary
  | Binary
  | Interval
  | Convert;

/** What is wrong with a formula, where, and what would help. */
export interface FormulaProblem {
  readonly message: string;
  readonly at: Place;
  readonly expected?: string;
  readonly hint?: string;
  /** Set when the units do not fit, which an audit treats as a finding and not as a mistake in the file. */
  readonly units?: true;
}

/** Binding strength; a higher number binds tighter. `in` and `to` are the loosest. */
export const precedence = {
  in: 1,
  to: 2,
  or: 3,
  and: 4,
  not: 5,
  compare: 6,
  sum: 7,
  product: 8,
  negate: 9,
  power: 10,
} as const;

export function operatorPrecedence(operator: BinaryOperator): number {
  switch (operator) {
    case "or":
      return precedence.or;
    case "and":
      return precedence.and;
    case "+":
    case "-":
      return precedence.sum;
    case "*":
    case "/":
      return precedence.product;
    case "^":
      return precedence.power;
    default:
      return precedence.compare;
  }
}
