/** Rows of a CSV: one request a line, in the columns its header names. */
import type { Header, Role } from "./header.ts";
import { parseDecimal } from "./numbers.ts";
import { tokenFault, type Row, type RowReader } from "./row.ts";
import { TraceClock } from "./trace-clock.ts";

/** Reads the lines below a header, in place. Fields may be quoted; line breaks inside quotes are not read. */
export class CsvRows implements RowReader {
  readonly format = "csv";
  readonly columns: Header["names"];
  readonly tiers: string[] = [];
  readonly blockTokens = undefined;
  private readonly roles: readonly (Role | undefined)[];
  private readonly delimiter: number;
  private readonly clock: TraceClock;
  private readonly tierIndices = new Map<string, number>();

  constructor({ delimiter, roles, names, unit }: Header) {
    this.columns = names;
    this.roles = roles;
    this.delimiter = delimiter.charCodeAt(0);
    this.clock = new TraceClock(unit);
  }

  get times(): string {
    return this.clock.meaning;
  }

  get isOfDay(): boolean {
    return this.clock.isOfDay;
  }

  read(text: string, from: number, to: number, row: Row): string | undefined {
    const { roles, delimiter } = this;
    row.tier = 0;
    let column = 0;
    for (let at = from; ; at++) {
      let begin = at;
      let end: number;
      if (at < to && text.charCodeAt(at) === quote) {
        end = closingQuote(text, at + 1, to);
        if (end === -1) return "row: a quote is left open (line breaks inside quotes are not read)";
        begin = at + 1;
        at = end + 1;
        while (at < to && text.charCodeAt(at) === space) at++;
        if (at < to && text.charCodeAt(at) !== delimiter) return "row: text after a closing quote";
      } else {
        while (at < to && text.charCodeAt(at) !== delimiter) at++;
        end = at;
      }
      while (begin < end && text.charCodeAt(begin) === space) begin++;
      while (end > begin && text.charCodeAt(end - 1) === space) end--;
      if (column >= roles.length && begin < end) return "row: more fields than the header";
      const role = roles[column];
      const fault = role === undefined ? undefined : this.take(role, text, begin, end, row);
      if (fault !== undefined) return fault;
      column++;
      if (at >= to) break;
    }
    return column < roles.length ? "row: fewer fields than the header" : undefined;
  }

  private take(role: Role, text: string, from: number, to: number, row: Row): string | undefined {
    if (role === "time") {
      const time = this.clock.read(text, from, to);
      if (typeof time === "string") return time;
      row.time = time;
    } else if (role === "input") {
      if (from === to) return "prompt tokens: empty";
      row.input = parseDecimal(text, from, to);
      return tokenFault("prompt tokens", row.input);
    } else if (role === "output") {
      if (from === to) return "answer tokens: empty";
      row.output = parseDecimal(text, from, to);
      return tokenFault("answer tokens", row.output);
    } else {
      const index = this.tierIndex(text.slice(from, to));
      if (index === undefined) return "tier: more than 256 of them";
      row.tier = index;
    }
    return undefined;
  }

  private tierIndex(name: string): number | undefined {
    const known = this.tierIndices.get(name);
    if (known !== undefined) return known;
    if (this.tiers.length === 256) return undefined;
    // A key of its own, which does not keep the whole piece of the file in memory.
    const own = [...name].join("");
    this.tierIndices.set(own, this.tiers.length);
    this.tiers.push(own);
    return this.tiers.length - 1;
  }
}

const space = 32;
const quote = 34;

/** Where a quoted field ends, passing over doubled quotes; -1 where it does not. */
function closingQuote(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (text.charCodeAt(at) !== quote) continue;
    if (at + 1 < to && text.charCodeAt(at + 1) === quote) at++;
    else return at;
  }
  return -1;
}
