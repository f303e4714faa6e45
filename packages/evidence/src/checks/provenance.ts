/** Claims whose dates cannot be, and voices that are counted twice. */
import { idsOf, sameQuantity, subject, type LedgerCheck } from "./ledger.ts";

/** A period that a document speaks of may end a little after it is out. */
const slackDays = 31;

export const provenance: readonly LedgerCheck[] = [
  {
    id: "impossible-date",
    looksFor: "a claim of what has happened, on a day after the document that says it",
    why: "nobody reports what has not happened yet; it is a forecast, or the date is wrong",
    find: (claims) =>
      claims
        .filter(
          ({ grade, asOf, published }) => grade !== "forecast" && asOf !== undefined && asOf > published + slackDays,
        )
        .map((claim) => ({
          check: "impossible-date",
          claims: [claim.id],
          says: `${subject(claim)} speaks of a day after its publication`,
        })),
  },
  {
    id: "echo",
    looksFor: "several sources behind a claim that all have it from one",
    why: "ten articles on one filing are one voice",
    find: (claims) =>
      claims
        .filter(({ sources, roots, grade }) => sources > 1 && roots.length === 1 && grade !== "disclosed")
        .map((claim) => ({
          check: "echo",
          claims: [claim.id],
          says: `${subject(claim)}: ${claim.sources} sources have it from ${claim.roots.join()}`,
        })),
  },
  {
    id: "said-twice",
    looksFor: "two claims with one value on one quantity from one root",
    why: "the second adds nothing, and is counted as agreement",
    find: (claims) =>
      sameQuantity(claims).flatMap((group) =>
        [...Map.groupBy(group, ({ roots, value }) => `${[...roots].sort().join()} ${JSON.stringify(value)}`).values()]
          .filter((same) => same.length > 1)
          .map((same) => ({
            check: "said-twice",
            claims: idsOf(same),
            says: `${same[0] === undefined ? "" : subject(same[0])}: one root says it twice`,
          })),
      ),
  },
];
