/** Functions that value a stream of monthly cash beyond `npv`, `irr` and `payback`. */
import type { Expression } from "../formula/index.ts";
import type { NumberValue, Value } from "../graph/value.ts";
import { only } from "./arithmetic.ts";
import type { Compiler, PlainFunction } from "./function.ts";
import { monthCount, numberSeries, plainType, yearlyRate } from "./time.ts";

export const cash: readonly PlainFunction[] = [
  {
    kind: "plain",
    name: "present-value",
    signature: "present-value(rate, cash)",
    meaning:
      "in each month, the value at its start of its own and all later cash, each paid at its month's end; the rate is a year's, and may differ by month",
    count: [2, 2],
    build(call, compiler) {
      const type = plainType(compiler);
      const growth = compiler.apply("add", type, compiler.constant(1, type), yearlyRate(only(call), compiler));
      const flows = numberSeries(only(call, 1), compiler);
      const monthly = compiler.apply("power", type, growth, compiler.constant(1 / 12, type));
      return compiler.apply("presentValue", flows.type, flows, monthly);
    },
  },
  overMonths("ahead", "total of the next months, this one not included; beyond the calendar there is nothing"),
  overMonths("behind", "total of the last months, this one included; before the calendar there is nothing"),
  {
    kind: "plain",
    name: "annuity",
    signature: "annuity(rate, periods)",
    meaning: "what is to be paid in each of so many periods to repay 1, at a rate for each period",
    count: [2, 2],
    build(call, compiler) {
      const [rate, periods] = [plainAt(call, 0, compiler), plainAt(call, 1, compiler)];
      return compiler.apply("annuity", plainType(compiler), rate, periods);
    },
  },
  {
    kind: "plain",
    name: "irr-count",
    signature: "irr-count(cash)",
    meaning: "the number of rates at which the cash is worth nothing; with more than one, `irr` is a choice among them",
    count: [1, 1],
    build(call, compiler) {
      return compiler.apply("irrCount", plainType(compiler), numberSeries(only(call), compiler));
    },
  },
  {
    kind: "plain",
    name: "mirr",
    signature: "mirr(finance, reinvest, cash)",
    meaning:
      "modified rate of return a year: outlays discounted at the first rate, receipts reinvested at the second, both a year's; undefined without both",
    count: [3, 3],
    build(call, compiler) {
      const type = plainType(compiler);
      const [finance, reinvest] = [scalarRate(call, 0, compiler), scalarRate(call, 1, compiler)];
      const flows = numberSeries(only(call, 2), compiler);
      const none = compiler.constant(0, flows.type);
      const receipts = compiler.apply("larger", flows.type, flows, none);
      const outlays = compiler.apply("larger", flows.type, compiler.apply("negate", flows.type, flows), none);
      const received = compiler.apply("npv", flows.type, receipts, reinvest);
      const paid = compiler.apply("npv", flows.type, outlays, finance);
      // Receipts by the last month over outlays today, to the power of a year over the months between.
      const years = compiler.constant((compiler.calendar.months - 1) / 12, type);
      const root = compiler.apply("divide", type, compiler.constant(1, type), years);
      const gain = compiler.apply("power", type, compiler.apply("divide", type, received, paid), root);
      const growth = compiler.apply("add", type, compiler.constant(1, type), reinvest);
      const yearly = compiler.apply("multiply", type, gain, growth);
      const rate = compiler.apply("subtract", type, yearly, compiler.constant(1, type));
      const both = compiler.apply(
        "and",
        { kind: "boolean" },
        compiler.apply("less", { kind: "boolean" }, none, received),
        compiler.apply("less", { kind: "boolean" }, none, paid),
      );
      const known = compiler.apply("choose", type, both, rate, compiler.constant(NaN, type));
      return compiler.inUnit(compiler.number(known, only(call)), compiler.unit("%"), only(call));
    },
  },
];

function overMonths(name: "ahead" | "behind", meaning: string): PlainFunction {
  return {
    kind: "plain",
    name,
    signature: `${name}(series, months)`,
    meaning,
    count: [2, 2],
    build(call, compiler) {
      const series = numberSeries(only(call), compiler);
      const months = compiler.scalar(monthCount(only(call, 1), compiler), only(call, 1));
      return compiler.apply(name, series.type, series, months);
    },
  };
}

function plainAt(call: readonly Expression[], index: number, compiler: Compiler): NumberValue {
  return compiler.plain(compiler.compile(only(call, index)), only(call, index));
}

function scalarRate(call: readonly Expression[], index: number, compiler: Compiler): Value {
  return compiler.scalar(yearlyRate(only(call, index), compiler), only(call, index));
}
