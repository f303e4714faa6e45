/** A result in the order in which its author wrote things, for people; the result itself is in alphabetical order. */
import type { Prepared } from "./prepare.ts";
import type { Result } from "./result.ts";

/** The same result with figures, theses, breakers, watch items and conflicts in the order of the deal file. */
export function inAuthorsOrder(result: Result, { deal, expansion }: Prepared): Result {
  const { thesis, breakers, watch, conflicts } = deal.document;
  return {
    ...result,
    figures: ordered(result.figures, [...expansion.origins.keys()]),
    thesis: ordered(result.thesis, Object.keys(thesis ?? {})),
    breakers: ordered(result.breakers, Object.keys(breakers ?? {})),
    watch: ordered(result.watch, Object.keys(watch ?? {})),
    conflicts: ordered(result.conflicts, Object.keys(conflicts ?? {})),
  };
}

/** What the list does not name keeps its order, after the rest. */
function ordered<T>(record: Readonly<Record<string, T>>, order: readonly string[]): Record<string, T> {
  const place = new Map(order.map((key, index) => [key, index]));
  const entries = Object.entries(record);
  entries.sort(
    ([left], [right]) => (place.get(left) ?? Infinity) - (place.get(right) ?? Infinity) || (left < right ? -1 : 1),
  );
  return Object.fromEntries(entries);
}
