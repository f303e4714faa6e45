/** What a function of the formula language is: its words for people, and how it joins the program. */
import type { Calendar } from "../calendar/calendar.ts";
import type { Distribution } from "../distributions/index.ts";
import type { Expression } from "../formula/index.ts";
import type { NumberValue, Value, ValueType } from "../graph/value.ts";
import type { OperationName } from "../operations/operations.ts";
import type { Unit } from "../units/index.ts";

/** What a function may do while it joins the program. Every `fail` ends the formula with that message. */
export interface Compiler {
  readonly calendar: Calendar;
  compile(expression: Expression): Value;
  /** The value of an expression that must be one certain number, in `unit` if given. */
  certain(expression: Expression, unit?: Unit): { value: number; unit: Unit };
  /** The distribution that a name stands for, if an input is written there; a mixture draws from it anew. */
  distributionOf(name: Expression): { distribution: Distribution; unit: Unit } | undefined;
  apply(operation: OperationName, type: ValueType, ...args: readonly Value[]): Value;
  constant(value: number, type: ValueType): Value;
  /** The value with every uncertain input at its median; of an argument that the function says is `whole`. */
  central(value: Value): Value;
  /** The first day of each month, as a series of dates. */
  monthStarts(): Value;
  /** The series of what `of` was a month earlier, in the type and unit of `start`, its first month. */
  previous(of: Expression, start: Value): Value;
  /** The value times a certain factor, as a value of that type. */
  scale(value: Value, factor: number, type: ValueType): Value;
  /** What a number in `from` is multiplied by to be in `to`; fails when the dimensions differ. */
  factor(from: Unit, to: Unit, at: Expression): number;
  /** The same number in another unit; fails when the dimensions differ. */
  inUnit(value: NumberValue, unit: Unit, at: Expression): NumberValue;
  number(value: Value, at: Expression): NumberValue;
  /** As a plain number; fails when it has a dimension. */
  plain(value: Value, at: Expression): NumberValue;
  date(value: Value, at: Expression): Value;
  boolean(value: Value, at: Expression): Value;
  series(value: Value, at: Expression): Value;
  scalar(value: Value, at: Expression): Value;
  /** All in the type of the first, numbers converted to its unit. */
  alike(values: readonly Value[], at: readonly Expression[]): Value[];
  unit(text: string): Unit;
  fail(at: Expression, message: string, expected?: string, hint?: string): never;
}

interface Described {
  readonly name: string;
  /** `npv(rate, cash)`: the reference page shows it, and messages do. */
  readonly signature: string;
  readonly meaning: string;
  /** Fewest and most arguments. */
  readonly count: readonly [least: number, most: number];
  /** Index of an argument that is read a month late: if it is a name, that quantity may rest on this formula. */
  readonly late?: number;
  /** Index of an argument whose value in every month is needed while the formula is compiled. */
  readonly whole?: number;
}

/** A function of values. */
export interface PlainFunction extends Described {
  readonly kind: "plain";
  build(call: readonly Expression[], compiler: Compiler): Value;
}

/** A function that stands for a distribution; where it is written an input is born. */
export interface DistributionFunction extends Described {
  readonly kind: "distribution";
  build(call: readonly Expression[], compiler: Compiler): { distribution: Distribution; unit: Unit };
}

export type LanguageFunction = PlainFunction | DistributionFunction;
