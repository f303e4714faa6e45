/** A ledger of claims as checks see it: what is said of what, how much, in which unit, when and by whom. */
import type { Grade } from "../grades.ts";

export interface LedgerClaim {
  readonly id: string;
  readonly about: string;
  readonly quantity: string | undefined;
  readonly grade: Grade;
  /** What is said: a number or range, a day, or words. */
  readonly value:
    | { readonly kind: "number"; readonly unit: string; readonly low: number; readonly high: number }
    | { readonly kind: "date"; readonly low: number; readonly high: number }
    | { readonly kind: "text"; readonly text: string };
  /** Whether the number is only a bound. */
  readonly bound: "floor" | "ceiling" | undefined;
  readonly scope: string | undefined;
  /** Days since 1970-01-01. */
  readonly published: number;
  readonly asOf: number | undefined;
  /** How many sources say it, and the roots that they have it from. */
  readonly sources: number;
  readonly roots: readonly string[];
}

/** What a check found. */
export interface LedgerFinding {
  readonly check: string;
  readonly claims: readonly string[];
  /** Sums that it is about; none for what is found in claims alone. */
  readonly sums?: readonly string[];
  /** What is wrong, in a sentence. */
  readonly says: string;
}

/** One kind of mistake that a ledger may hold. */
export interface LedgerCheck {
  readonly id: string;
  /** What it looks for. */
  readonly looksFor: string;
  readonly why: string;
  find(claims: readonly LedgerClaim[]): LedgerFinding[];
}

/** Claims on one quantity of one thing, two or more. */
export function sameQuantity(claims: readonly LedgerClaim[]): LedgerClaim[][] {
  const groups = Map.groupBy(
    claims.filter(({ quantity }) => quantity !== undefined),
    ({ about, quantity }) => `${about}\n${quantity}`,
  );
  return [...groups.values()].filter((group) => group.length > 1);
}

export function idsOf(claims: readonly LedgerClaim[]): string[] {
  return claims.map(({ id }) => id).sort();
}

/** `x of a` for people. */
export function subject({ about, quantity = "" }: LedgerClaim): string {
  return `${quantity} of ${about}`;
}
