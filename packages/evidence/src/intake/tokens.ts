/** A sentence into words, numbers and signs, each with its place. */

export interface Token {
  readonly kind: "number" | "word" | "sign";
  readonly text: string;
  /** Lower case, for comparing. */
  readonly lower: string;
  /** Value of a number. */
  readonly value: number;
  readonly start: number;
  readonly end: number;
  /** Whether whitespace, or the start, precedes. */
  readonly spaced: boolean;
}

/** `220,000`, `1.25`, `.5`; thousands are grouped by commas, or by thin or no-break spaces. */
const numberPattern = /\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,6}(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+/y;
/** A word may hold digits after its first letter: `H100`, `GB200s`. */
const wordPattern = /\p{L}[\p{L}\p{N}_]*(?:['’]\p{L}+)*/uy;
/** An address is one word, whatever numbers it holds. */
const addressPattern = /(?:[a-z]{2,8}:\/\/|www\.)\S+/iy;
const gapPattern = /\s*/y;

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  for (;;) {
    const start = offset + (matchAt(gapPattern, text, offset)?.length ?? 0);
    if (start >= text.length) return tokens;
    const spaced = start > offset || start === 0;
    const number = matchAt(numberPattern, text, start);
    const word =
      number === undefined ? (matchAt(addressPattern, text, start) ?? matchAt(wordPattern, text, start)) : undefined;
    const piece = number ?? word ?? String.fromCodePoint(text.codePointAt(start) ?? 0);
    tokens.push({
      kind: number === undefined ? (word === undefined ? "sign" : "word") : "number",
      text: piece,
      lower: piece.toLowerCase(),
      value: number === undefined ? NaN : Number(number.replaceAll(/[,\u00a0\u202f]/g, "")),
      start,
      end: start + piece.length,
      spaced,
    });
    offset = start + piece.length;
  }
}

/** The words of `phrase` in lower case, from `index` on; hyphens between them are passed over. */
export function phraseAt(tokens: readonly Token[], index: number, phrase: readonly string[]): number | undefined {
  let at = index;
  for (const [position, word] of phrase.entries()) {
    if (position > 0 && word !== "-" && isHyphen(tokens[at]) && tokens[at + 1]?.spaced === false) at++;
    if (tokens[at]?.lower !== word) return undefined;
    at++;
  }
  return at;
}

export function isHyphen(token: Token | undefined): boolean {
  return token !== undefined && /^[-\u2010\u2011]$/.test(token.text);
}

/** Hyphens, and the dashes of ranges. */
export function isDash(token: Token | undefined): boolean {
  return token !== undefined && /^[-\u2010-\u2015\u2212]$/.test(token.text);
}

function matchAt(pattern: RegExp, text: string, index: number): string | undefined {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0];
}
