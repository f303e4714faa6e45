/** Dates of many kinds, as the deal language writes them: `2026-05-06`, or `2026-05` where only the month is given. */
import { parseDate } from "@underwatt/engine";
import { isHyphen, type Token } from "./tokens.ts";

export interface DateMatch {
  /** `2026-05-06`, `2026-05`, `2026-Q3`, `2026`; without a year `--05-06` or `--06`, as ISO 8601 once wrote them. */
  readonly date: string;
  readonly from: number;
  /** Index of the token after it. */
  readonly next: number;
}

const names = "january february march april may june july august september october november december".split(" ");
const ordinal = /^(?:st|nd|rd|th)$/;

/** The date that begins at a token. */
export function dateAt(tokens: readonly Token[], index: number): DateMatch | undefined {
  return (
    numericAt(tokens, index) ??
    monthFirst(tokens, index) ??
    dayFirst(tokens, index) ??
    quarterAt(tokens, index) ??
    yearAt(tokens, index)
  );
}

/** `2026-05-06`, `2026-05`, `2026/05/06`. Slashes in another order are ambiguous, and left. */
function numericAt(tokens: readonly Token[], index: number): DateMatch | undefined {
  const [year, first, month, second, day] = [0, 1, 2, 3, 4].map((offset) => tokens[index + offset]);
  if (!isYear(year) || month?.kind !== "number" || !/^\d{2}$/.test(month.text) || month.spaced) return undefined;
  if (first?.text !== "-" && first?.text !== "/") return undefined;
  if (second?.text === first.text && day !== undefined && /^\d{2}$/.test(day.text) && !day.spaced)
    return dated(`${year.text}-${month.text}-${day.text}`, index, index + 5);
  return first.text === "-" ? dated(`${year.text}-${month.text}`, index, index + 3) : undefined;
}

/** `May 6`, `May 6th, 2026`, `May 2026`, `Sept. 2026`. */
function monthFirst(tokens: readonly Token[], index: number): DateMatch | undefined {
  const month = monthOf(tokens[index]);
  if (month === undefined) return undefined;
  let at = index + 1;
  if (tokens[at]?.text === "." && tokens[at]?.spaced === false) at++;
  const day = dayOf(tokens[at]);
  if (day !== undefined && !hasUnitLetters(tokens[at + 1])) {
    at++;
    if (ordinal.test(tokens[at]?.lower ?? "")) at++;
    const comma = tokens[at]?.text === "," ? at + 1 : at;
    const year = tokens[comma];
    if (isYear(year)) return dated(`${year.text}-${month}-${day}`, index, comma + 1);
    return { date: `--${month}-${day}`, from: index, next: at };
  }
  const comma = tokens[at]?.text === "," || tokens[at]?.lower === "of" ? at + 1 : at;
  const year = tokens[comma];
  if (isYear(year)) return dated(`${year.text}-${month}`, index, comma + 1);
  return isMonthAlone(tokens, index) ? { date: `--${month}`, from: index, next: index + 1 } : undefined;
}

/** `6 May 2026`, `the 6th of May`. */
function dayFirst(tokens: readonly Token[], index: number): DateMatch | undefined {
  const day = dayOf(tokens[index]);
  if (day === undefined) return undefined;
  let at = index + 1;
  if (ordinal.test(tokens[at]?.lower ?? "")) at++;
  if (tokens[at]?.lower === "of") at++;
  const month = monthOf(tokens[at]);
  if (month === undefined) return undefined;
  const comma = tokens[at + 1]?.text === "," ? at + 2 : at + 1;
  const year = tokens[comma];
  if (isYear(year)) return dated(`${year.text}-${month}-${day}`, index, comma + 1);
  return { date: `--${month}-${day}`, from: index, next: at + 1 };
}

/** `Q1 2026`, `1Q26`, `first quarter of 2026`. */
function quarterAt(tokens: readonly Token[], index: number): DateMatch | undefined {
  const token = tokens[index];
  if (token === undefined) return undefined;
  const [, short] = /^q([1-4])$/.exec(token.lower) ?? [];
  if (short !== undefined) {
    const year = tokens[index + 1];
    if (isYear(year)) return { date: `${year.text}-Q${short}`, from: index, next: index + 2 };
  }
  const [, tight] = /^q(\d{2})$/.exec(tokens[index + 1]?.lower ?? "") ?? [];
  if (/^[1-4]$/.test(token.text) && tight !== undefined && tokens[index + 1]?.spaced === false)
    return { date: `20${tight}-Q${token.text}`, from: index, next: index + 2 };
  const which = ["first", "second", "third", "fourth"].indexOf(token.lower);
  if (which >= 0 && tokens[index + 1]?.lower === "quarter") {
    const at = tokens[index + 2]?.lower === "of" ? index + 3 : index + 2;
    const year = tokens[at];
    if (isYear(year)) return { date: `${year.text}-Q${which + 1}`, from: index, next: at + 1 };
  }
  return undefined;
}

/** A year alone: `by 2030`, `end-2026`, `early 2030s`. */
function yearAt(tokens: readonly Token[], index: number): DateMatch | undefined {
  const year = tokens[index];
  if (!isYear(year)) return undefined;
  const after = tokens[index + 1];
  if (after?.lower === "s" && !after.spaced) return undefined;
  return { date: year.text, from: index, next: index + 1 };
}

/** Four digits that can hardly be anything else; the caller has seen that no unit follows. */
export function isYear(token: Token | undefined): token is Token {
  return token?.kind === "number" && /^(?:19[5-9]|20[0-9])\d$/.test(token.text);
}

function monthOf(token: Token | undefined): string | undefined {
  if (token?.kind !== "word" || !/^\p{Lu}/u.test(token.text)) return undefined;
  const index = names.findIndex(
    (name) =>
      name === token.lower || name.slice(0, 3) === token.lower || (name === "september" && token.lower === "sept"),
  );
  return index < 0 ? undefined : String(index + 1).padStart(2, "0");
}

/** `May` and `March` are also words; alone they are months after a preposition, in the middle of a sentence. */
function isMonthAlone(tokens: readonly Token[], index: number): boolean {
  const previous = tokens[index - 1]?.lower ?? "";
  return /^(?:in|by|since|until|from|to|during|through|around|early|late|mid|of|and|last|this|next)$/.test(previous);
}

function dayOf(token: Token | undefined): string | undefined {
  if (token?.kind !== "number" || !/^\d{1,2}$/.test(token.text)) return undefined;
  return token.value >= 1 && token.value <= 31 ? token.text.padStart(2, "0") : undefined;
}

function hasUnitLetters(token: Token | undefined): boolean {
  return (
    token !== undefined && !token.spaced && token.kind === "word" && !ordinal.test(token.lower) && !isHyphen(token)
  );
}

function dated(date: string, from: number, next: number): DateMatch | undefined {
  return parseDate(date) === undefined ? undefined : { date, from, next };
}
