/** Words as they are compared: without case, plural or what every sentence has. */

const empty = new Set(
  (
    "the a an and or of in on at to by for from with is are was were be been it its this that these those as has have had " +
    "more than about roughly around over under some said say about not but which who will would per up all one two there " +
    "into out also only their they he she we our i if then so no nor what when where how why new"
  ).split(" "),
);
const same: Readonly<Record<string, string>> = {
  utilization: "utilisation",
  center: "centre",
  gpus: "gpu",
  annualized: "annual",
  annualised: "annual",
  yearly: "annual",
};

/** Content words of a text or a name. */
export function wordsOf(text: string): Set<string> {
  const found = text
    .normalize("NFKD")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  const words = (found ?? []).filter((word) => !empty.has(word));
  return new Set(words.map((word) => (Object.hasOwn(same, word) ? (same[word] ?? word) : singular(word))));
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us")
    ? word.slice(0, -1)
    : word;
}

/** How many words of `few` are among `many`. */
export function shared(few: ReadonlySet<string>, many: ReadonlySet<string>): number {
  return [...few].filter((word) => many.has(word)).length;
}
