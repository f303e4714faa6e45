/** Published cases: the form of their file, and their inputs by name. */

import { dayCounts, parseDate, type DayCount } from "../index.ts";

/** A row of a case file: a function, its inputs by name, and what someone else published for them. */
export interface Case {
  readonly id: string;
  readonly function: string;
  readonly inputs: Inputs;
  /** Parsed JSON: a number, a list, an object; null, wherever it stands, says that there must be no answer. */
  readonly expected: unknown;
  /** Absolute, for every number. */
  readonly tolerance: number;
  readonly source: string;
}

/** Inputs by name, read with the type expected; anything else throws. Names with a bar between are alternatives. */
export class Inputs {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(json: string) {
    this.#values = entries(JSON.parse(json), "inputs are");
  }

  /** All of them as they are written. */
  get all(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.#values);
  }

  has(names: string): boolean {
    return this.#find(names) !== undefined;
  }

  number(names: string, otherwise?: number): number {
    const value = this.#find(names) ?? otherwise;
    if (typeof value !== "number") throw new TypeError(`input ${names} is not a number`);
    return value;
  }

  text(names: string, otherwise: string): string {
    const value = this.#find(names) ?? otherwise;
    if (typeof value !== "string") throw new TypeError(`input ${names} is not text`);
    return value;
  }

  numbers(names: string): number[] {
    return this.#list(names).map((item) => {
      if (typeof item !== "number") throw new TypeError(`input ${names} holds more than numbers`);
      return item;
    });
  }

  /** One number, or one for each period. */
  figures(names: string): number | number[] {
    return Array.isArray(this.#find(names)) ? this.numbers(names) : this.number(names);
  }

  /** A number, or the sum of a list of them. */
  total(names: string): number {
    return [this.figures(names)].flat().reduce((sum, value) => sum + value, 0);
  }

  /** Objects within, each read like these. */
  inner(names: string): Inputs[] {
    return this.#list(names).map((item) => new Inputs(JSON.stringify(item)));
  }

  /** Days since 1970-01-01 of a list of ISO dates. */
  days(names: string): number[] {
    return this.#list(names).map((item) => dayOf(item, names));
  }

  /** Days since 1970-01-01 of one ISO date. */
  day(names: string): number {
    return dayOf(this.#find(names), names);
  }

  /** A day-count convention, actual/365 fixed unless given. */
  dayCount(): DayCount {
    const written = this.text("daycount|dayCount|day_count|basis", "act/365f");
    const name = written.toLowerCase().replace("actual", "act");
    const found = dayCounts.find((one) => one.name === (otherNames[name] ?? name));
    if (found === undefined) throw new TypeError(`no day count ${written}`);
    return found;
  }

  #find(names: string): unknown {
    return names
      .split("|")
      .map((name) => this.#values.get(name))
      .find((value) => value !== undefined && value !== null);
  }

  #list(names: string): unknown[] {
    const value = this.#find(names);
    if (!Array.isArray(value)) throw new TypeError(`input ${names} is not a list`);
    return value;
  }
}

/** Names that other tools give to day counts of ours. */
const otherNames: Readonly<Record<string, string>> = {
  "act/365": "act/365f",
  "act/365 fixed": "act/365f",
  "act/act isda": "act/act",
  "30/360 isda": "30/360",
  "30a/360": "30/360",
  "30/360 bond basis": "30/360",
  "30/360 us": "30/360-us",
  "30/360 sia": "30/360-us",
  "30u/360": "30/360-us",
  "30e/360 icma": "30e/360",
  "eurobond basis": "30e/360",
};

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

function dayOf(value: unknown, names: string): number {
  const day = typeof value === "string" ? parseDate(value) : undefined;
  if (day === undefined) throw new TypeError(`input ${names}: ${JSON.stringify(value)} is no date`);
  return day;
}

/** What an object holds by name; throws for what is none. */
function entries(value: unknown, what: string): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TypeError(`${what} not an object`);
  return new Map(Object.entries(value));
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
