/** Sums over claims as checks see them, and how checks are run over them. */
import { idsOf, subject, type LedgerClaim, type LedgerFinding } from "./ledger.ts";

export { subject };

/** A sum that somebody made over claims; no verdict on it and no condition of one. */
export interface LedgerSum {
  readonly id: string;
  /** Claims that it names. */
  readonly claims: readonly string[];
  /** Those that it adds or subtracts as they are, and those on either side of its division. */
  readonly addends: readonly string[];
  readonly dividend: readonly string[];
  readonly divisor: readonly string[];
  /** Claims that it is held against. */
  readonly tests: readonly string[];
  /** What it gives; NaN where its units do not fit. */
  readonly unit: string;
  readonly low: number;
  readonly high: number;
}

/** What a check says of some of the claims of a sum. */
export interface SumFinding {
  readonly claims: readonly LedgerClaim[];
  readonly says: string;
}

export interface SumCheck {
  readonly id: string;
  readonly looksFor: string;
  readonly why: string;
  /**
   * @param claims that the sum names
   * @param tested that it is held against
   */
  find(
    sum: LedgerSum,
    claims: readonly LedgerClaim[],
    tested: readonly LedgerClaim[],
    ledger: readonly LedgerClaim[],
  ): SumFinding[];
}

export function unitOf({ value }: LedgerClaim): string {
  return value.kind === "number" ? value.unit : "";
}

export function rated({ value }: LedgerClaim): { unit: string; low: number; high: number } | undefined {
  return value.kind === "number" ? value : undefined;
}

export function findingOf(check: string, { claims, says }: SumFinding, sums: readonly string[]): LedgerFinding {
  return { check, claims: [...new Set(idsOf(claims))], sums, says };
}
