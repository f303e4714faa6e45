/** Text of strangers as plain text: nothing that moves a cursor, hides, or turns the direction of what is shown. */

/** Control characters and line separators become spaces; format characters (zero-width, direction marks, tags) and halves of pairs go. */
export function cleanText(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, " ").replaceAll(/[\p{Cf}\p{Cs}]/gu, "");
}
