/** Functions of plain arithmetic. */
import type { Expression } from "../formula/index.ts";
import type { OperationName } from "../operations/operations.ts";
import type { Compiler, PlainFunction } from "./function.ts";
import type { Value } from "../graph/value.ts";
import { unitPower } from "../units/index.ts";

const many = Infinity;

/** The one argument `f` needs; the count was checked before. */
export function only(call: readonly Expression[], index = 0): Expression {
  const expression = call[index];
  if (expression === undefined) throw new Error("the number of arguments was not checked");
  return expression;
}

/** One series reduces over its months; several values combine month by month. */
function combine(
  name: string,
  meaning: string,
  reduce: OperationName,
  pair: OperationName,
  check: (value: Value, at: Expression, compiler: Compiler) => Value = (value) => value,
): PlainFunction {
  return {
    kind: "plain",
    name,
    signature: `${name}(series) or ${name}(a, b, ...)`,
    meaning,
    count: [1, many],
    build(call, compiler) {
      const values = compiler.alike(
        call.map((expression) => check(compiler.compile(expression), expression, compiler)),
        call,
      );
      const [first, ...rest] = values;
      if (first === undefined) throw new Error("the number of arguments was not checked");
      if (rest.length === 0) return compiler.apply(reduce, first.type, compiler.series(first, only(call)));
      return rest.reduce((left, right) => compiler.apply(pair, first.type, left, right), first);
    },
  };
}

/** A function of one number, in its unit or as a plain one; the result is in the same. */
function ofNumber(
  name: string,
  meaning: string,
  operation: OperationName,
  read: "number" | "plain" = "number",
): PlainFunction {
  return {
    kind: "plain",
    name,
    signature: `${name}(x)`,
    meaning,
    count: [1, 1],
    build(call, compiler) {
      const value = compiler[read](compiler.compile(only(call)), only(call));
      return compiler.apply(operation, value.type, value);
    },
  };
}

function clamp(value: Value, low: Value, high: Value, compiler: Compiler): Value {
  return compiler.apply("smaller", value.type, compiler.apply("larger", value.type, value, low), high);
}

export const arithmetic: readonly PlainFunction[] = [
  combine("min", "the smallest", "least", "smaller"),
  combine("max", "the largest", "greatest", "larger"),
  combine("sum", "the total", "sum", "add", (value, at, compiler) => compiler.number(value, at)),
  ofNumber("abs", "the absolute value", "absolute"),
  ofNumber("round", "to the nearest whole number of the unit it is in", "round"),
  ofNumber("floor", "down to a whole number of the unit it is in", "floor"),
  ofNumber("ceil", "up to a whole number of the unit it is in", "ceiling"),
  ofNumber("exp", "e to the power x", "exponential", "plain"),
  ofNumber("ln", "natural logarithm", "logarithm", "plain"),
  {
    kind: "plain",
    name: "sqrt",
    signature: "sqrt(x)",
    meaning: "square root; the unit's root too",
    count: [1, 1],
    build(call, compiler) {
      const value = compiler.number(compiler.compile(only(call)), only(call));
      const { unit, factor } = unitPower(value.type.unit, 0.5);
      const root = compiler.apply("squareRoot", { kind: "number", unit }, value);
      return compiler.scale(root, factor, root.type);
    },
  },
  {
    kind: "plain",
    name: "clamp",
    signature: "clamp(x, low, high)",
    meaning: "x, kept between low and high",
    count: [3, 3],
    build(call, compiler) {
      const values = compiler.alike(
        call.map((expression) => compiler.compile(expression)),
        call,
      );
      const [value, low, high] = values;
      if (value === undefined || low === undefined || high === undefined) throw new Error("arguments were not counted");
      return clamp(value, low, high, compiler);
    },
  },
  {
    kind: "plain",
    name: "if",
    signature: "if(test, then, else)",
    meaning:
      "one of two values, sample by sample and month by month; undefined when the test is, and without an `else` where it fails",
    count: [2, 3],
    build(call, compiler) {
      const test = compiler.boolean(compiler.compile(only(call)), only(call));
      const branches = call.slice(1);
      const [yes, no] = compiler.alike(
        branches.map((expression) => compiler.compile(expression)),
        branches,
      );
      if (yes === undefined) throw new Error("the number of arguments was not checked");
      return compiler.apply("choose", yes.type, test, yes, no ?? compiler.constant(NaN, yes.type));
    },
  },
  {
    kind: "plain",
    name: "defined",
    signature: "defined(x)",
    meaning: "whether x is defined (an IRR may not be)",
    count: [1, 1],
    build(call, compiler) {
      return compiler.apply("isDefined", { kind: "boolean" }, compiler.compile(only(call)));
    },
  },
];
