/** Words that say how firmly a quantity is meant: about, bounds, and doubt. */
import { phraseAt, type Token } from "./tokens.ts";

/** How the number is meant: as it stands, nearly, or as a bound. */
export type Bound = "floor" | "ceiling";

export interface Hedging {
  readonly bound: Bound | undefined;
  readonly approximate: boolean;
  /** The words, as printed and in their order. */
  readonly words: readonly string[];
  /** Index of the first token of them; that of the amount where there are none. */
  readonly from: number;
}

type Sense = Bound | "approximate";

const before: readonly (readonly [phrase: string, sense: Sense])[] = [
  ["more than", "floor"],
  ["greater than", "floor"],
  ["at least", "floor"],
  ["no less than", "floor"],
  ["not less than", "floor"],
  ["no fewer than", "floor"],
  ["a minimum of", "floor"],
  ["minimum of", "floor"],
  ["upwards of", "floor"],
  ["north of", "floor"],
  ["in excess of", "floor"],
  ["exceeding", "floor"],
  ["exceeds", "floor"],
  ["exceed", "floor"],
  ["exceeded", "floor"],
  ["surpass", "floor"],
  ["surpasses", "floor"],
  ["surpassing", "floor"],
  ["surpassed", "floor"],
  ["over", "floor"],
  ["above", "floor"],
  ["beyond", "floor"],
  [">", "floor"],
  ["≥", "floor"],
  ["up to", "ceiling"],
  ["at most", "ceiling"],
  ["as much as", "ceiling"],
  ["as many as", "ceiling"],
  ["no more than", "ceiling"],
  ["not more than", "ceiling"],
  ["less than", "ceiling"],
  ["fewer than", "ceiling"],
  ["a maximum of", "ceiling"],
  ["maximum of", "ceiling"],
  ["capped at", "ceiling"],
  ["under", "ceiling"],
  ["below", "ceiling"],
  ["within", "ceiling"],
  ["<", "ceiling"],
  ["≤", "ceiling"],
  ["about", "approximate"],
  ["around", "approximate"],
  ["roughly", "approximate"],
  ["approximately", "approximate"],
  ["approx", "approximate"],
  ["approx .", "approximate"],
  ["circa", "approximate"],
  ["c .", "approximate"],
  ["some", "approximate"],
  ["nearly", "approximate"],
  ["almost", "approximate"],
  ["close to", "approximate"],
  ["near", "approximate"],
  ["an estimated", "approximate"],
  ["estimated", "approximate"],
  ["~", "approximate"],
  ["∼", "approximate"],
  ["≈", "approximate"],
  ["±", "approximate"],
];
const beforeWords = before.map(([phrase, sense]) => [phrase.split(" "), sense] as const);

const after: readonly (readonly [phrase: string, sense: Sense])[] = [
  ["or more", "floor"],
  ["or so", "approximate"],
  ["or less", "ceiling"],
  ["or fewer", "ceiling"],
  ["plus", "floor"],
  ["give or take", "approximate"],
];
const afterWords = after.map(([phrase, sense]) => [phrase.split(" "), sense] as const);

/**
 * Hedges that end where the amount begins, and such as follow it.
 * @param isTime whether it is a length of time: `over ten years` is then no bound but a span
 */
export function hedgesAround(
  text: string,
  tokens: readonly Token[],
  from: number,
  next: number,
  isTime = false,
): Hedging {
  let bound: Bound | undefined;
  let approximate = false;
  let start = from;
  const words: string[] = [];
  for (;;) {
    const found = endingAt(tokens, start);
    if (found === undefined || (isTime && tokens[found.start]?.lower === "over")) break;
    words.unshift(text.slice(tokens[found.start]?.start, tokens[start - 1]?.end));
    if (found.sense === "approximate") approximate = true;
    else bound ??= found.sense;
    start = found.start;
  }
  for (const [phrase, sense] of afterWords) {
    const end = phraseAt(tokens, next, phrase);
    if (end === undefined) continue;
    words.push(text.slice(tokens[next]?.start, tokens[end - 1]?.end));
    if (sense === "approximate") approximate = true;
    else bound ??= sense;
  }
  return { bound, approximate, words, from: start };
}

function endingAt(tokens: readonly Token[], end: number): { start: number; sense: Sense } | undefined {
  let longest: { start: number; sense: Sense } | undefined;
  for (const [phrase, sense] of beforeWords) {
    const start = end - phrase.length;
    if (start < 0 || phraseAt(tokens, start, phrase) !== end) continue;
    if (longest === undefined || start < longest.start) longest = { start, sense };
  }
  return longest;
}

const doubtful = new Set(
  (
    "may might could reportedly allegedly supposedly rumoured rumored possibly perhaps probably likely potentially " +
    "estimate estimates estimated estimating implies implied implying expect expects expected anticipates anticipated " +
    "project projects projected forecast forecasts target targets targeting targeted plan plans planned intend intends " +
    "aims predicts predicted believes believe think thinks suggests suggesting assume assumes assuming if would will should"
  ).split(" "),
);

/** Words of a sentence that make what it says less than certain, once each. */
export function doubtIn(tokens: readonly Token[]): string[] {
  return [
    ...new Set(tokens.filter(({ kind, lower }) => kind === "word" && doubtful.has(lower)).map(({ lower }) => lower)),
  ];
}
