/** Mutations that exchange words and numbers of a deal. */
import type { Chance } from "./random.ts";
import { spliced } from "./splice.ts";
import { calls, dates, keys, names, numbers, units } from "./vocabulary.ts";

/** Two words change places. */
export function swapWords(text: string, chance: Chance): string {
  const words = wordsOf(text);
  if (words.length < 2) return text;
  const [left, right] = [chance.pick(words), chance.pick(words)].sort((a, b) => a.at - b.at);
  if (left === undefined || right === undefined || left === right) return text;
  return spliced(spliced(text, right.at, right.text.length, left.text), left.at, left.text.length, right.text);
}

/** Any word of the vocabulary in place of one. */
export function replaceWord(text: string, chance: Chance): string {
  const words = wordsOf(text);
  if (words.length === 0) return text;
  const { at, text: word } = chance.pick(words);
  return spliced(text, at, word.length, chance.pick(chance.pick([units, calls, names, numbers, dates, keys])));
}

/** Another word of the same list in place of one: most such deals still run. */
export function replaceLikeForLike(text: string, chance: Chance): string {
  const lists = [units, calls, names, dates, keys];
  const found = wordsOf(text).flatMap((word) => {
    const list = /^\d+(?:\.\d+)?$/.test(word.text) ? numbers : lists.find((words) => words.includes(word.text));
    return list === undefined ? [] : [{ ...word, list }];
  });
  if (found.length === 0) return text;
  const { at, text: word, list } = chance.pick(found);
  return spliced(text, at, word.length, chance.pick(list));
}

/** An extreme number in place of a word that begins with a digit. */
export function replaceNumber(text: string, chance: Chance): string {
  const found = wordsOf(text).filter((word) => /^\d/.test(word.text));
  if (found.length === 0) return text;
  const { at, text: word } = chance.pick(found);
  return spliced(text, at, word.length, chance.pick(numbers));
}

/** Pieces between spaces and punctuation, and the places where they begin. */
function wordsOf(text: string): { at: number; text: string }[] {
  return [...text.matchAll(/[\w.%/^-]+/g)].map((match) => ({ at: match.index, text: match[0] }));
}
