/** Functions that make, shape, reduce or value a monthly series. */
import type { Expression } from "../formula/index.ts";
import type { NumberValue, Value, ValueType } from "../graph/value.ts";
import type { OperationName } from "../operations/operations.ts";
import { formatUnit, isDimensionless } from "../units/index.ts";
import { only } from "./arithmetic.ts";
import type { Compiler, PlainFunction } from "./function.ts";

/** A function of one series that gives one number in the same unit. */
function reducing(name: string, meaning: string, operation: OperationName, numbers = false): PlainFunction {
  return {
    kind: "plain",
    name,
    signature: `${name}(series)`,
    meaning,
    count: [1, 1],
    build(call, compiler) {
      const value = compiler.series(compiler.compile(only(call)), only(call));
      return compiler.apply(operation, value.type, numbers ? compiler.number(value, only(call)) : value);
    },
  };
}

/** A monthly series of numbers. */
export function numberSeries(expression: Expression, compiler: Compiler): Value {
  return compiler.series(compiler.number(compiler.compile(expression), expression), expression);
}

/** A yearly rate: `8 %/yr`, or a plain share read as a year's. */
export function yearlyRate(expression: Expression, compiler: Compiler): NumberValue {
  const value = compiler.number(compiler.compile(expression), expression);
  if (isDimensionless(value.type.unit.dimension)) return compiler.plain(value, expression);
  return compiler.inUnit(value, compiler.unit("1/yr"), expression);
}

/** A number of months: a plain count, or a duration. */
export function monthCount(expression: Expression, compiler: Compiler): Value {
  const value = compiler.number(compiler.compile(expression), expression);
  if (isDimensionless(value.type.unit.dimension)) return compiler.plain(value, expression);
  return compiler.inUnit(value, compiler.unit("month"), expression);
}

/** `date + duration` as dates; years and months move by the calendar. */
export function laterDate(date: Value, duration: NumberValue, at: Expression, compiler: Compiler): Value {
  const type: ValueType = { kind: "date" };
  const calendarUnit = ["month", "quarter", "yr"].includes(formatUnit(duration.type.unit));
  if (calendarUnit)
    return compiler.apply("addMonths", type, date, compiler.inUnit(duration, compiler.unit("month"), at));
  return compiler.apply("add", type, date, compiler.inUnit(duration, compiler.unit("day"), at));
}

export function plainType(compiler: Compiler): ValueType {
  return { kind: "number", unit: compiler.unit("") };
}

export const time: readonly PlainFunction[] = [
  reducing("mean", "the mean over the months", "mean", true),
  reducing("first", "the value of the first month", "first"),
  reducing("last", "the value of the last month", "last"),
  {
    kind: "plain",
    name: "at",
    signature: "at(series, date)",
    meaning:
      "the value of the month that holds the date; the first before the calendar is undefined, the last month holds after it",
    count: [2, 2],
    build(call, compiler) {
      const series = compiler.series(compiler.compile(only(call)), only(call));
      const date = compiler.scalar(compiler.date(compiler.compile(only(call, 1)), only(call, 1)), only(call, 1));
      return compiler.apply("at", series.type, series, date);
    },
  },
  {
    kind: "plain",
    name: "cumulative",
    signature: "cumulative(series)",
    meaning: "running total, this month included",
    count: [1, 1],
    build(call, compiler) {
      const series = numberSeries(only(call), compiler);
      return compiler.apply("cumulative", series.type, series);
    },
  },
  {
    kind: "plain",
    name: "lag",
    signature: "lag(series, months)",
    meaning: "the series, later by a number of months; 0 before",
    count: [2, 2],
    build(call, compiler) {
      const series = numberSeries(only(call), compiler);
      const months = compiler.scalar(monthCount(only(call, 1), compiler), only(call, 1));
      return compiler.apply("lag", series.type, series, months);
    },
  },
  {
    kind: "plain",
    name: "previous",
    signature: "previous(series, start)",
    meaning:
      "the series one month earlier; start in the first month. The series may be the name of a quantity that depends on this formula: the one way a formula may depend on itself",
    count: [2, 2],
    late: 0,
    build(call, compiler) {
      const start = compiler.scalar(compiler.compile(only(call, 1)), only(call, 1));
      return compiler.previous(only(call), start);
    },
  },
  {
    kind: "plain",
    name: "during",
    signature: "during(from, to)",
    meaning: "share of each month that lies in [from, to), by days",
    count: [2, 2],
    build(call, compiler) {
      const dates = call.map((at) => compiler.date(compiler.compile(at), at));
      return compiler.apply("during", plainType(compiler), ...dates);
    },
  },
  {
    kind: "plain",
    name: "monthly",
    signature: "monthly(x)",
    meaning: "x as a monthly series: one value stands in each month",
    count: [1, 1],
    build(call, compiler) {
      const value = compiler.compile(only(call));
      if (value.series) return value;
      const always = compiler.apply(
        "during",
        plainType(compiler),
        compiler.constant(-Infinity, { kind: "date" }),
        compiler.constant(Infinity, { kind: "date" }),
      );
      return compiler.apply("multiply", value.type, compiler.number(value, only(call)), always);
    },
  },
  {
    kind: "plain",
    name: "step",
    signature: "step(date)",
    meaning: "0 before the date, 1 after, the share of the month in between",
    count: [1, 1],
    build(call, compiler) {
      const date = compiler.date(compiler.compile(only(call)), only(call));
      return compiler.apply("during", plainType(compiler), date, compiler.constant(Infinity, { kind: "date" }));
    },
  },
  {
    kind: "plain",
    name: "ramp",
    signature: "ramp(start, duration)",
    meaning: "rises in a straight line from 0 at the start to 1 after the duration; each month holds its mean",
    count: [2, 2],
    build(call, compiler) {
      const [from, duration] = [only(call), only(call, 1)];
      const start = compiler.date(compiler.compile(from), from);
      const length = compiler.number(compiler.compile(duration), duration);
      return compiler.apply("ramp", plainType(compiler), start, laterDate(start, length, duration, compiler));
    },
  },
  {
    kind: "plain",
    name: "months-between",
    signature: "months-between(from, to)",
    meaning: "calendar months from one date to another, part months by days",
    count: [2, 2],
    build(call, compiler) {
      const dates = call.map((at) => compiler.date(compiler.compile(at), at));
      return compiler.apply("monthsBetween", { kind: "number", unit: compiler.unit("month") }, ...dates);
    },
  },
  {
    kind: "plain",
    name: "elapsed",
    signature: "elapsed(date)",
    meaning: "months from the date to the end of each month; 0 before",
    count: [1, 1],
    build(call, compiler) {
      const date = compiler.date(compiler.compile(only(call)), only(call));
      return compiler.apply("elapsed", { kind: "number", unit: compiler.unit("month") }, date);
    },
  },
  {
    kind: "plain",
    name: "escalate",
    signature: "escalate(rate)",
    meaning: "growth index from the calendar's start, (1 + rate)^(month / 12); the rate is a year's",
    count: [1, 1],
    build(call, compiler) {
      return compiler.apply("escalate", plainType(compiler), yearlyRate(only(call), compiler));
    },
  },
  {
    kind: "plain",
    name: "yearly",
    signature: "yearly(first, second, ...)",
    meaning: "one value for each year of the calendar, the last one held",
    count: [1, 60],
    build(call, compiler) {
      const values = compiler.alike(
        call.map((at) => compiler.scalar(compiler.compile(at), at)),
        call,
      );
      return compiler.apply("yearly", values[0]?.type ?? plainType(compiler), ...values);
    },
  },
  {
    kind: "plain",
    name: "npv",
    signature: "npv(rate, cash)",
    meaning: "sum of cash / (1 + rate)^(month / 12); the first month is not discounted; the rate is a year's",
    count: [2, 2],
    build(call, compiler) {
      const rate = compiler.scalar(yearlyRate(only(call), compiler), only(call));
      const cash = numberSeries(only(call, 1), compiler);
      return compiler.apply("npv", cash.type, cash, rate);
    },
  },
  {
    kind: "plain",
    name: "irr",
    signature: "irr(cash)",
    meaning: "internal rate of return a year as a share, (1 + monthly root)^12 - 1; undefined when there is no root",
    count: [1, 1],
    build(call, compiler) {
      const cash = numberSeries(only(call), compiler);
      const rate = compiler.apply("irr", plainType(compiler), cash);
      return compiler.inUnit(compiler.number(rate, only(call)), compiler.unit("%"), only(call));
    },
  },
  {
    kind: "plain",
    name: "payback",
    signature: "payback(cash)",
    meaning: "months until the cumulative cash is back to zero, interpolated; infinite when it never is",
    count: [1, 1],
    build(call, compiler) {
      const cash = numberSeries(only(call), compiler);
      return compiler.apply("payback", { kind: "number", unit: compiler.unit("month") }, cash);
    },
  },
];
