/** Terms that end before they start, and amounts by a day beside amounts without one. */
import { idsOf, subject, type LedgerCheck, type LedgerClaim } from "./ledger.ts";

const starts = /-start$/;
const ends = /-end$/;
const byYear = /-(?:19|20)\d\d$/;

/** Claims by what they are about and a part of the name of their quantity. */
function byStem(claims: readonly LedgerClaim[], ending: RegExp): ReadonlyMap<string, LedgerClaim[]> {
  const fitting = claims.filter(({ quantity = "" }) => ending.test(quantity));
  return Map.groupBy(fitting, ({ about, quantity = "" }) => `${about}\n${quantity.replace(ending, "")}`);
}

export const dates: readonly LedgerCheck[] = [
  {
    id: "ends-before-start",
    looksFor: "a term that ends before it starts",
    why: "one of the two days is wrong, or they are of two terms",
    find: (claims) => {
      const begun = byStem(claims, starts);
      return [...byStem(claims, ends)].flatMap(([stem, ended]) =>
        ended.flatMap((end) =>
          (begun.get(stem) ?? []).flatMap((start) => {
            if (start.value.kind !== "date" || end.value.kind !== "date" || end.value.high >= start.value.low)
              return [];
            return [
              { check: "ends-before-start", claims: idsOf([start, end]), says: `${subject(end)} is before its start` },
            ];
          }),
        ),
      );
    },
  },
  {
    id: "by-a-year",
    looksFor: "an amount by a year beside the amount without one",
    why: "what is due by a year and what may come one day are used for one deal",
    find: (claims) => {
      const whole = Map.groupBy(claims, ({ about, quantity = "" }) => `${about}\n${quantity}`);
      return [...byStem(claims, byYear)].flatMap(([stem, dated]) => {
        const [first] = dated;
        const beside = whole.get(stem) ?? [];
        if (first === undefined || beside.length === 0) return [];
        const says = `${subject(first)} stands beside the amount without a year`;
        return [{ check: "by-a-year", claims: idsOf([...dated, ...beside]), says }];
      });
    },
  },
];
