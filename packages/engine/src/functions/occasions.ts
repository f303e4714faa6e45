/** Functions that find months: when something holds first, where a series is least, when a time comes round. */
import type { Expression } from "../formula/index.ts";
import type { Value, ValueType } from "../graph/value.ts";
import { only } from "./arithmetic.ts";
import type { Compiler, PlainFunction } from "./function.ts";
import { monthCount, numberSeries, plainType } from "./time.ts";

const truth: ValueType = { kind: "boolean" };
const date: ValueType = { kind: "date" };

export const occasions: readonly PlainFunction[] = [
  overDefined("min-defined", "the smallest of the months that are defined; undefined if none is", (series, compiler) =>
    extreme(series, "least", compiler),
  ),
  overDefined("max-defined", "the largest of the months that are defined; undefined if none is", (series, compiler) =>
    extreme(series, "greatest", compiler),
  ),
  overDefined("mean-defined", "the mean of the months that are defined; undefined if none is", (series, compiler) => {
    const known = compiler.apply("isDefined", truth, series);
    const held = compiler.apply("choose", series.type, known, series, compiler.constant(0, series.type));
    const count = compiler.apply("sum", plainType(compiler), known);
    return compiler.apply("divide", series.type, compiler.apply("sum", series.type, held), count);
  }),
  {
    kind: "plain",
    name: "date-when",
    signature: "date-when(condition)",
    meaning: "the first day of the first month in which it holds; undefined if there is none",
    count: [1, 1],
    build(call, compiler) {
      const value = compiler.boolean(compiler.compile(only(call)), only(call));
      return firstMonth(compiler.series(value, only(call)), compiler);
    },
  },
  dateOf("date-of-min", "the first day of the month in which the series is smallest, the first of several", "least"),
  dateOf("date-of-max", "the first day of the month in which the series is largest, the first of several", "greatest"),
  {
    kind: "plain",
    name: "every",
    signature: "every(start, months)",
    meaning:
      "1 in each month that holds the start plus a whole multiple of the months, the start itself left out; 0 in others; months are whole, 1 or more",
    count: [2, 2],
    build(call, compiler) {
      const start = compiler.scalar(compiler.date(compiler.compile(only(call)), only(call)), only(call));
      const months = compiler.scalar(monthCount(only(call, 1), compiler), only(call, 1));
      const type = plainType(compiler);
      // A day clamped to its month's end stays in the month, so the months tell alone: of the calendar since its first,
      // and of the start since the same.
      const first = compiler.constant(compiler.calendar.starts[0] ?? NaN, date);
      const begun = compiler.apply("floor", type, compiler.apply("monthsBetween", type, first, start));
      const since = compiler.apply(
        "subtract",
        type,
        compiler.apply("elapsed", type, first),
        compiler.apply("add", type, begun, compiler.constant(1, type)),
      );
      const none = compiler.constant(0, type);
      const by = compiler.apply("round", type, months);
      const rounds = compiler.apply("divide", type, since, by);
      const isWhole = compiler.apply("equal", truth, rounds, compiler.apply("floor", type, rounds));
      const isLater = compiler.apply("less", truth, none, since);
      const due = compiler.apply("multiply", type, isWhole, isLater);
      const isCount = compiler.apply("less", truth, none, by);
      return compiler.apply("choose", type, isCount, due, compiler.constant(NaN, type));
    },
  },
  {
    kind: "plain",
    name: "central",
    signature: "central(x)",
    meaning:
      "x with every uncertain input at its median, and so certain: the base case. It is not the median of x, and correlations play no part",
    count: [1, 1],
    whole: 0,
    build: (call, compiler) => compiler.central(compiler.compile(only(call))),
  },
];

function overDefined(
  name: string,
  meaning: string,
  build: (series: Value, compiler: Compiler) => Value,
): PlainFunction {
  return {
    kind: "plain",
    name,
    signature: `${name}(series)`,
    meaning,
    count: [1, 1],
    build: (call, compiler) => build(numberSeries(only(call), compiler), compiler),
  };
}

/** Undefined months stand aside, at the far end. */
function extreme(series: Value, which: "least" | "greatest", compiler: Compiler): Value {
  const far = compiler.constant(which === "least" ? Infinity : -Infinity, series.type);
  const known = compiler.apply("isDefined", truth, series);
  const found = compiler.apply(which, series.type, compiler.apply("choose", series.type, known, series, far));
  const any = compiler.apply(
    "less",
    truth,
    compiler.constant(0, plainType(compiler)),
    compiler.apply("sum", plainType(compiler), known),
  );
  return compiler.apply("choose", series.type, any, found, compiler.constant(NaN, series.type));
}

function dateOf(name: string, meaning: string, which: "least" | "greatest"): PlainFunction {
  return {
    kind: "plain",
    name,
    signature: `${name}(series)`,
    meaning: `${meaning}; undefined months do not count`,
    count: [1, 1],
    build(call: readonly Expression[], compiler) {
      const series = numberSeries(only(call), compiler);
      return firstMonth(compiler.apply("equal", truth, series, extreme(series, which, compiler)), compiler);
    },
  };
}

/** First day of the first month in which a condition holds; where it is undefined it does not. */
function firstMonth(holds: Value, compiler: Compiler): Value {
  const never = compiler.constant(Infinity, date);
  const known = compiler.apply("isDefined", truth, holds);
  const sure = compiler.apply("and", truth, known, holds);
  const days = compiler.apply("choose", date, sure, compiler.monthStarts(), never);
  const first = compiler.apply("least", date, days);
  const none = compiler.apply("equal", truth, first, never);
  return compiler.apply("choose", date, none, compiler.constant(NaN, date), first);
}
