/** Amounts: digits or number words, with a currency before and a multiplier after. */
import { isHyphen, type Token } from "./tokens.ts";

export interface Amount {
  /** As printed, multiplier applied. */
  readonly value: number;
  /** Digits as the deal language writes them, such as `1.25`. */
  readonly digits: string;
  /** Multiplier word of the deal language, or none. */
  readonly multiplier: Multiplier | undefined;
  readonly currency: string | undefined;
  /** Half a unit of the last printed place. */
  readonly rounding: number;
  /** `220,000+`. */
  readonly plus: boolean;
  readonly inWords: boolean;
  readonly from: number;
  /** Index of the token after it. */
  readonly next: number;
}

const scales = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 } as const;
export type Multiplier = keyof typeof scales;

const multiplierWords: ReadonlyMap<string, Multiplier> = new Map([
  ["thousand", "thousand"],
  ["million", "million"],
  ["millions", "million"],
  ["mn", "million"],
  ["mm", "million"],
  ["mln", "million"],
  ["billion", "billion"],
  ["billions", "billion"],
  ["bn", "billion"],
  ["bln", "billion"],
  ["trillion", "trillion"],
  ["trillions", "trillion"],
  ["tn", "trillion"],
  ["trn", "trillion"],
]);
/** Letters that multiply when they touch the number. `m` and `T` are also units, so they ask for money or a noun. */
const multiplierLetters: ReadonlyMap<string, Multiplier> = new Map([
  ["k", "thousand"],
  ["K", "thousand"],
  ["m", "million"],
  ["M", "million"],
  ["b", "billion"],
  ["B", "billion"],
  ["t", "trillion"],
  ["T", "trillion"],
]);

const signs: ReadonlyMap<string, string> = new Map([
  ["$", "USD"],
  ["€", "EUR"],
  ["£", "GBP"],
  ["¥", "JPY"],
  ["₩", "KRW"],
  ["₹", "INR"],
]);
const codes: readonly string[] = [
  "USD",
  "EUR",
  "GBP",
  "JPY",
  "CNY",
  "KRW",
  "INR",
  "CAD",
  "AUD",
  "CHF",
  "SGD",
  "AED",
  "SAR",
];
const signPrefixes: ReadonlyMap<string, string> = new Map([
  ["US", "USD"],
  ["USD", "USD"],
  ["C", "CAD"],
  ["CA", "CAD"],
  ["A", "AUD"],
  ["AU", "AUD"],
  ["S", "SGD"],
]);

const ones = (
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen " +
  "sixteen seventeen eighteen nineteen"
).split(" ");
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** The amount that begins at a token; undefined when none does. */
export function amountAt(tokens: readonly Token[], index: number): Amount | undefined {
  const { currency, next } = currencyAt(tokens, index);
  const number = tokens[next];
  if (number === undefined) return undefined;
  if (number.kind === "number") return digitsAt(tokens, index, next, currency);
  if (currency !== undefined) return undefined;
  return wordsAt(tokens, index);
}

/** Currency as a sign or a code before a number. */
function currencyAt(tokens: readonly Token[], index: number): { currency: string | undefined; next: number } {
  const [first, second, third] = [tokens[index], tokens[index + 1], tokens[index + 2]];
  const none = { currency: undefined, next: index };
  if (first === undefined) return none;
  const sign = signs.get(first.text);
  if (sign !== undefined) return second?.kind === "number" ? { currency: sign, next: index + 1 } : none;
  const prefixed = signPrefixes.get(first.text);
  if (prefixed !== undefined && second?.text === "$" && !second.spaced && third?.kind === "number")
    return { currency: prefixed, next: index + 2 };
  if (codes.includes(first.text) && second?.kind === "number") return { currency: first.text, next: index + 1 };
  return none;
}

function digitsAt(tokens: readonly Token[], from: number, at: number, currency: string | undefined): Amount {
  const number = tokens[at];
  if (number === undefined) throw new Error("an amount has a number");
  let next = at + 1;
  const multiplier = multiplierAt(tokens, next, currency !== undefined);
  if (multiplier !== undefined) next = multiplier.next;
  const scale = multiplier === undefined ? 1 : scales[multiplier.word];
  let plus = false;
  const sign = tokens[next];
  if (sign?.text === "+" && !sign.spaced && tokens[next + 1]?.kind !== "number") {
    plus = true;
    next++;
  }
  // `100+ billion`
  const late = plus && multiplier === undefined ? multiplierAt(tokens, next, currency !== undefined) : undefined;
  const word = multiplier?.word ?? late?.word;
  const digits = number.text.replaceAll(/[,\u00a0\u202f]/g, "").replace(/^\./, "0.");
  return {
    value: number.value * (late === undefined ? scale : scales[late.word]),
    digits,
    multiplier: word,
    currency,
    rounding: roundingOf(digits) * (word === undefined ? 1 : scales[word]),
    plus,
    inWords: false,
    from,
    next: late?.next ?? next,
  };
}

function multiplierAt(
  tokens: readonly Token[],
  index: number,
  isMoney: boolean,
): { word: Multiplier; next: number } | undefined {
  const token = tokens[index];
  if (token === undefined) return undefined;
  const hyphen = isHyphen(token) && !token.spaced;
  const word = multiplierWords.get((hyphen ? tokens[index + 1] : token)?.lower ?? "");
  if (word !== undefined) return { word, next: index + (hyphen ? 2 : 1) };
  const letter = multiplierLetters.get(token.text);
  if (letter === undefined || token.spaced) return undefined;
  const sure = isMoney || letter === "thousand" || token.text === "B";
  return sure || startsNoun(tokens[index + 1]) ? { word: letter, next: index + 1 } : undefined;
}

function startsNoun(token: Token | undefined): boolean {
  return (
    token?.kind === "word" &&
    token.spaced &&
    /^\p{Ll}{3}/u.test(token.text) &&
    !/^(?:and|for|with|from|per|the|that|than|was|were|has|had|into|over|under|but|are)$/.test(token.text)
  );
}

/** Number words: `eleven`, `twenty-five`, `two hundred`, `a hundred thousand`. */
function wordsAt(tokens: readonly Token[], index: number): Amount | undefined {
  let at = index;
  let total = 0;
  let group: number | undefined;
  let multiplier: Multiplier | undefined;
  const article = tokens[at]?.lower;
  if ((article === "a" || article === "an") && isScale(tokens[at + 1]?.lower)) {
    group = 1;
    at++;
  }
  for (;;) {
    const hyphen = at > index && isHyphen(tokens[at]) && tokens[at]?.spaced === false;
    const word = tokens[hyphen ? at + 1 : at]?.lower ?? "";
    const unit = ones.indexOf(word);
    const ten = tens.indexOf(word);
    if (unit >= 0 && (group === undefined || (group % 10 === 0 && unit < 10 && group % 100 !== 10)))
      group = (group ?? 0) + unit;
    else if (ten >= 0 && (group === undefined || group % 100 === 0)) group = (group ?? 0) + 10 * (ten + 2);
    else if (word === "hundred" && group !== undefined && group < 10) group *= 100;
    else if (
      multiplier === undefined &&
      group !== undefined &&
      multiplierWords.get(word) !== undefined &&
      word.length > 4
    ) {
      multiplier = multiplierWords.get(word);
      at += hyphen ? 2 : 1;
      break;
    } else break;
    at += hyphen ? 2 : 1;
  }
  if (group === undefined) return undefined;
  total = group * (multiplier === undefined ? 1 : scales[multiplier]);
  return {
    value: total,
    digits: String(group),
    multiplier,
    currency: undefined,
    rounding: roundingOf(String(group)) * (multiplier === undefined ? 1 : scales[multiplier]),
    plus: false,
    inWords: true,
    from: index,
    next: at,
  };
}

function isScale(word: string | undefined): boolean {
  return word === "hundred" || (word !== undefined && word.length > 4 && multiplierWords.has(word));
}

/** Half a unit of the last place, taking a number to be printed to two digits at least: 5 is good to 0.05. */
export function roundingOf(digits: string): number {
  const [whole = "", decimals] = digits.split(".");
  if (decimals !== undefined) return 0.5 * tenTo(-decimals.length);
  const zeros = /0*$/.exec(whole)?.[0].length ?? 0;
  const significant = whole.length - zeros;
  return 0.5 * tenTo(Math.min(zeros, significant < 2 ? whole.length - 2 : zeros));
}

/** Powers of ten whose decimal form is exact. */
function tenTo(power: number): number {
  return Number(`1e${power}`);
}

/** The amount with the multiplier of the other end of its range: `5 to 6 billion`. */
export function scaledLike(amount: Amount, other: Amount): Amount {
  if (amount.multiplier !== undefined || other.multiplier === undefined) return amount;
  const scale = scales[other.multiplier];
  return {
    ...amount,
    value: amount.value * scale,
    rounding: amount.rounding * scale,
    multiplier: other.multiplier,
  };
}

/** How the deal language writes it, without a unit. */
export function writtenAmount({ digits, multiplier }: Pick<Amount, "digits" | "multiplier">): string {
  return multiplier === undefined ? digits : `${digits} ${multiplier}`;
}
