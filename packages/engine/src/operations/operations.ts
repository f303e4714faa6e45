/**
 * Every operation a program can hold, by name: pure functions of one sample's numbers, the one definition that whatever
 * runs a program must agree with. An operation knows numbers only; units and types are settled before. Undefined is NaN
 * and stays undefined: a comparison with it is neither true nor false.
 */
import { exp, expm1, log, log1p, power } from "../numeric/elementary.ts";
import { addMonths } from "../calendar/civil-date.ts";
import type { Calendar } from "../calendar/calendar.ts";
import { irr, irrCount, npv, payback } from "../cash-flow/index.ts";

/** Value by value; a series where any argument is one. Arguments that it does not use are absent. */
export interface PointwiseOperation {
  readonly kind: "pointwise";
  readonly value: (a: number, b: number, c: number) => number;
}
/** A series made month by month from the calendar and the arguments' values in that month. */
export interface MonthlyOperation {
  readonly kind: "monthly";
  readonly value: (calendar: Calendar, month: number, args: readonly number[]) => number;
}
/** A series made from a whole series, in place, and other arguments: one number each, or one a month. */
export interface RewriteOperation {
  readonly kind: "rewrite";
  readonly value: (series: Float64Array, others: readonly Float64Array[]) => void;
  /** Whether a month of the result needs no later month of the series; a recurrence can pass through it then. */
  readonly looksBack: (scalars: readonly number[]) => boolean;
}
/** A scalar made from a whole series and scalars. */
export interface ReductionOperation {
  readonly kind: "reduction";
  readonly value: (series: Float64Array, scalars: readonly number[], calendar: Calendar) => number;
}
export type Operation = PointwiseOperation | MonthlyOperation | RewriteOperation | ReductionOperation;

function pointwise(value: PointwiseOperation["value"]): PointwiseOperation {
  return { kind: "pointwise", value };
}
function compare(test: (a: number, b: number) => boolean): PointwiseOperation {
  return pointwise((a, b) => (a !== a || b !== b ? NaN : test(a, b) ? 1 : 0));
}
function monthly(value: MonthlyOperation["value"]): MonthlyOperation {
  return { kind: "monthly", value };
}
function reduction(value: ReductionOperation["value"]): ReductionOperation {
  return { kind: "reduction", value };
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

/** In each month the total of so many others, one after another until the calendar ends. */
function addUp(series: Float64Array, months: number, at: (month: number, place: number) => number): void {
  const count = Math.round(months);
  const given = series.slice();
  for (let month = 0; month < series.length; month++) {
    let sum = count === count ? 0 : NaN;
    for (let place = 0; place < count; place++) {
      const value = given[at(month, place)];
      if (value === undefined) break;
      sum += value;
    }
    series[month] = sum;
  }
}

/** What is paid in each of so many periods to repay 1; rates near 0 lose no digits. */
function annuity(rate: number, periods: number): number {
  return rate === 0 ? 1 / periods : -rate / expm1(-periods * log1p(rate));
}

function total(series: Float64Array): number {
  return series.reduce((sum, value) => sum + value, 0);
}

const by = (args: ArrayLike<number>, index: number): number => args[index] ?? NaN;
const scalarOf = ([only]: readonly Float64Array[]): number => only?.[0] ?? NaN;

export const operations = {
  add: pointwise((a, b) => a + b),
  subtract: pointwise((a, b) => a - b),
  multiply: pointwise((a, b) => a * b),
  divide: pointwise((a, b) => a / b),
  power: pointwise(power),
  negate: pointwise((a) => -a),
  absolute: pointwise(Math.abs),
  squareRoot: pointwise(Math.sqrt),
  exponential: pointwise(exp),
  logarithm: pointwise(log),
  round: pointwise(Math.round),
  floor: pointwise(Math.floor),
  ceiling: pointwise(Math.ceil),
  smaller: pointwise((a, b) => (a !== a || b !== b ? NaN : a < b ? a : b)),
  larger: pointwise((a, b) => (a !== a || b !== b ? NaN : a > b ? a : b)),

  less: compare((a, b) => a < b),
  lessOrEqual: compare((a, b) => a <= b),
  equal: compare((a, b) => a === b),
  notEqual: compare((a, b) => a !== b),
  /** Kleene's: false wins over undefined, true over undefined. */
  and: pointwise((a, b) => (a === 0 || b === 0 ? 0 : a !== a || b !== b ? NaN : 1)),
  or: pointwise((a, b) => (a === 1 || b === 1 ? 1 : a !== a || b !== b ? NaN : 0)),
  not: pointwise((a) => 1 - a),
  choose: pointwise((test, a, b) => (test !== test ? NaN : test === 1 ? a : b)),
  isDefined: pointwise((a) => (a === a ? 1 : 0)),

  /** Rate for each period, number of periods. */
  annuity: pointwise(annuity),

  addMonths: pointwise(shiftMonths),
  monthsBetween: pointwise(monthsBetween),

  during: monthly((calendar, month, [from = NaN, to = NaN]) => overlap(calendar, month, from, to)),
  ramp: monthly((calendar, month, [from = NaN, to = NaN]) => rampShare(calendar, month, from, to)),
  elapsed: monthly((calendar, month, [date = NaN]) => elapsedMonths(calendar, month, date)),
  /** Argument 0: growth a year. */
  escalate: monthly((_, month, [rate = NaN]) => power(1 + rate, month / 12)),
  /** One argument for each year, the last one held. */
  yearly: monthly((_, month, args) => by(args, Math.min(Math.floor(month / 12), args.length - 1))),

  cumulative: {
    kind: "rewrite",
    value(series) {
      for (let month = 1; month < series.length; month++) series[month] = by(series, month) + by(series, month - 1);
    },
    looksBack: () => true,
  },
  /** Argument 1: by how many months; 0 comes in from outside the calendar. */
  lag: {
    kind: "rewrite",
    value(series, others) {
      const shift = Math.round(scalarOf(others));
      const before = series.slice();
      for (let month = 0; month < series.length; month++)
        series[month] = shift !== shift ? NaN : (before[month - shift] ?? 0);
    },
    looksBack: ([months = NaN]) => Math.round(months) >= 0,
  },
  /** Argument 1: how many months, this one and those before it; newest first, as the compiled code adds them. */
  behind: {
    kind: "rewrite",
    value: (series, others) => addUp(series, scalarOf(others), (month, place) => month - place),
    looksBack: () => true,
  },
  /** Argument 1: how many months, from the next one on. */
  ahead: {
    kind: "rewrite",
    value: (series, others) => addUp(series, scalarOf(others), (month, place) => month + 1 + place),
    looksBack: () => false,
  },
  /** Argument 1: growth over a month, one number or one a month; cash comes at its month's end. */
  presentValue: {
    kind: "rewrite",
    value(cash, [growth = Float64Array.of(NaN)]) {
      let worth = 0;
      for (let month = cash.length - 1; month >= 0; month--) {
        const factor = by(growth, growth.length === 1 ? 0 : month);
        worth = factor > 0 ? (by(cash, month) + worth) / factor : NaN;
        cash[month] = worth;
      }
    },
    looksBack: () => false,
  },

  sum: reduction(total),
  mean: reduction((series) => total(series) / series.length),
  least: reduction((series) => series.reduce((a, b) => (a !== a || b !== b ? NaN : a < b ? a : b))),
  greatest: reduction((series) => series.reduce((a, b) => (a !== a || b !== b ? NaN : a > b ? a : b))),
  first: reduction((series) => by(series, 0)),
  last: reduction((series) => by(series, series.length - 1)),
  at: reduction((series, [date = NaN], calendar) => series[monthOf(calendar, date)] ?? NaN),
  /** Argument 1: discount rate a year; month 0 is not discounted. */
  npv: reduction((cash, [rate = NaN]) => npv(power(1 + rate, 1 / 12) - 1, cash)),
  /** The monthly root, made yearly. */
  irr: reduction((cash) => power(1 + irr(cash), 12) - 1),
  /** How many monthly roots there are. */
  irrCount: reduction((cash) => irrCount(cash)),
  /** In months. */
  payback: reduction((cash) => payback(cash)),
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
