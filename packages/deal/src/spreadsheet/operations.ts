/**
 * Every operation of the engine as a spreadsheet formula. The type asks for each of them: a new operation does not compile
 * until it has its row here. What operations.ts of the engine defines is what these must compute.
 *
 * A spreadsheet knows no undefined value but an error, and no infinite one. Undefined is an error, which passes on by itself.
 * Where a value of the case that is written out needs more than that (a quotient by zero, a truth value beside an undefined
 * one), the formula says so; elsewhere it stays short, and fails loudly should an input be changed into such a case.
 */
import type { OperationName } from "@underwatt/engine";
import {
  asNumber,
  asTest,
  binding,
  call,
  constant,
  dated,
  infix,
  logical,
  negative,
  refer,
  write,
  writeProduct,
  writeSum,
  type Formula,
  type Term,
} from "./formula.ts";
import { irrTerm } from "./irr.ts";
import type { Workings } from "./workings.ts";

/** An argument: its formula and its values in the case that is written out, one or one a month. */
export interface Argument {
  readonly term: Term;
  readonly values: Float64Array;
}
export interface Operands {
  readonly arguments: readonly Argument[];
  /** Values of the result. */
  readonly values: Float64Array;
  /** Whether the operation is part of a recurrence, so that no cell may mention a month that is still to come. */
  readonly recurs: boolean;
  readonly workings: Workings;
}
type Translation = (operands: Operands) => Term;

/** By the arguments as numbers. */
function plain(write_: (a: Term, b: Term, operands: Operands) => Term): Translation {
  return (operands) => write_(numberAt(operands, 0), numberAt(operands, 1), operands);
}
function comparison(operator: string): Translation {
  return plain((a, b) => logical(infix(a, operator, b, binding.comparison)));
}
/** A number from every month of the first argument. */
function overMonths(write_: (months: Term, operands: Operands) => Term): Translation {
  return (operands) => write_(operands.workings.months(numberAt(operands, 0)), operands);
}
function total(name: string): Translation {
  return overMonths((months) => call(name, months));
}

export const translations = {
  add: plain((a, b) => infix(a, "+", b, binding.sum)),
  subtract: plain((a, b) => infix(a, "-", b, binding.sum)),
  multiply: plain((a, b) => infix(a, "*", b, binding.product)),
  divide: plain(quotient),
  power: plain(powerOf),
  negate: plain((a) => negative(a)),
  absolute: plain((a) => write`ABS(${a})`),
  squareRoot: plain((a) => write`SQRT(${a})`),
  exponential: plain((a) => write`EXP(${a})`),
  logarithm: plain((a, _, { values, workings }) => {
    if (!values.some(isInfinite)) return write`LN(${a})`;
    const held = workings.hold(a);
    return write`IF(${held}=0,-1E+300,LN(${held}))`;
  }),
  /** Halves go up, as they do in the engine; the spreadsheet's own ROUND takes them away from zero. */
  round: plain((a) => write`INT(${infix(a, "+", constant(0.5), binding.sum)})`),
  floor: plain((a) => write`INT(${a})`),
  ceiling: plain((a) => negative(write`INT(${negative(a)})`)),
  smaller: plain((a, b) => write`MIN(${a},${b})`),
  larger: plain((a, b) => write`MAX(${a},${b})`),

  less: comparison("<"),
  lessOrEqual: comparison("<="),
  equal: comparison("="),
  notEqual: comparison("<>"),
  /**
   * Kleene's: false wins over undefined, true over undefined. As an IF it holds for what stands first, which is where authors
   * put what makes the rest of a condition worth asking.
   */
  and: (operands) => {
    const [first, second] = [asTest(termAt(operands, 0)), asTest(termAt(operands, 1))];
    if (!mayBeUndefined(operands)) return logical(write`IF(${first},${second},FALSE)`);
    const [a, b] = heldNumbers(operands);
    return write`IF(IFERROR(${a},1)*IFERROR(${b},1)=0,0,${infix(a, "*", b, binding.product)})`;
  },
  or: (operands) => {
    const [first, second] = [asTest(termAt(operands, 0)), asTest(termAt(operands, 1))];
    if (!mayBeUndefined(operands)) return logical(write`IF(${first},TRUE,${second})`);
    const [a, b] = heldNumbers(operands);
    return write`IF(IFERROR(${a},0)+IFERROR(${b},0)>0,1,${infix(a, "+", b, binding.sum)})`;
  },
  not: (operands) => logical(call("NOT", asTest(termAt(operands, 0)))),
  choose: (operands) => write`IF(${asTest(termAt(operands, 0))},${numberAt(operands, 1)},${numberAt(operands, 2)})`,
  isDefined: plain((a) => logical(write`NOT(ISERROR(${a}))`)),

  annuity: plain((rate, periods) => write`PMT(${rate},${periods},-1)`),

  addMonths: plain((date, months, { workings }) => shifted(date, months, workings)),
  monthsBetween: plain((from, to, { workings }) => monthsBetween(from, to, workings)),

  during: plain(
    (from, to) => writeProduct`MAX(0,MIN(${monthEnd},${to})-MAX(${monthStart},${from}))/(${monthEnd}-${monthStart})`,
  ),
  ramp: plain((from, to, { workings }) => ramp(workings.hold(from), to, workings)),
  elapsed: plain((date, _, { workings }) => elapsed(workings.hold(date))),
  escalate: plain((rate) => write`(1+${rate})^(${monthNumber}/12)`),
  yearly: (operands) => {
    const years = operands.arguments.map(({ term }) => asNumber(term));
    return call("CHOOSE", write`MIN(INT(${monthNumber}/12)+1,${constant(years.length)})`, ...years);
  },

  cumulative: plain((series, _, { workings }) =>
    workings.recurring("running total", (before) => infix(before, "+", series, binding.sum), constant(0)),
  ),
  lag: plain((series, months, { workings, recurs }) => {
    const by = workings.hold(wholeMonths(months));
    const cells = recurs ? workings.monthsSoFar(series) : workings.months(series);
    const place = infix(monthNumber, "-", by, binding.sum);
    const last = constant(workings.calendarMonths - 1);
    return write`IF(OR(${monthNumber}<${by},${monthNumber}-${by}>${last}),0,INDEX(${cells},${place}+1))`;
  }),

  behind: plain((series, months, { workings }) => {
    const by = workings.hold(wholeMonths(months));
    const cells = workings.monthsSoFar(series);
    return write`IF(${by}<1,0,SUM(INDEX(${cells},MAX(1,${monthNumber}+2-${by})):INDEX(${cells},${monthNumber}+1)))`;
  }),
  ahead: plain((series, months, { workings }) => {
    const by = workings.hold(wholeMonths(months));
    const cells = workings.months(series);
    const count = constant(workings.calendarMonths);
    const sum = write`SUM(INDEX(${cells},${monthNumber}+2):INDEX(${cells},MIN(${count},${monthNumber}+1+${by})))`;
    return write`IF(OR(${by}<1,${monthNumber}+1>=${count}),0,${sum})`;
  }),
  presentValue: plain((cash, growth, { workings }) => {
    const factor = workings.hold(growth);
    return workings.recurringBack(
      "present value",
      (after) => write`IF(${factor}>0,(${infix(cash, "+", after, binding.sum)})/${factor},NA())`,
      constant(0),
    );
  }),

  sum: total("SUM"),
  mean: total("AVERAGE"),
  least: total("MIN"),
  greatest: total("MAX"),
  first: plain((series, _, { workings }) => workings.month(series, "first")),
  last: plain((series, _, { workings }) => workings.month(series, "last")),
  at: overMonths((months, operands) => write`INDEX(${months},MATCH(${numberAt(operands, 1)},${starts},1))`),
  npv: overMonths((cash, operands) => write`SUMPRODUCT(${cash}/(1+${numberAt(operands, 1)})^(${numbers}/12))`),
  irr: overMonths((cash, { values, workings }) => irrTerm(cash, numbers, values[0] ?? NaN, workings)),
  /** A spreadsheet has no search for all roots. */
  irrCount: ({ values, workings }) => workings.paste(values[0] ?? NaN, "how many rates", whyCounted),
  payback: plain((cash, _, { workings }) => payback(cash, workings)),
} as const satisfies Record<OperationName, Translation>;

const whyCounted = "count of a search: it does not follow the cash";

/** Names of the operations that a workbook can hold: all of them. */
export const translatedOperations: readonly string[] = Object.keys(translations);

/** Lines of the calendar, which the workbook always has. */
export const calendarLines = { number: "month number", start: "month start", end: "month end" } as const;
export const monthNumber = refer(calendarLines.number, "here", true);
export const monthStart = refer(calendarLines.start, "here", true);
export const monthEnd = refer(calendarLines.end, "here", true);
const numbers = refer(calendarLines.number, "all", false);
const starts = refer(calendarLines.start, "all", false);
const firstStart = refer(calendarLines.start, "first", false);

function termAt({ arguments: args }: Operands, index: number): Term {
  return args[index]?.term ?? constant(NaN);
}
function numberAt(operands: Operands, index: number): Term {
  return asNumber(termAt(operands, index));
}
function heldNumbers(operands: Operands): [Term, Term] {
  return [operands.workings.hold(numberAt(operands, 0)), operands.workings.hold(numberAt(operands, 1))];
}
/** Whether an operand is undefined in the case that is written out, or the other one asks whether it is. */
function mayBeUndefined({ arguments: args }: Operands): boolean {
  const asks = (piece: Formula[number]): boolean => typeof piece === "string" && piece.includes("ISERROR(");
  return args.some(({ term, values }) => values.some(Number.isNaN) || term.formula.some(asks));
}
function isInfinite(value: number): boolean {
  return Math.abs(value) === Infinity;
}

function quotient(a: Term, b: Term, { arguments: args, values, workings }: Operands): Term {
  if (!args[1]?.values.includes(0) || !values.some(isInfinite)) return infix(a, "/", b, binding.product);
  const [over, under] = [workings.hold(a), workings.hold(b)];
  return write`IF(${under}=0,IF(${over}=0,NA(),SIGN(${over})*1E+300),${infix(over, "/", under, binding.product)})`;
}

function powerOf(a: Term, b: Term, { arguments: args, values, workings }: Operands): Term {
  const value = infix(a, "^", b, binding.power);
  // Nothing to the power of nothing is 1, and an error in a spreadsheet.
  const mayBeNothing = args.every(({ values: of }) => of.includes(0));
  if (!mayBeNothing && !values.some(isInfinite)) return value;
  const [base, exponent] = [workings.hold(a), workings.hold(b)];
  const held = infix(base, "^", exponent, binding.power);
  return write`IF(${base}=0,IF(${exponent}=0,1,IF(${exponent}<0,1E+300,0)),${held})`;
}

function wholeMonths(months: Term): Term {
  const known = wholeNumber(months);
  return known === undefined ? write`INT(${infix(months, "+", constant(0.5), binding.sum)})` : constant(known);
}

/** The value of a term that is a whole number, written out. */
function wholeNumber({ formula: [only, ...rest] }: Term): number | undefined {
  const value = typeof only === "string" && rest.length === 0 ? Number(only) : NaN;
  return Number.isInteger(value) ? value : undefined;
}

/** A date moved by whole calendar months; between two midnights as the days around it move. */
function shiftedWhole(date: Term, months: Term, isMidnight: boolean): Term {
  if (isMidnight) return write`EDATE(${date},${months})`;
  return writeSum`EDATE(INT(${date}),${months})+MOD(${date},1)*(EDATE(INT(${date})+1,${months})-EDATE(INT(${date}),${months}))`;
}

function shifted(date: Term, months: Term, workings: Workings): Term {
  const from = workings.hold(date);
  const isMidnight = workings.isMidnight(from);
  if (wholeNumber(months) !== undefined) return dated(shiftedWhole(from, months, isMidnight));
  const by = workings.hold(months);
  const whole = workings.hold(write`INT(${by})`, "whole months");
  const early = workings.hold(dated(shiftedWhole(from, whole, isMidnight)), "after the whole months");
  const late = workings.hold(dated(shiftedWhole(from, write`(${whole}+1)`, isMidnight)), "a month later");
  return dated(writeSum`${early}+(${by}-${whole})*(${late}-${early})`);
}

/** Whole months that lead from one date to another, and what is left as a share of the month that follows. */
function monthsBetween(first: Term, second: Term, workings: Workings): Term {
  const [from, to] = [workings.hold(first), workings.hold(second)];
  const calendar = workings.hold(
    writeSum`12*(YEAR(INT(${to}))-YEAR(INT(${from})))+MONTH(INT(${to}))-MONTH(INT(${from}))`,
    "months by name",
  );
  const isMidnight = workings.isMidnight(from);
  const reached = workings.hold(dated(shiftedWhole(from, calendar, isMidnight)), "reached by then");
  const whole = workings.hold(writeSum`${calendar}-IF(${reached}>${to},1,0)`, "whole months");
  const start = workings.hold(dated(shiftedWhole(from, whole, isMidnight)), "after the whole months");
  const end = workings.hold(dated(shiftedWhole(from, write`(${whole}+1)`, isMidnight)), "a month later");
  return writeSum`${whole}+(${to}-${start})/(${end}-${start})`;
}

/** Mean over each month of a line from 0 at `from` to 1 at `to`: its integral at both ends of the month. */
function ramp(from: Term, end: Term, workings: Workings): Term {
  const to = workings.hold(dated(write`MAX(${from},${end})`), "end of the ramp");
  const square = (day: Term): Term => write`MIN(MAX(${day}-${from},0),${to}-${from})^2`;
  return writeProduct`(MAX(0,${monthEnd}-${to})-MAX(0,${monthStart}-${to})+IF(${to}>${from},(${square(monthEnd)}-${square(monthStart)})/(2*(${to}-${from})),0))/(${monthEnd}-${monthStart})`;
}

/** Months from a date to the end of each month; before the calendar months are of average length. */
function elapsed(date: Term): Term {
  const before = writeSum`${monthNumber}+1+(${firstStart}-${date})/30.4375`;
  const end = write`EOMONTH(INT(${date}),0)`;
  const inside = writeSum`12*(YEAR(${monthStart})-YEAR(INT(${date})))+MONTH(${monthStart})-MONTH(INT(${date}))+(${end}+1-${date})/DAY(${end})`;
  return write`IF(${monthEnd}<=${date},0,IF(${date}<=${firstStart},${before},${inside}))`;
}

/** The first month in which cash that had gone out is back, interpolated; later ones are larger. */
function payback(cash: Term, workings: Workings): Term {
  const running = workings.recurring("cumulative cash", (before) => infix(before, "+", cash, binding.sum), constant(0));
  const before = workings.earlier(running);
  const back = workings.hold(
    write`IF(AND(${before}<0,${running}>=0),${monthNumber}-1-${before}/(${running}-${before}),1E+300)`,
    "month in which it is back",
  );
  return write`IF(MIN(${workings.months(running)})>=0,0,MIN(${workings.months(back)}))`;
}
