/** Which claim stands on a given day: what is known, and what has been replaced by what. */
import { isHarder, type Grade } from "./grades.ts";

/** What the rules need to know of a claim. */
export interface DatedClaim {
  readonly id: string;
  readonly grade: Grade;
  /** Day on which its first source was published, in days since 1970-01-01. */
  readonly published: number;
  readonly about?: string | undefined;
  readonly quantity?: string | undefined;
  readonly scope?: string | undefined;
  /** Whether it gives a value that can stand for another's: a bound or a text cannot replace a number. */
  readonly replaces: "number" | "text" | "nothing";
  /** Claims by id, or other paths of the deal, that it says it replaces. */
  readonly supersedes: readonly string[];
  readonly scopeChange?: string | undefined;
}

export interface Supersession {
  /** `claims.X`, or another path of the deal. */
  readonly path: string;
  readonly by: string;
  /** Day from which it holds. */
  readonly on: number;
  readonly why: string;
}

/** The path that an entry of `supersedes` means: a bare name is a claim. */
export function supersededPath(entry: string): string {
  return entry.includes(".") ? entry : `claims.${entry}`;
}

/**
 * The supersessions in force on a day. A written one holds from its claim's publication; of two claims with the same
 * subject, quantity and written scope, the one that is both later and harder replaces the other by itself.
 * Where several replace one thing, the latest does, then the hardest, then the first by name.
 * @returns one supersession per replaced path, by path in alphabetical order
 */
export function supersessionsOn(day: number, claims: readonly DatedClaim[]): Supersession[] {
  const known = claims.filter((claim) => claim.published <= day);
  const standing = new Map<string, { claim: DatedClaim; supersession: Supersession }>();
  const offer = (claim: DatedClaim, path: string, why: string): void => {
    const rival = standing.get(path);
    if (rival !== undefined && !prevails(claim, rival.claim)) return;
    standing.set(path, { claim, supersession: { path, by: claim.id, on: claim.published, why } });
  };
  for (const claim of known) {
    for (const entry of claim.supersedes) {
      if (supersededPath(entry) === `claims.${claim.id}`) continue;
      offer(claim, supersededPath(entry), claim.scopeChange ?? "a later and harder source for the same thing");
    }
  }
  for (const { later, earlier } of exactScopePairs(known)) {
    offer(later, `claims.${earlier.id}`, `${later.grade} after ${earlier.grade}, same scope`);
  }
  return [...standing.values()]
    .map((entry) => entry.supersession)
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

function prevails(claim: DatedClaim, rival: DatedClaim): boolean {
  if (claim.published !== rival.published) return claim.published > rival.published;
  if (claim.grade !== rival.grade) return isHarder(claim.grade, rival.grade);
  return claim.id < rival.id;
}

function exactScopePairs(claims: readonly DatedClaim[]): { later: DatedClaim; earlier: DatedClaim }[] {
  const groups = new Map<string, DatedClaim[]>();
  for (const claim of claims) {
    if (claim.about === undefined || claim.quantity === undefined || claim.scope === undefined) continue;
    const key = [claim.about, claim.quantity, claim.scope].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), claim]);
  }
  return [...groups.values()].flatMap((group) =>
    group.flatMap((earlier) =>
      group
        .filter(
          (later) =>
            later.published > earlier.published &&
            isHarder(later.grade, earlier.grade) &&
            later.replaces !== "nothing" &&
            later.replaces === earlier.replaces,
        )
        .map((later) => ({ later, earlier })),
    ),
  );
}
