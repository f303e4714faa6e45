/** What every message to an author owes: a place, and words that leak nothing of ours. */
import { formatDiagnostic, type Diagnostic } from "@underwatt/deal";

/** The first fault of the messages, or undefined if each has a place and can be printed. */
export function messageFault(diagnostics: readonly Diagnostic[]): string | undefined {
  const bad = diagnostics.find(({ line, column, message }) => !(line >= 1) || !(column >= 1) || message.trim() === "");
  if (bad !== undefined) return `a message without a place: ${JSON.stringify(bad)}`;
  const leaking = diagnostics.find(leaks);
  if (leaking === undefined) return undefined;
  return `a message that leaks: ${leaking.message}, expected ${leaking.expected ?? ""}`;
}

function leaks(diagnostic: Diagnostic): boolean {
  const text = formatDiagnostic(diagnostic).replaceAll(diagnostic.excerpt, "");
  return /undefined|\[object|\bNaN\b|Invalid input/.test(text) && !/undefined|NaN|nan/.test(diagnostic.message);
}
