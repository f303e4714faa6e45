/** The mistake that flow maps invite: a formula or text with a comma, unquoted inside { }, ends at the comma. */

export interface CutText {
  /** The call that was cut, whole. */
  readonly whole: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The call that a comma cut in two, when the text at `offset`, read as a key, lies inside its brackets.
 * @returns the call with its place in the text; undefined when no bracket is open there on the same line
 */
export function callCutBefore(text: string, offset: number): CutText | undefined {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  let depth = 0;
  for (let at = offset - 1; at >= lineStart; at--) {
    if (text[at] === ")") depth++;
    if (text[at] !== "(" || depth-- > 0) continue;
    const name = /[\w-]*$/.exec(text.slice(lineStart, at))?.[0] ?? "";
    const end = closingBracket(text, at);
    return end === undefined ? undefined : { whole: text.slice(at - name.length, end), start: at - name.length, end };
  }
  return undefined;
}

function closingBracket(text: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < text.length && text[at] !== "\n"; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return at + 1;
  }
  return undefined;
}
