/** The operations over columns of many samples at once: loops that broadcast, around the operations' definitions. */
import type { Calendar } from "../calendar/calendar.ts";
import type { Column } from "./column.ts";
import { operations, type Operation, type OperationName } from "./operations.ts";

/** Computes `out`, whose shape is the broadcast of the arguments unless the operation says otherwise. */
export type Kernel = (args: readonly Column[], out: Column, calendar: Calendar) => void;

/** @param count how many arguments it will be given */
export function kernelOf(name: OperationName, count: number): Kernel {
  const operation: Operation = operations[name];
  switch (operation.kind) {
    case "pointwise":
      return loops.get(name) ?? elementwise(operation.value, count);
    case "monthly":
      return perMonth(operation.value);
    case "rewrite":
      return rewrite(operation.value);
    case "reduction":
      return reduce(operation.value);
  }
}

function elementwise(value: (a: number, b: number, c: number) => number, count: number): Kernel {
  if (count === 1) return map1((a) => value(a, NaN, NaN));
  return count === 2 ? map2((a, b) => value(a, b, NaN)) : map3(value);
}

/** Distance in `data` from one month to the next, and from one sample to the next; 0 where the column broadcasts. */
function strides(column: Column): [month: number, sample: number] {
  const sample = column.samples === 1 ? 0 : 1;
  return [column.months === 1 ? 0 : column.samples, sample];
}

/** @throws Error when the operation was given too few arguments: a bug */
function argument(args: readonly Column[], index: number): Column {
  const column = args[index];
  if (column === undefined) throw new Error(`an operation lacks argument ${index}`);
  return column;
}

/** Elementwise kernel of one argument. */
function map1(f: (a: number) => number): Kernel {
  return (args, out) => {
    const a = argument(args, 0).data;
    const result = out.data;
    for (let i = 0; i < result.length; i++) result[i] = f(a[i] ?? NaN);
  };
}

/** Elementwise kernel of two arguments. */
function map2(f: (a: number, b: number) => number): Kernel {
  return (args, out) => {
    const [a, b] = [argument(args, 0), argument(args, 1)];
    const [aMonth, aSample] = strides(a);
    const [bMonth, bSample] = strides(b);
    const [x, y, result] = [a.data, b.data, out.data];
    for (let month = 0, o = 0; month < out.months; month++) {
      let i = month * aMonth;
      let j = month * bMonth;
      for (let sample = 0; sample < out.samples; sample++, i += aSample, j += bSample) {
        result[o++] = f(x[i] ?? NaN, y[j] ?? NaN);
      }
    }
  };
}

/** `map2` of an arithmetic operator, with a loop for each: these are most of a run, and a call for each number costs more. */
function arithmetic(operator: "+" | "-" | "*" | "/"): Kernel {
  return (args, out) => {
    const [a, b] = [argument(args, 0), argument(args, 1)];
    const [aMonth, aSample] = strides(a);
    const [bMonth, bSample] = strides(b);
    const [x, y, result] = [a.data, b.data, out.data];
    for (let month = 0; month < out.months; month++) {
      let i = month * aMonth;
      let j = month * bMonth;
      let o = month * out.samples;
      const end = o + out.samples;
      switch (operator) {
        case "+":
          for (; o < end; o++, i += aSample, j += bSample) result[o] = (x[i] ?? NaN) + (y[j] ?? NaN);
          break;
        case "-":
          for (; o < end; o++, i += aSample, j += bSample) result[o] = (x[i] ?? NaN) - (y[j] ?? NaN);
          break;
        case "*":
          for (; o < end; o++, i += aSample, j += bSample) result[o] = (x[i] ?? NaN) * (y[j] ?? NaN);
          break;
        case "/":
          for (; o < end; o++, i += aSample, j += bSample) result[o] = (x[i] ?? NaN) / (y[j] ?? NaN);
      }
    }
  };
}

/** Elementwise kernel of three arguments. */
function map3(f: (a: number, b: number, c: number) => number): Kernel {
  return (args, out) => {
    const [a, b, c] = [argument(args, 0), argument(args, 1), argument(args, 2)];
    const [aMonth, aSample] = strides(a);
    const [bMonth, bSample] = strides(b);
    const [cMonth, cSample] = strides(c);
    for (let month = 0, o = 0; month < out.months; month++) {
      for (let sample = 0; sample < out.samples; sample++) {
        const x = a.data[month * aMonth + sample * aSample] ?? NaN;
        const y = b.data[month * bMonth + sample * bSample] ?? NaN;
        out.data[o++] = f(x, y, c.data[month * cMonth + sample * cSample] ?? NaN);
      }
    }
  };
}

/** Kernel that makes each month from the calendar and scalar or series arguments. */
function perMonth(f: (calendar: Calendar, month: number, values: readonly number[]) => number): Kernel {
  return (args, out, calendar) => {
    const values = args.map(() => 0);
    for (let month = 0, o = 0; month < out.months; month++) {
      for (let sample = 0; sample < out.samples; sample++) {
        for (const [index, column] of args.entries()) {
          const [byMonth, bySample] = strides(column);
          values[index] = column.data[month * byMonth + sample * bySample] ?? NaN;
        }
        out.data[o++] = f(calendar, month, values);
      }
    }
  };
}

/** Kernel that turns each sample's whole series (argument 0) and scalar arguments into one number. */
function reduce(f: (series: Float64Array, scalars: readonly number[], calendar: Calendar) => number): Kernel {
  return (args, out, calendar) => {
    const [series, ...rest] = [argument(args, 0), ...args.slice(1)];
    const scratch = new Float64Array(calendar.months);
    const scalars = rest.map(() => 0);
    for (let sample = 0; sample < out.samples; sample++) {
      gather(series, sample, scratch);
      for (const [index, column] of rest.entries()) {
        scalars[index] = column.data[column.samples === 1 ? 0 : sample] ?? NaN;
      }
      out.data[sample] = f(scratch, scalars, calendar);
    }
  };
}

/** Kernel that turns each sample's whole series (argument 0) and scalar arguments into another series, in place. */
function rewrite(f: (series: Float64Array, scalars: readonly number[]) => void): Kernel {
  return (args, out, calendar) => {
    const [series, ...rest] = [argument(args, 0), ...args.slice(1)];
    const scratch = new Float64Array(calendar.months);
    for (let sample = 0; sample < out.samples; sample++) {
      gather(series, sample, scratch);
      f(
        scratch,
        rest.map((column) => column.data[column.samples === 1 ? 0 : sample] ?? NaN),
      );
      for (let month = 0; month < out.months; month++) out.data[month * out.samples + sample] = scratch[month] ?? NaN;
    }
  };
}

function gather(series: Column, sample: number, into: Float64Array): void {
  const [byMonth, bySample] = strides(series);
  for (let month = 0; month < into.length; month++) {
    into[month] = series.data[month * byMonth + sample * bySample] ?? NaN;
  }
}

const loops: ReadonlyMap<OperationName, Kernel> = new Map([
  ["add", arithmetic("+")],
  ["subtract", arithmetic("-")],
  ["multiply", arithmetic("*")],
  ["divide", arithmetic("/")],
]);
