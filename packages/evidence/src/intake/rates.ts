/** What a quantity is per: `a month`, `/GPU-hour`, `per kilogram`, and the words that make money yearly. */
import type { UnitMatch } from "./units.ts";
import { isMoney, isTime, singular, unitAt } from "./units.ts";
import { isHyphen, type Token } from "./tokens.ts";

const adverbs: Readonly<Record<string, string>> = {
  annually: "yr",
  yearly: "yr",
  monthly: "month",
  weekly: "week",
  daily: "day",
  hourly: "h",
  quarterly: "quarter",
};
const yearly = /^(?:annual|annually|annualized|annualised|yearly|arr)$/;
const monthly = /^monthly$/;
/** `per effective gigawatt`, `per NVIDIA GPU`. */
const passedOver = /^(?:effective|installed|nvidia|single|calendar|leased)$/;
/** Counts without a unit of their own still make a denominator: `per million tokens`. */
const millions: Readonly<Record<string, string>> = { thousand: "k", million: "M", billion: "G" };

/** A unit with what follows it, such as `USD` and ` per GPU per hour` for `USD/GPU/h`. */
export function withDenominators(tokens: readonly Token[], unit: UnitMatch): UnitMatch {
  let { unit: spelling, next } = unit;
  const parts = spelling.split("/").length;
  for (let count = 0; count < 2; count++) {
    const found = denominatorAt(tokens, next);
    if (found === undefined || (spelling === "" && found.unit === "")) break;
    if (
      spelling
        .split("/")
        .slice(parts)
        .some((part) => found.unit.split("/").includes(part))
    )
      break;
    spelling = `${spelling === "" ? "1" : spelling}/${found.unit}`;
    next = found.next;
  }
  return { ...unit, unit: spelling, next };
}

function denominatorAt(tokens: readonly Token[], index: number): { unit: string; next: number } | undefined {
  const token = tokens[index];
  if (token === undefined) return undefined;
  const adverb = Object.hasOwn(adverbs, token.lower) ? adverbs[token.lower] : undefined;
  if (adverb !== undefined) return { unit: adverb, next: index + 1 };
  const opens = /^(?:per|a|an|each|every)$/.test(token.lower) || token.text === "/";
  if (!opens) return undefined;
  let at = index + 1;
  if (token.lower === "per" && tokens[at]?.lower === "annum") return { unit: "yr", next: at + 1 };
  while (passedOver.test(tokens[at]?.lower ?? "")) at++;
  const many = millions[tokens[at]?.lower ?? ""];
  const one = unitAt(tokens, many === undefined ? at : at + 1);
  if (one === undefined || one.unit === "" || one.unit === "%" || one.scale !== 1) return undefined;
  // "$5B a chip" is a price, "5 GW a H100" is nothing that people write.
  // `$318m a year earlier` is a comparison
  if (/^(?:ago|earlier|before|later|from)$/.test(tokens[one.next]?.lower ?? "") && token.lower === "a")
    return undefined;
  if (!isTime(one.unit) && (token.lower === "an" || token.lower === "every")) return undefined;
  if (one.unit === "GPU*h") return { unit: "GPU/h", next: one.next };
  // `GPU-hour` tight, or `GPU/hour`
  const after = tokens[one.next];
  if (isHyphen(after) && singular(tokens[one.next + 1]?.lower ?? "") === "hour")
    return { unit: `${one.unit}/h`, next: one.next + 2 };
  if (isHyphen(after) && singular(tokens[one.next + 1]?.lower ?? "") === "month")
    return { unit: `${one.unit}/month`, next: one.next + 2 };
  return { unit: many === undefined ? one.unit : `${many}${one.unit}`, next: one.next };
}

const reach = 6;

/**
 * Money that a word near it makes a rate: `$6B of annual revenue`, `an annualised loss of $6B`, `$10B ARR`, `a $150B run rate`.
 * The word is looked for in the clause, not past another number.
 */
export function timeOfMoney(tokens: readonly Token[], from: number, next: number, unit: string): string {
  if (!isMoney(unit)) return unit;
  for (let at = next; at < Math.min(next + reach, tokens.length); at++) {
    const token = tokens[at];
    if (token === undefined || closes(token)) break;
    if (isRunRate(tokens, at) || yearly.test(token.lower)) return `${unit}/yr`;
    if (monthly.test(token.lower)) return `${unit}/month`;
    if (isEach(tokens, at, "year")) return `${unit}/yr`;
    if (isEach(tokens, at, "month")) return `${unit}/month`;
  }
  for (let at = from - 1; at >= Math.max(0, from - reach); at--) {
    const token = tokens[at];
    if (token === undefined || closes(token)) break;
    if (yearly.test(token.lower) || isRunRate(tokens, at)) return `${unit}/yr`;
    if (monthly.test(token.lower)) return `${unit}/month`;
  }
  return unit;
}

function isEach(tokens: readonly Token[], index: number, word: string): boolean {
  return (
    /^(?:per|a|each|every)$/.test(tokens[index]?.lower ?? "") &&
    tokens[index + 1]?.lower === word &&
    !/^(?:ago|earlier|before|later)$/.test(tokens[index + 2]?.lower ?? "")
  );
}

function isRunRate(tokens: readonly Token[], index: number): boolean {
  const after = isHyphen(tokens[index + 1]) ? index + 2 : index + 1;
  return tokens[index]?.lower === "run" && tokens[after]?.lower === "rate";
}

function closes(token: Token): boolean {
  return token.kind === "number" || /^[.,;:()"“”|]$/.test(token.text);
}
