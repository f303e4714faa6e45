/** Claims on one quantity of one thing that do not say the same. */
import { idsOf, sameQuantity, subject, type LedgerCheck, type LedgerClaim } from "./ledger.ts";

/** Values closer than this are one value, rounded differently. */
const sameWithin = 0.005;

type Ranged = Extract<LedgerClaim["value"], { kind: "number" | "date" }>;

function ranged(claim: LedgerClaim): Ranged | undefined {
  return claim.value.kind === "text" ? undefined : claim.value;
}

/** Ends as far as they are claimed: a floor has no upper end. */
function ends(claim: LedgerClaim): { low: number; high: number } | undefined {
  const value = ranged(claim);
  if (value === undefined) return undefined;
  return {
    low: claim.bound === "ceiling" ? -Infinity : value.low,
    high: claim.bound === "floor" ? Infinity : value.high,
  };
}

function unitOf({ value }: LedgerClaim): string {
  return value.kind === "number" ? value.unit : value.kind;
}

function scopesDiffer(left: LedgerClaim, right: LedgerClaim): boolean {
  return left.scope !== undefined && right.scope !== undefined && left.scope !== right.scope;
}

/** Members of pairs of a group for which something holds. */
function membersOf(
  group: readonly LedgerClaim[],
  holds: (left: LedgerClaim, right: LedgerClaim) => boolean,
): LedgerClaim[] {
  const found = new Set<LedgerClaim>();
  for (const [index, left] of group.entries())
    for (const right of group.slice(index + 1)) if (holds(left, right)) found.add(left).add(right);
  return [...found];
}

function pairwise(
  id: string,
  looksFor: string,
  why: string,
  said: string,
  holds: (left: LedgerClaim, right: LedgerClaim) => boolean,
): LedgerCheck {
  return {
    id,
    looksFor,
    why,
    find: (claims) =>
      sameQuantity(claims).flatMap((group) => {
        const members = membersOf(group, holds);
        const [first] = members;
        return first === undefined ? [] : [{ check: id, claims: idsOf(members), says: `${subject(first)}: ${said}` }];
      }),
  };
}

/** Whether two ranges in one unit have no value in common. */
function apart(left: LedgerClaim, right: LedgerClaim): boolean {
  const [a, b] = [ends(left), ends(right)];
  if (a === undefined || b === undefined || unitOf(left) !== unitOf(right)) return false;
  const slack = (value: number): number => (Number.isFinite(value) ? sameWithin * Math.abs(value) : 0);
  return a.high + slack(a.high) < b.low || b.high + slack(b.high) < a.low;
}

function isPoint(value: Ranged): boolean {
  return value.low === value.high;
}

export const agreement: readonly LedgerCheck[] = [
  pairwise(
    "disagree",
    "numbers for one quantity that have no value in common",
    "one of them is wrong, or they measure different things",
    "the values have nothing in common",
    (left, right) => apart(left, right) && !scopesDiffer(left, right),
  ),
  pairwise(
    "words-differ",
    "different words for one thing",
    "who is party to a contract, or what it is, cannot be two things",
    "the words differ",
    ({ value: left }, { value: right }) => left.kind === "text" && right.kind === "text" && left.text !== right.text,
  ),
  pairwise(
    "number-and-words",
    "a number and words for one quantity",
    "words such as idle or billions cannot be held against a number, and are quoted beside it all the same",
    "one gives a number, another words",
    ({ value: left }, { value: right }) => (left.kind === "text") !== (right.kind === "text"),
  ),
  pairwise(
    "point-in-range",
    "a point where another source leaves a range",
    "the point hides what the range admits",
    "one gives a point where another leaves a range",
    (left, right) => {
      const [a, b] = [ranged(left), ranged(right)];
      if (a === undefined || b === undefined || a.kind !== b.kind || apart(left, right)) return false;
      return isPoint(a) !== isPoint(b) && left.bound === undefined && right.bound === undefined;
    },
  ),
  pairwise(
    "bound-as-value",
    "a number that one source has as a bound and another as a value",
    "up to is not is: a ceiling used as a value counts what may never come",
    "what is a bound to one is a value to another",
    (left, right) => {
      const [a, b] = [ranged(left), ranged(right)];
      if (a === undefined || b === undefined || unitOf(left) !== unitOf(right)) return false;
      const near = Math.abs(a.low - b.low) <= sameWithin * Math.abs(a.low);
      return near && (left.bound === undefined) !== (right.bound === undefined);
    },
  ),
  pairwise(
    "scopes-differ",
    "one quantity under different scopes",
    "figures of different sites, years or definitions are compared as if they were one",
    "the scopes differ, and with them what is measured",
    scopesDiffer,
  ),
];
