/** Formula text into tokens. Whitespace matters in one place: a unit is written tight, so tokens know if a gap precedes. */
import { parseDate } from "../calendar/civil-date.ts";
import type { FormulaProblem, Place } from "./syntax.ts";

export type TokenKind = "number" | "date" | "word" | "symbol" | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Value of a number, days of a date. */
  readonly value: number;
  readonly at: Place;
  /** Whether whitespace (or the start) precedes. */
  readonly spaced: boolean;
}

/** Whatever begins like a date is meant as one; 2026-6-6 must not become a subtraction. */
const datePattern = /\d{4}-\d{1,2}(?!\d)[\w-]*/y;
const numberPattern = /(?:\d[\d_]*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
/** A segment may hold hyphens inside; segments after the first may begin with a digit (`claims.550k`). */
const wordPattern = /[A-Za-z_]\w*(?:-\w+)*(?:\.\w+(?:-\w+)*)*/y;
const symbolPattern = /<=|>=|==|!=|[-+*/^(),<>@%=]/y;

/** More than any formula of a person; keeps hostile text from exhausting time and stack further on. */
const maxLength = 10_000;
const maxTokens = 2_000;

/** What people mean by characters that a formula does not know. */
const meant: ReadonlyMap<string, string> = new Map([
  ...["\u2013", "\u2014"].map((dash) => [dash, "an interval is `low to high`, a subtraction `a - b`"] as const),
  ["\u2212", "the minus is -"],
  ["×", "multiplication is *"],
  ["·", "multiplication is *"],
  ["÷", "division is /"],
  ["≤", "write <="],
  ["≥", "write >="],
  ["≠", "write !="],
  ["²", "a power is ^2"],
  ["³", "a power is ^3"],
  ["µ", "micro is u"],
  ["$", "money is written 5 USD"],
  ["€", "money is written 5 EUR"],
  ["£", "money is written 5 GBP"],
  ["!", "negation is `not`"],
  ["&", "write `and`"],
  ["|", "write `or`"],
  ['"', "names and dates have no quotes"],
  ["'", "names and dates have no quotes"],
]);

/** @returns the tokens with an `end` after the last, or the first thing that is no token. */
export function tokenize(text: string): Token[] | FormulaProblem {
  const tokens: Token[] = [];
  let offset = 0;
  for (;;) {
    if (offset > maxLength || tokens.length > maxTokens) return tooLong(text);
    const gap = /\s*/y;
    gap.lastIndex = offset;
    gap.exec(text);
    const start = gap.lastIndex;
    const spaced = start > offset || start === 0;
    if (start >= text.length) {
      tokens.push({ kind: "end", text: "", value: NaN, at: { start: text.length, end: text.length }, spaced });
      return tokens;
    }
    const token = dateAt(text, start) ?? numberAt(text, start) ?? wordAt(text, start) ?? symbolAt(text, start);
    if (token === undefined) {
      const shown = String.fromCodePoint(text.codePointAt(start) ?? 0);
      const hint = meant.get(shown);
      return {
        message: `unexpected character ${JSON.stringify(shown)}`,
        at: { start, end: start + shown.length },
        expected: "a number with a unit, a name, a function or an operator",
        ...(hint === undefined ? {} : { hint }),
      };
    }
    if ("message" in token) return token;
    tokens.push({ ...token, spaced });
    offset = token.at.end;
  }
}

function tooLong(text: string): FormulaProblem {
  return {
    message: "the formula is too long",
    at: { start: 0, end: text.length },
    expected: `at most ${maxLength} characters and ${maxTokens} numbers, names and signs`,
    hint: "give its parts names of their own",
  };
}

type Raw = Omit<Token, "spaced">;

function match(pattern: RegExp, text: string, start: number): string | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text)?.[0];
}

function dateAt(text: string, start: number): Raw | FormulaProblem | undefined {
  const found = match(datePattern, text, start);
  if (found === undefined) return undefined;
  const at = { start, end: start + found.length };
  const days = parseDate(found);
  if (days !== undefined) return { kind: "date", text: found, value: days, at };
  return {
    message: `${found} is not a day of the calendar`,
    at,
    expected: "a date such as 2026-06-06, or 2026-06 for the first of the month",
    hint: "a subtraction has spaces around the minus",
  };
}

function numberAt(text: string, start: number): Raw | FormulaProblem | undefined {
  const found = match(numberPattern, text, start);
  if (found === undefined) return undefined;
  const at = { start, end: start + found.length };
  const value = Number(found.replaceAll("_", ""));
  if (Number.isFinite(value)) return { kind: "number", text: found, value, at };
  return { message: `${found} is too large a number`, at, expected: "a number below 1.8e308" };
}

function wordAt(text: string, start: number): Raw | undefined {
  const found = match(wordPattern, text, start);
  return found === undefined
    ? undefined
    : { kind: "word", text: found, value: NaN, at: { start, end: start + found.length } };
}

function symbolAt(text: string, start: number): Raw | undefined {
  const found = match(symbolPattern, text, start);
  return found === undefined
    ? undefined
    : { kind: "symbol", text: found, value: NaN, at: { start, end: start + found.length } };
}
