/** Named checks over a ledger of claims and the sums that are made of them. None knows a claim by name. */
import { agreement } from "./agreement.ts";
import { dates } from "./dates.ts";
import type { LedgerCheck, LedgerClaim, LedgerFinding } from "./ledger.ts";
import { provenance } from "./provenance.ts";
import { findingOf, type LedgerSum } from "./sum.ts";
import { pairChecks, sumChecks } from "./sums.ts";
import { units } from "./units.ts";

const claimChecks: readonly LedgerCheck[] = [...agreement, ...units, ...dates, ...provenance];

/** Every check: what it is called, what it looks for and why that matters. */
export const ledgerChecks: readonly Pick<LedgerCheck, "id" | "looksFor" | "why">[] = [
  ...claimChecks,
  ...sumChecks,
  ...pairChecks,
];

/** Everything that any check finds, check by check. */
export function checkLedger(claims: readonly LedgerClaim[], sums: readonly LedgerSum[] = []): LedgerFinding[] {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const known = (ids: readonly string[]): LedgerClaim[] => ids.flatMap((id) => byId.get(id) ?? []);
  return [
    ...claimChecks.flatMap((check) => check.find(claims)),
    ...sumChecks.flatMap((check) =>
      sums.flatMap((sum) =>
        check
          .find(sum, known(sum.claims), known(sum.tests), claims)
          .map((finding) => findingOf(check.id, finding, [sum.id])),
      ),
    ),
    ...pairChecks.flatMap((check) =>
      sums.flatMap((left, index) =>
        sums.slice(index + 1).flatMap((right) => {
          const says = check.says(left, right);
          const both = known([...left.claims, ...left.tests, ...right.claims, ...right.tests]);
          return says === undefined ? [] : [findingOf(check.id, { claims: both, says }, [left.id, right.id])];
        }),
      ),
    ),
  ];
}

export type { LedgerCheck, LedgerClaim, LedgerFinding } from "./ledger.ts";
export type { LedgerSum } from "./sum.ts";
