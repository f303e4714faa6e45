/** Numbers that name something, or count lines, and measure nothing: `Colossus 1`, `GPT-5.5`, `Watch #1`, `1.` */
import type { Amount } from "./amounts.ts";
import { isHyphen, type Token } from "./tokens.ts";

/** Words after which a number is one of many of its kind. */
const kinds =
  /^(?:ep|episode|chapter|section|sections|page|pages|figure|fig|table|tables|part|step|steps|no|nos|number|item|appendix|note|notes|footnote|exhibit|issue|volume|vol|version|release|phase|tier|level|line|lines|layer|gen|generation|season|round|series|type|class|rule|form|article|id|isbn|doi|top|web|act)$/;

/** Whether an amount without a unit, a currency or a multiplier is a name or a number in a list. */
export function isLabel(tokens: readonly Token[], { from, next }: Amount): boolean {
  const number = tokens[from];
  const previous = tokens[from - 1];
  const after = tokens[next];
  if (number === undefined) return true;
  if (previous !== undefined) {
    if (/^[#@$&_]$/.test(previous.text)) return true;
    if (kinds.test(previous.lower)) return true;
    if (previous.kind === "word" && /^\p{Lu}/u.test(previous.text) && !sentenceWord(previous)) return true;
  }
  // What nothing introduces and nothing follows measures nothing: `AI play 3.0`, but `a PUE of 1.2`
  if (!isNoun(after) && number.text.includes(".") && !introduces(previous)) return true;
  // `1. Heading`, `2)`
  if (from === 0 && (after?.text === "." || after?.text === ")")) return true;
  // `(1)`, `[12]`
  if (/^[([]$/.test(previous?.text ?? "") && /^[)\]]$/.test(after?.text ?? "")) return true;
  // A version or a number with letters that are no unit: `3.0.1`, `1Q`, `4x4`
  if (after !== undefined && !after.spaced && after.kind === "word") return true;
  if (after?.text === "." && !after.spaced && tokens[next + 1]?.kind === "number" && tokens[next + 1]?.spaced === false)
    return true;
  return false;
}

/**
 * Index after a date, a time or a fraction whose parts are no quantities: `11/28/26`, `12:37`, `1/3`. Which of a date's numbers
 * is the month is anybody's guess.
 */
export function afterParts(tokens: readonly Token[], index: number): number | undefined {
  let at = index;
  while (
    tokens[at]?.kind === "number" &&
    /^[/:]$/.test(tokens[at + 1]?.text ?? "") &&
    tokens[at + 1]?.spaced === false &&
    tokens[at + 2]?.kind === "number" &&
    tokens[at + 2]?.spaced === false
  )
    at += 2;
  return at === index ? undefined : at + 1;
}

/** Whether a number hangs on a word by a hyphen or a sign, as in `GPT-5.5` and `v4.2`; `mid-2027` and `sub-10%` do not. */
export function isPartOfName(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  const previous = tokens[index - 1];
  if (token === undefined || previous === undefined || token.spaced) return false;
  if (previous.kind === "word" || previous.text === "_" || previous.text === "#" || previous.text === "@") return true;
  if (previous.kind === "number") return true;
  // `10.1.2`, `https://host/123`, `12:30`
  if ((previous.text === "." || previous.text === ":") && tokens[index - 2]?.end === previous.start) return true;
  if (!isHyphen(previous) || previous.spaced) return false;
  const word = tokens[index - 2];
  if (word?.kind === "number") return false;
  return word !== undefined && !/^(?:mid|end|early|late|pre|post|sub|non|near|fy)$/.test(word.lower);
}

function isNoun(token: Token | undefined): boolean {
  return token?.kind === "word" && !sentenceWord(token);
}

function introduces(previous: Token | undefined): boolean {
  return (
    previous !== undefined &&
    /^(?:of|is|was|at|to|by|about|around|roughly|near|nearly|over|under|above|below|than|=|:|~|≈|\|)$/.test(
      previous.lower,
    )
  );
}

/** Words that begin sentences before counts: `With 10 sites`, `The 3 labs`. */
function sentenceWord({ lower }: Token): boolean {
  return /^(?:the|a|an|with|of|in|on|at|by|for|from|to|and|or|all|these|those|its|their|our|his|her|only|some|about|over|nearly|almost|around|roughly|up|just|than|least|most|another|first|last|next|past|every|each|is|are|was|has|have|had|if|when|while|as|but|where|after|before|within|under|between|today|we|they|it)$/.test(
    lower,
  );
}
