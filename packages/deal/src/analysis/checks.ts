/** What named checks find in the claims of a deal, beside what its author found. */
import { parseDate } from "@underwatt/engine";
import { checkLedger, ledgerChecks } from "@underwatt/evidence";
import { ledgerOf } from "../ledger.ts";
import type { Prepared } from "../prepare.ts";
import { checksVersion, type Checks } from "./checks-result.ts";
import { sumsOf } from "../sums-of.ts";
import { aboutOf } from "./shared-schema.ts";

/** So many claims of a conflict in one finding, and the finding is of that conflict. */
const together = 2;

/** Runs every check over the claims known on the day; conflicts that the deal declares play no part in what is found. */
export function checks(prepared: Prepared): Checks {
  const { deal, expansion, graph, asOf } = prepared;
  const ledger = ledgerOf(expansion, graph, parseDate(asOf) ?? 0);
  const ids = new Set(ledger.map(({ id }) => id));
  const conflicts = Object.entries(deal.document.conflicts ?? {}).filter(
    ([, { between }]) => between.filter((id) => ids.has(id)).length >= together,
  );
  const sums = sumsOf(prepared);
  const found = checkLedger(
    ledger,
    sums.map(({ sum }) => sum),
  );
  const findings = found.map((finding) => ({
    check: finding.check,
    claims: [...finding.claims],
    sums: [...(finding.sums ?? [])],
    says: finding.says,
    known: conflicts
      .filter(([, { between }]) => between.filter((id) => finding.claims.includes(id)).length >= together)
      .map(([id]) => id),
  }));
  const seen = new Set(findings.flatMap(({ known }) => known));
  return {
    schema: checksVersion,
    ...aboutOf(prepared),
    claims: ledger.length,
    checks: Object.fromEntries(
      ledgerChecks.map(({ id, looksFor, why }) => [
        id,
        { looks_for: looksFor, why, found: findings.filter(({ check }) => check === id).length },
      ]),
    ),
    findings,
    sums: Object.fromEntries(
      sums.map(({ sum, broken }) => [
        sum.id,
        {
          broken: [...broken],
          found: [
            ...new Set(
              found
                .filter(({ sums: named, claims }) =>
                  named === undefined
                    ? claims.length >= together && claims.every((id) => sum.claims.includes(id))
                    : named.includes(sum.id),
                )
                .map(({ check }) => check),
            ),
          ],
        },
      ]),
    ),
    unseen: conflicts.map(([id]) => id).filter((id) => !seen.has(id)),
  };
}
