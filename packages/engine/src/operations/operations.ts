/**
 * Every operation a program can hold, by name. An operation knows numbers only; units and types are settled before.
 * Undefined is NaN and stays undefined: a comparison with it is neither true nor false.
 */
import { addMonths } from "../calendar/civil-date.ts";
import type { Calendar } from "../calendar/calendar.ts";
import { irr, npv, payback } from "../cash-flow/index.ts";
import {
  argument,
  arithmetic,
  map1,
  map2,
  map3,
  perMonth,
  reduce,
  rewrite,
  type Column,
  type Kernel,
} from "./column.ts";

/** How the shape of the result follows from the arguments. */
export type ResultShape = "broadcast" | "scalar" | "series";

export interface Operation {
  readonly kernel: Kernel;
  readonly shape: ResultShape;
}

function elementwise(kernel: Kernel): Operation {
  return { kernel, shape: "broadcast" };
}
function compare(test: (a: number, b: number) => boolean): Operation {
  return elementwise(map2((a, b) => (a !== a || b !== b ? NaN : test(a, b) ? 1 : 0)));
}

/** A date moved by calendar months; a fraction of a month moves linearly inside the month it falls in. */
function shiftMonths(date: number, months: number): number {
  if (!Number.isFinite(date) || !Number.isFinite(months)) return NaN;
  const whole = Math.floor(months);
  const from = shiftWholeMonths(date, whole);
  const fraction = months - whole;
  return fraction === 0 ? from : from + fraction * (shiftWholeMonths(date, whole + 1) - from);
}

/** Between two midnights a date moves as the days around it do: half past 30 January never lands after the 31st. */
function shiftWholeMonths(date: number, months: number): number {
  const day = Math.floor(date);
  const from = addMonths(day, months);
  return day === date ? from : from + (date - day) * (addMonths(day + 1, months) - from);
}

/** Further from 1970 than this, in days, no date means anything. */
const farthest = 1e9;

/** The inverse of `shiftMonths`: how many months lead from one date to another. */
function monthsBetween(from: number, to: number): number {
  if (!(Math.abs(from) <= farthest && Math.abs(to) <= farthest)) return NaN;
  // By months of average length, and never above the whole months: no span strays from the average by a month.
  let whole = Math.floor((to - from) / 30.436875) - 2;
  while (shiftWholeMonths(from, whole + 1) <= to) whole++;
  const start = shiftWholeMonths(from, whole);
  return whole + (to - start) / (shiftWholeMonths(from, whole + 1) - start);
}

/** Share of month `month` that lies in [from, to). */
function overlap(calendar: Calendar, month: number, from: number, to: number): number {
  if (from !== from || to !== to) return NaN;
  const start = calendar.starts[month] ?? NaN;
  const end = calendar.starts[month + 1] ?? NaN;
  return Math.max(0, Math.min(end, to) - Math.max(start, from)) / (end - start);
}

/**
 * Mean over month `month` of a line that rises from 0 at `from` to 1 at `to`; exact, by its integral. A duration below
 * zero, which a wide distribution may draw, is none.
 */
function rampShare(calendar: Calendar, month: number, from: number, end: number): number {
  if (from !== from || end !== end) return NaN;
  const to = Math.max(from, end);
  const start = calendar.starts[month] ?? NaN;
  const stop = calendar.starts[month + 1] ?? NaN;
  const area = (day: number): number => {
    if (day <= from) return 0;
    if (day >= to) return (to - from) / 2 + (day - to);
    return (day - from) ** 2 / (2 * (to - from));
  };
  return (area(stop) - area(start)) / (stop - start);
}

/** Whole and part months from `date` to the end of month `month`; 0 before. */
function elapsedMonths(calendar: Calendar, month: number, date: number): number {
  if (date !== date) return NaN;
  const end = calendar.starts[month + 1] ?? NaN;
  if (end <= date) return 0;
  for (let first = 0; first <= month; first++) {
    const stop = calendar.starts[first + 1] ?? NaN;
    const start = calendar.starts[first] ?? NaN;
    if (stop > date)
      return month - first + (date > start ? (stop - date) / (stop - start) : 1 + (start - date) / 30.4375);
  }
  return 0;
}

function monthOf(calendar: Calendar, date: number): number {
  let month = -1;
  while (month < calendar.months - 1 && (calendar.starts[month + 1] ?? NaN) <= date) month++;
  return month;
}

const by = (args: ArrayLike<number>, index: number): number => args[index] ?? NaN;

/** Picks argument 1 + (month / 12), the last one held. */
const yearly: Kernel = (args: readonly Column[], out: Column) => {
  for (let month = 0, o = 0; month < out.months; month++) {
    const column = argument(args, Math.min(Math.floor(month / 12), args.length - 1));
    for (let sample = 0; sample < out.samples; sample++) {
      out.data[o++] = column.data[column.samples === 1 ? 0 : sample] ?? NaN;
    }
  }
};

export const operations = {
  add: elementwise(arithmetic("+")),
  subtract: elementwise(arithmetic("-")),
  multiply: elementwise(arithmetic("*")),
  divide: elementwise(arithmetic("/")),
  power: elementwise(map2((a, b) => (a !== a ? NaN : a ** b))),
  negate: elementwise(map1((a) => -a)),
  absolute: elementwise(map1(Math.abs)),
  squareRoot: elementwise(map1(Math.sqrt)),
  exponential: elementwise(map1(Math.exp)),
  logarithm: elementwise(map1(Math.log)),
  round: elementwise(map1(Math.round)),
  floor: elementwise(map1(Math.floor)),
  ceiling: elementwise(map1(Math.ceil)),
  smaller: elementwise(map2((a, b) => (a !== a || b !== b ? NaN : a < b ? a : b))),
  larger: elementwise(map2((a, b) => (a !== a || b !== b ? NaN : a > b ? a : b))),

  less: compare((a, b) => a < b),
  lessOrEqual: compare((a, b) => a <= b),
  equal: compare((a, b) => a === b),
  notEqual: compare((a, b) => a !== b),
  /** Kleene's: false wins over undefined, true over undefined. */
  and: elementwise(map2((a, b) => (a === 0 || b === 0 ? 0 : a !== a || b !== b ? NaN : 1))),
  or: elementwise(map2((a, b) => (a === 1 || b === 1 ? 1 : a !== a || b !== b ? NaN : 0))),
  not: elementwise(map1((a) => 1 - a)),
  choose: elementwise(map3((test, a, b) => (test !== test ? NaN : test === 1 ? a : b))),
  isDefined: elementwise(map1((a) => (a === a ? 1 : 0))),

  addMonths: elementwise(map2(shiftMonths)),
  monthsBetween: elementwise(map2(monthsBetween)),

  during: {
    kernel: perMonth((calendar, month, [from, to]) => overlap(calendar, month, from ?? NaN, to ?? NaN)),
    shape: "series",
  },
  ramp: {
    kernel: perMonth((calendar, month, [from, to]) => rampShare(calendar, month, from ?? NaN, to ?? NaN)),
    shape: "series",
  },
  elapsed: {
    kernel: perMonth((calendar, month, [date]) => elapsedMonths(calendar, month, date ?? NaN)),
    shape: "series",
  },
  /** Argument 0: growth a year. */
  escalate: {
    kernel: perMonth((_, month, [rate = NaN]) => (rate !== rate ? NaN : (1 + rate) ** (month / 12))),
    shape: "series",
  },
  yearly: { kernel: yearly, shape: "series" },

  cumulative: {
    kernel: rewrite((series) => {
      for (let month = 1; month < series.length; month++) series[month] = by(series, month) + by(series, month - 1);
    }),
    shape: "series",
  },
  lag: {
    kernel: rewrite((series, scalars) => {
      const shift = Math.round(by(scalars, 0));
      const before = series.slice();
      for (let month = 0; month < series.length; month++)
        series[month] = shift !== shift ? NaN : (before[month - shift] ?? 0);
    }),
    shape: "series",
  },

  sum: { kernel: reduce((series) => series.reduce((total, value) => total + value, 0)), shape: "scalar" },
  mean: {
    kernel: reduce((series) => series.reduce((total, value) => total + value, 0) / series.length),
    shape: "scalar",
  },
  least: {
    kernel: reduce((series) => series.reduce((a, b) => (a !== a || b !== b ? NaN : a < b ? a : b))),
    shape: "scalar",
  },
  greatest: {
    kernel: reduce((series) => series.reduce((a, b) => (a !== a || b !== b ? NaN : a > b ? a : b))),
    shape: "scalar",
  },
  first: { kernel: reduce((series) => by(series, 0)), shape: "scalar" },
  last: { kernel: reduce((series) => by(series, series.length - 1)), shape: "scalar" },
  at: {
    kernel: reduce((series, scalars, calendar) => series[monthOf(calendar, by(scalars, 0))] ?? NaN),
    shape: "scalar",
  },
  /** Argument 1: discount rate a year; month 0 is not discounted. */
  npv: { kernel: reduce((cash, scalars) => npv((1 + by(scalars, 0)) ** (1 / 12) - 1, cash)), shape: "scalar" },
  /** The monthly root, made yearly. */
  irr: { kernel: reduce((cash) => (1 + irr(cash)) ** 12 - 1), shape: "scalar" },
  /** In months. */
  payback: { kernel: reduce((cash) => payback(cash)), shape: "scalar" },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
