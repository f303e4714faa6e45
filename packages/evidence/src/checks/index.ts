/** Named checks over a ledger of claims. None knows a claim by name. */
import { agreement } from "./agreement.ts";
import type { LedgerCheck, LedgerClaim, LedgerFinding } from "./ledger.ts";
import { provenance } from "./provenance.ts";
import { units } from "./units.ts";

export const ledgerChecks: readonly LedgerCheck[] = [...agreement, ...units, ...provenance];

/** Everything that any check finds, check by check. */
export function checkLedger(claims: readonly LedgerClaim[]): LedgerFinding[] {
  return ledgerChecks.flatMap((check) => check.find(claims));
}

export type { LedgerCheck, LedgerClaim, LedgerFinding } from "./ledger.ts";
