/** Labels that tell figures apart: those that repeat have the path beside them. */
import type { NamedFigure } from "./context.ts";

/** Of each figure, its path where another has the same label. */
export function ambiguous(named: readonly Pick<NamedFigure, "path" | "label">[]): ReadonlySet<string> {
  const paths = new Map<string, Set<string>>();
  for (const { path, label } of named) paths.set(label, (paths.get(label) ?? new Set()).add(path));
  return new Set(named.filter(({ label }) => (paths.get(label)?.size ?? 0) > 1).map(({ path }) => path));
}

/** As much of a list as reads in a line; the labels may hold commas. */
export function listOf(labels: readonly string[]): string {
  const most = 110;
  let shown = labels.length;
  while (shown > 1 && labels.slice(0, shown).join("; ").length > most) shown -= 1;
  const rest = labels.length - shown;
  return [...labels.slice(0, shown), ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
}
