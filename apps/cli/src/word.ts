/** Options that are one of a few words. */
import { exitCodes, Stop } from "./exit.ts";

/** @throws Stop with the words that are known */
export function word<Word extends string>(flag: string, written: string, words: readonly Word[]): Word {
  const found = words.find((each) => each === written.toLowerCase());
  if (found !== undefined) return found;
  throw new Stop(`--${flag} is "${written}"; known are ${words.join(", ")}`, exitCodes.mistakes);
}
