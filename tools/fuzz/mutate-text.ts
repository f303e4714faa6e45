/** Mutations that take a deal for mere characters. */
import type { Chance } from "./random.ts";
import { spliced } from "./splice.ts";
import { oddities } from "./vocabulary.ts";

const openings = [
  "(",
  "[",
  "{",
  "- ",
  "? ",
  "{a: ",
  "not ",
  "-",
  "max(",
  "a: ",
  "1 ^ ",
  "1 + ",
  "!!map ",
  "GPU/",
  "\n  a:",
];

/** Any ASCII character in place of one. */
export function replaceCharacter(text: string, chance: Chance): string {
  return spliced(text, chance.below(text.length + 1), 1, String.fromCharCode(chance.below(128)));
}

/** A mark that a reader may trip over, anywhere. */
export function insertOddity(text: string, chance: Chance): string {
  return spliced(text, chance.below(text.length + 1), 0, chance.pick(oddities));
}

/** A stretch of characters gone. */
export function removeStretch(text: string, chance: Chance): string {
  return spliced(text, chance.below(text.length + 1), 1 + chance.below(chance.next() < 0.2 ? 200 : 8), "");
}

/** A stretch of characters twice. */
export function repeatStretch(text: string, chance: Chance): string {
  const at = chance.below(text.length + 1);
  return spliced(text, at, 0, text.slice(at, at + 1 + chance.below(80)));
}

/** Something opened up to thousands of times and never closed. */
export function nestDeeply(text: string, chance: Chance): string {
  const opening = chance.pick(openings);
  const times = 2 ** (1 + chance.below(chance.next() < 0.1 ? 14 : 8));
  return spliced(text, chance.below(text.length + 1), 0, opening.repeat(times));
}
