/** One number that claims print under several meanings of utilisation. */
import type { ClaimBook } from "../claim-book.ts";
import { meanings, type MeaningId } from "./table.ts";

export interface Twins {
  readonly claims: readonly string[];
  /** The finding in a sentence. */
  readonly says: string;
}

/**
 * Claims about one thing whose value is the same and whose meanings differ.
 * @param until day up to which claims are known, in days since 1970-01-01
 * @param valueOf a claim's value as printed, as a plain number, where it is one and certain
 */
export function sameNumberTwice(
  book: ClaimBook,
  until: number,
  valueOf: (claim: string) => number | undefined,
): readonly Twins[] {
  const printed = book.claims.flatMap(({ id, about, means, published, floor, ceiling, printed: text }) => {
    if (means === undefined || means === "other" || published > until || floor || ceiling) return [];
    const value = valueOf(id);
    return value === undefined ? [] : [{ id, about, means, value, text }];
  });
  const groups = Map.groupBy(printed, ({ about, value }) => `${about} ${value.toPrecision(12)}`);
  return [...groups.values()].flatMap((group) => {
    const byMeaning = Map.groupBy(group, ({ means }) => means);
    const [first] = group;
    if (byMeaning.size < 2 || first === undefined) return [];
    const readings = [...byMeaning].map(([means, claims]) => reading(means, claims));
    const count = byMeaning.size === 2 ? "two" : String(byMeaning.size);
    const says = `the same number under ${count} meanings: ${first.text} of ${first.about} is ${readings.join(" and ")}`;
    return [{ claims: group.map(({ id }) => id), says }];
  });
}

function reading(means: MeaningId, claims: readonly { readonly id: string }[]): string {
  return `the ${meanings[means].name} (${claims.map(({ id }) => `claims.${id}`).join(", ")})`;
}
