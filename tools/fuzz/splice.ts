/** The one edit that mutations of a text are made of. */

/** The text with `removed` characters from `at` on replaced by `added`. */
export function spliced(text: string, at: number, removed: number, added: string): string {
  return text.slice(0, at) + added + text.slice(at + removed);
}
