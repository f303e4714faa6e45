/** What the audit says of one sum. */
import type { Verdict } from "@underwatt/evidence";

export interface AuditRow {
  readonly id: string;
  readonly asks: string;
  /** As written in the deal. */
  readonly formula: string;
  /** Recomputed, as a person reads it: `5,010,720,000 USD/yr`; empty when the units forbid it. */
  readonly recomputed: string;
  /** The recomputed numbers: one, or the low and high end; a date in days, a test as 0 or 1. Empty as `recomputed` is. */
  readonly values: readonly { readonly value: number; readonly unit: string }[];
  readonly printed: string;
  readonly verdict: Verdict;
  /** Why the verdict is not plain `holds`; empty otherwise. */
  readonly why: readonly string[];
  readonly madeBy: string;
  /** Claims the sum names. */
  readonly claims: readonly string[];
}
