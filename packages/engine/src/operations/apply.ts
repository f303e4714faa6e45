/** An operation on one sample's values: a scalar is one number, a series one a month. */
import type { Calendar } from "../calendar/calendar.ts";
import {
  operations,
  type MonthlyOperation,
  type Operation,
  type OperationName,
  type PointwiseOperation,
} from "./operations.ts";

/** Whether the result is a series, given whether any argument is. */
export function givesSeries(name: OperationName, anySeries: boolean): boolean {
  const operation: Operation = operations[name];
  return operation.kind === "pointwise" ? anySeries : operation.kind !== "reduction";
}

/**
 * The values of an operation.
 * @param series whether the result is a series
 */
export function applyOperation(
  name: OperationName,
  args: readonly Float64Array[],
  series: boolean,
  calendar: Calendar,
): Float64Array {
  const operation: Operation = operations[name];
  switch (operation.kind) {
    case "pointwise":
    case "monthly":
      return Float64Array.from({ length: series ? calendar.months : 1 }, (_, month) =>
        valueInMonth(operation, args, month, calendar),
      );
    case "rewrite": {
      const result = wholeSeries(args, calendar);
      operation.value(result, args.slice(1));
      return result;
    }
    case "reduction":
      return Float64Array.of(operation.value(wholeSeries(args, calendar), scalars(args), calendar));
  }
}

/**
 * One month of an operation, where later months of the arguments are not known yet.
 * @throws Error when the operation is a reduction, which needs every month
 */
export function applyInMonth(
  name: OperationName,
  args: readonly Float64Array[],
  month: number,
  calendar: Calendar,
): number {
  const operation: Operation = operations[name];
  if (operation.kind === "pointwise" || operation.kind === "monthly")
    return valueInMonth(operation, args, month, calendar);
  if (operation.kind === "reduction") throw new Error(`${name} needs every month of its series`);
  // A rewrite that looks back does with the months known so far what it would do with all of them.
  const result = wholeSeries(args, calendar);
  operation.value(result, args.slice(1));
  return result[month] ?? NaN;
}

function valueInMonth(
  operation: PointwiseOperation | MonthlyOperation,
  args: readonly Float64Array[],
  month: number,
  calendar: Calendar,
): number {
  const values = args.map((argument) => argument[argument.length === 1 ? 0 : month] ?? NaN);
  if (operation.kind === "monthly") return operation.value(calendar, month, values);
  const [a = NaN, b = NaN, c = NaN] = values;
  return operation.value(a, b, c);
}

/** A copy of the first argument with a value for each month. */
function wholeSeries([series]: readonly Float64Array[], calendar: Calendar): Float64Array {
  if (series === undefined) throw new Error("an operation on a series lacks it");
  return series.length === 1 ? new Float64Array(calendar.months).fill(series[0] ?? NaN) : series.slice();
}

function scalars(args: readonly Float64Array[]): number[] {
  return args.slice(1).map((argument) => argument[0] ?? NaN);
}
