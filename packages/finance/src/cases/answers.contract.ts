/** Published cases: the form of their file, and which functions of this package they can be put to. */

import * as finance from "./index.ts";

/** A row of a case file: a function, its inputs by name, and the number someone else published for them. */
export interface Case {
  readonly id: string;
  readonly function: string;
  readonly inputs: Inputs;
  /** Parsed JSON; null says that there must be no answer. */
  readonly expected: unknown;
  /** Absolute. */
  readonly tolerance: number;
  readonly source: string;
}

/** The outcome of one case; `unknown` where no function of that name is at hand. */
export interface Outcome {
  readonly verdict: "passed" | "failed" | "unknown";
  readonly got?: number;
  readonly why?: string;
}

/** What answers a case, by the function's name: a number, NaN for no answer. */
export type Answers = Readonly<Record<string, (inputs: Inputs) => number>>;

/** Inputs by name, read with the type expected; anything else throws. */
export class Inputs {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(json: string) {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== "object" || parsed === null) throw new TypeError("inputs are not an object");
    this.#values = new Map(Object.entries(parsed));
  }

  /** All of them as they are written. */
  get all(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.#values);
  }

  number(name: string, otherwise?: number): number {
    const value = this.#values.get(name) ?? otherwise;
    if (typeof value !== "number") throw new TypeError(`input ${name} is not a number`);
    return value;
  }

  text(name: string, otherwise: string): string {
    const value = this.#values.get(name) ?? otherwise;
    if (typeof value !== "string") throw new TypeError(`input ${name} is not text`);
    return value;
  }

  numbers(name: string): number[] {
    return this.#list(name).map((item) => {
      if (typeof item !== "number") throw new TypeError(`input ${name} holds more than numbers`);
      return item;
    });
  }

  /** Days since 1970-01-01 of a list of ISO dates. */
  days(name: string): number[] {
    return this.#list(name).map((item) => {
      const day = typeof item === "string" ? finance.parseDate(item) : undefined;
      if (day === undefined) throw new TypeError(`input ${name} holds more than dates`);
      return day;
    });
  }

  #list(name: string): unknown[] {
    const value = this.#values.get(name);
    if (!Array.isArray(value)) throw new TypeError(`input ${name} is not a list`);
    return value;
  }
}

/** The functions of this package that a case can name. */
export const financeAnswers: Answers = {
  irr: (given) => finance.irr(given.numbers("values"), rootChoice(given)),
  xirr: (given) => finance.xirr(datedFlows(given), { ...rootChoice(given), dayCount: dayCount(given) }),
  npv: (given) => finance.npv(given.number("rate"), given.numbers("values"), firstPeriod(given)),
  xnpv: (given) => finance.xnpv(given.number("rate"), datedFlows(given), dayCount(given)),
  mirr: (given) => finance.mirr(given.numbers("values"), given.number("financeRate"), given.number("reinvestRate")),
  payback: (given) => finance.payback(given.numbers("values")),
  pmt: (given) => finance.pmt(given.number("rate"), given.number("nper"), given.number("pv"), ...futureValue(given)),
  ipmt: (given) => finance.ipmt(...split(given), ...futureValue(given)),
  ppmt: (given) => finance.ppmt(...split(given), ...futureValue(given)),
  cumipmt: (given) => finance.cumipmt(...span(given), timing(given)),
  cumprinc: (given) => finance.cumprinc(...span(given), timing(given)),
  fv: (given) =>
    finance.fv(given.number("rate"), given.number("nper"), given.number("pmt"), given.number("pv", 0), timing(given)),
  pv: (given) => finance.pv(given.number("rate"), given.number("nper"), given.number("pmt"), ...futureValue(given)),
  rate: (given) => finance.rate(given.number("nper"), given.number("pmt"), given.number("pv"), ...futureValue(given)),
  nper: (given) => finance.nper(given.number("rate"), given.number("pmt"), given.number("pv"), ...futureValue(given)),
  effect: (given) => finance.effect(given.number("nominal"), given.number("periods")),
  nominal: (given) => finance.nominal(given.number("effective"), given.number("periods")),
  sln: (given) => finance.sln(given.number("cost"), given.number("salvage"), given.number("life")),
  db: (given) =>
    finance.db(
      given.number("cost"),
      given.number("salvage"),
      given.number("life"),
      given.number("period"),
      given.number("month", 12),
    ),
  moic: (given) =>
    finance.moic({
      invested: given.number("invested"),
      realised: given.number("realized"),
      unrealised: given.number("unrealized"),
    }),
  grossLeaseRevenue: (given) =>
    finance.grossLeaseRevenue({
      gpus: given.number("gpus"),
      pricePerGpuHour: given.number("pricePerGpuHour"),
      hoursPerYear: given.number("hoursPerYear"),
      occupancyFraction: given.number("occupancy"),
    }),
  impliedGpuHourPrice: (given) =>
    finance.impliedGpuHourPrice({
      monthlyFee: given.number("monthlyFee"),
      gpus: given.number("gpus"),
      hoursPerMonth: given.number("hoursPerMonth"),
    }),
};

/** Puts one case to the function it names. */
export function checkCase(row: Case, answers: Answers): Outcome {
  const answer = Object.hasOwn(answers, row.function) ? answers[row.function] : undefined;
  if (answer === undefined) return { verdict: "unknown" };
  try {
    const got = answer(row.inputs);
    return { verdict: agrees(got, row) ? "passed" : "failed", got };
  } catch (error) {
    return { verdict: "failed", why: error instanceof Error ? error.message : String(error) };
  }
}

function agrees(got: number, { expected, tolerance }: Case): boolean {
  if (expected === null) return Number.isNaN(got);
  return typeof expected === "number" && Math.abs(got - expected) <= tolerance;
}

/** Reads a case file: comma-separated with a head line naming id, function, inputs, expected, tolerance and source. */
export function readCases(csv: string): Case[] {
  const [head = [], ...rows] = splitCsv(csv);
  const missing = ["id", "function", "inputs", "expected", "tolerance", "source"].filter(
    (name) => !head.includes(name),
  );
  if (missing.length > 0) throw new TypeError(`the head line lacks ${missing.join(", ")}`);
  return rows.map((row, i) => {
    const cell = (name: string) => {
      const value = row[head.indexOf(name)];
      if (value === undefined) throw new TypeError(`case ${String(i + 1)} has no ${name}`);
      return value;
    };
    const expected: unknown = JSON.parse(cell("expected"));
    const tolerance = Number(cell("tolerance"));
    if (!(tolerance >= 0)) throw new TypeError(`case ${String(i + 1)} has no usable tolerance`);
    const inputs = new Inputs(cell("inputs"));
    return { id: cell("id"), function: cell("function"), inputs, expected, tolerance, source: cell("source") };
  });
}

/** Rows of cells by RFC 4180: quoted cells may hold commas, line ends and doubled quotes. Empty lines are no rows. */
function splitCsv(csv: string): string[][] {
  const text = csv.replace(/^\uFEFF/, "");
  const rows: string[][] = [];
  let row: string[] = [];
  let read = 0;
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy)) {
    const [whole, quoted, bare = "", end] = match;
    read = match.index + whole.length;
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  if (read < text.length) throw new SyntaxError(`a stray quote after row ${String(rows.length)}`);
  return rows;
}

function rootChoice(given: Inputs): finance.RootChoice {
  const policy = given.text("rootPolicy", "economic");
  switch (policy) {
    case "economic":
      return { policy };
    case "nearest-zero":
      return { policy: "nearest", guess: 0 };
    case "nearest-guess":
      return { policy: "nearest", guess: given.number("guess") };
    default:
      throw new TypeError(`no root policy ${policy}`);
  }
}

function datedFlows(given: Inputs): finance.DatedFlow[] {
  const amounts = given.numbers("values");
  return given.days("dates").map((day, i) => ({ day, amount: amounts[i] ?? NaN }));
}

function dayCount(given: Inputs): finance.DayCount {
  const name = given.text("daycount", finance.act365Fixed.name);
  const found = finance.dayCounts.find((one) => one.name === name);
  if (found === undefined) throw new TypeError(`no day count ${name}`);
  return found;
}

function firstPeriod(given: Inputs): 0 | 1 {
  return given.number("firstPeriod", 0) === 1 ? 1 : 0;
}

function timing(given: Inputs): finance.Timing {
  return given.text("when", "end") === "begin" ? "begin" : "end";
}

function futureValue(given: Inputs): [number, finance.Timing] {
  return [given.number("fv", 0), timing(given)];
}

function split(given: Inputs): [number, number, number, number] {
  return [given.number("rate"), given.number("per"), given.number("nper"), given.number("pv")];
}

function span(given: Inputs): [number, number, number, number, number] {
  return [given.number("rate"), given.number("nper"), given.number("pv"), given.number("start"), given.number("end")];
}
