/** Plain text inside Markdown: characters that would be read as markup get a backslash, lines become spaces. */

export function escapeMarkdown(text: string): string {
  // Brackets and ampersands are common in plain text and mean something only before certain others.
  return text.replace(/\s+/g, " ").replace(/[\\`*_<>|~$]|\](?=[([:])|&(?=#?\w+;)|^#|^[-+](?= )/g, "\\$&");
}

/** A code span; longer fences hold what has backquotes in it. A bar would end a table cell even in code. */
export function codeSpan(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  if (flat === "") return "";
  const runs = flat.match(/`+/g) ?? [];
  const fence = "`".repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1);
  const padded = /^`|`$/.test(flat) ? ` ${flat} ` : flat;
  return fence + padded.replaceAll("|", "\\|") + fence;
}
