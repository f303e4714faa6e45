/** Quantities and dates of one sentence: the grammar of `about 5 to 6 billion dollars a year`. */
import { amountAt, scaledLike, writtenAmount, type Amount } from "./amounts.ts";
import { dateAt } from "./dates.ts";
import { hedgesAround, type Bound } from "./hedges.ts";
import { afterParts, isLabel, isPartOfName } from "./labels.ts";
import { multipleAt } from "./multiples.ts";
import { timeOfMoney, withDenominators } from "./rates.ts";
import { isDash, tokensOf, type Token } from "./tokens.ts";
import { isMoney, isTime, unitAt, type UnitMatch } from "./units.ts";

/** A number with a unit, as a text prints it. */
export interface Quantity {
  readonly kind: "quantity";
  /** Both ends are the same where it is one value. */
  readonly low: number;
  readonly high: number;
  /** In the deal language's spelling; empty for a plain number. */
  readonly unit: string;
  /** As a formula of the deal language; a range as two. */
  readonly written: readonly [low: string, high: string];
  /** Half a unit of the last printed place, in the unit. */
  readonly rounding: number;
  readonly bound: Bound | undefined;
  readonly approximate: boolean;
  readonly hedges: readonly string[];
  /** As printed, hedges included. */
  readonly printed: string;
  /** Place in the sentence. */
  readonly start: number;
  readonly end: number;
  /** What a plain number counts, as printed: `financial service agents`. */
  readonly counts: string | undefined;
}

export interface DateMention {
  readonly kind: "date";
  /** `2026-05-06`, `2026-05`, `2026-Q3`, `2026`, or `--05-06` and `--05` where no year is printed. */
  readonly date: string;
  readonly bound: Bound | undefined;
  readonly approximate: boolean;
  readonly hedges: readonly string[];
  readonly printed: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Everything that a sentence measures, and the dates it names, in its order.
 * @param heading words that a number without a unit may take one from, such as the header of a table's column
 */
export function quantitiesIn(text: string, heading?: string): (Quantity | DateMention)[] {
  const tokens = tokensOf(text);
  const found: (Quantity | DateMention)[] = [];
  for (let at = 0; at < tokens.length;) {
    const reading = readAt(text, tokens, at, heading);
    if (reading === undefined) at++;
    else {
      if (reading.found !== undefined) found.push(...reading.found);
      at = Math.max(at + 1, reading.next);
    }
  }
  return found;
}

interface Reading {
  readonly found: readonly (Quantity | DateMention)[] | undefined;
  readonly next: number;
}

function readAt(text: string, tokens: readonly Token[], at: number, heading: string | undefined): Reading | undefined {
  if (isPartOfName(tokens, at)) return { found: undefined, next: at + 1 };
  const date = dateAt(tokens, at);
  const parts = date === undefined ? afterParts(tokens, at) : undefined;
  if (parts !== undefined) return { found: undefined, next: parts };
  const amount = amountAt(tokens, at);
  const unitFollows =
    amount !== undefined && (amount.currency !== undefined || unitAt(tokens, amount.next) !== undefined);
  if (date !== undefined && !(unitFollows && /^\d{4}$/.test(date.date))) {
    const range = rangeOfYears(tokens, date.date, date.next);
    const dates = [date, ...(range === undefined ? [] : [range])];
    const next = range?.next ?? date.next;
    return { found: dates.map((each) => mention(text, tokens, each.date, each.from, each.next)), next };
  }
  const quantity = amount === undefined ? undefined : quantityAt(text, tokens, amount, heading);
  return quantity ?? multipleAt(text, tokens, at);
}

/** `2028-2029`, `2026-27` */
function rangeOfYears(
  tokens: readonly Token[],
  date: string,
  next: number,
): { date: string; from: number; next: number } | undefined {
  const year = tokens[next + 1];
  if (!/^\d{4}$/.test(date) || !(isDash(tokens[next]) || tokens[next]?.lower === "to") || year?.kind !== "number")
    return undefined;
  if (/^\d{4}$/.test(year.text) && year.value > Number(date))
    return { date: year.text, from: next + 1, next: next + 2 };
  const full = `${date.slice(0, 2)}${year.text}`;
  return /^\d{2}$/.test(year.text) && !year.spaced && Number(full) > Number(date)
    ? { date: full, from: next + 1, next: next + 2 }
    : undefined;
}

function mention(text: string, tokens: readonly Token[], date: string, from: number, next: number): DateMention {
  const hedging = hedgesAround(text, tokens, from, next);
  const start = tokens[hedging.from]?.start ?? 0;
  const end = tokens[next - 1]?.end ?? start;
  const { bound, approximate, words } = hedging;
  return { kind: "date", date, bound, approximate, hedges: words, printed: text.slice(start, end), start, end };
}

function quantityAt(
  text: string,
  tokens: readonly Token[],
  first: Amount,
  heading: string | undefined,
): Reading | undefined {
  const firstUnit = unitAt(tokens, first.next);
  const range = rangeAt(tokens, first, firstUnit);
  const low = range === undefined ? first : scaledLike(first, range.high);
  const high = range === undefined ? first : scaledLike(range.high, low);
  const found = unitAt(tokens, high.next) ?? firstUnit;
  const currency = high.currency ?? low.currency;
  const printedUnit: UnitMatch =
    currency === undefined
      ? (found ?? { unit: "", scale: 1, next: high.next })
      : { unit: currency, scale: 1, next: isSameMoney(found, currency) ? found.next : high.next };
  const hasUnit = currency !== undefined || found !== undefined;
  if (!hasUnit && first.inWords && first.multiplier === undefined) return undefined;
  if (!hasUnit && low.multiplier === undefined && isLabel(tokens, low)) return { found: undefined, next: low.next };
  const full = hasUnit ? withDenominators(tokens, printedUnit) : printedUnit;
  const fromHeading = hasUnit ? undefined : unitOfHeading(heading);
  const spelling = fromHeading ?? full.unit;
  const unit = timeOfMoney(tokens, low.from, full.next, spelling);
  const hedging = hedgesAround(text, tokens, low.from, full.next, isTime(unit));
  const start = tokens[hedging.from]?.start ?? 0;
  const end = tokens[full.next - 1]?.end ?? start;
  const { scale } = full;
  const write = (amount: Amount): string => {
    const number = scale === 1 ? writtenAmount(amount) : plain(amount.value * scale);
    if (unit.startsWith("1/")) return [number, ...unit.split("/").slice(1)].join(" / ");
    return unit === "" ? number : `${number} ${unit}`;
  };
  const quantity: Quantity = {
    kind: "quantity",
    low: low.value * scale,
    high: high.value * scale,
    unit,
    written: [write(low), write(high)],
    rounding: high.rounding * scale,
    bound: hedging.bound ?? (high.plus || low.plus ? "floor" : undefined),
    approximate: hedging.approximate,
    hedges: [...hedging.words, ...(high.plus || low.plus ? ["+"] : [])],
    printed: text.slice(start, end),
    start,
    end,
    counts: unit === "" ? countedThing(text, tokens, full.next) : undefined,
  };
  return { found: [quantity], next: full.next };
}

/** The high end of `5–6B`, `70 to 97 %`, `between 1 and 2`; two values of a change (`from $10B to $30B`) are none. */
function rangeAt(tokens: readonly Token[], low: Amount, lowUnit: UnitMatch | undefined): { high: Amount } | undefined {
  const at = lowUnit?.next ?? low.next;
  const sign = tokens[at];
  if (sign === undefined) return undefined;
  const previous = tokens[low.from - 1]?.lower;
  const dash = isDash(sign) && sign.spaced === (tokens[at + 1]?.spaced === true);
  const isBetween = previous === "between" && sign.lower === "and";
  if (!dash && !isBetween && sign.lower !== "to") return undefined;
  const high = amountAt(tokens, at + 1);
  if (high === undefined || high.inWords !== low.inWords) return undefined;
  const scaled = scaledLike(low, high);
  if (!(scaledLike(high, low).value > scaled.value)) return undefined;
  if (low.currency !== undefined && high.currency !== undefined && low.currency !== high.currency) return undefined;
  if (low.currency === undefined && high.currency !== undefined) return undefined;
  const highUnit = unitAt(tokens, high.next);
  if (lowUnit !== undefined && lowUnit.unit !== highUnit?.unit) return undefined;
  const isChange = previous === "from" && (lowUnit !== undefined || low.currency !== undefined);
  return isChange ? undefined : { high };
}

function isSameMoney(unit: UnitMatch | undefined, currency: string): unit is UnitMatch {
  return unit !== undefined && isMoney(unit.unit) && unit.unit === currency;
}

/** The unit that a table's headings give: `GPU count`, `Power (MW)`, `Share, %`. */
function unitOfHeading(heading: string | undefined): string | undefined {
  if (heading === undefined) return undefined;
  const tokens = tokensOf(heading);
  for (let at = tokens.length - 1; at >= 0; at--) {
    const found = unitAt(tokens, at);
    if (found !== undefined && found.unit !== "" && found.scale === 1) return withDenominators(tokens, found).unit;
  }
  return undefined;
}

/** The words after a plain number, up to the next sign or small word. */
function countedThing(text: string, tokens: readonly Token[], next: number): string | undefined {
  let end = next;
  while (end < Math.min(next + 4, tokens.length)) {
    const token = tokens[end];
    if (
      token?.kind !== "word" ||
      /^(?:of|in|for|to|and|or|at|on|by|from|with|that|is|are|was|were|will|per|as)$/.test(token.lower)
    )
      break;
    end++;
  }
  return end === next ? undefined : text.slice(tokens[next]?.start, tokens[end - 1]?.end);
}

/** Digits without an exponent and without rounding errors of the scale. */
export function plain(value: number): string {
  const text = String(Number(value.toPrecision(12)));
  return text.includes("e") ? text.replace("e+", "e") : text;
}
