/** Renewal: more months after the term, which nobody owes; they count in expected value and in no other. */
import type { Given, Output, PartNames } from "../component.ts";
import { hasCredits } from "./bill.ts";
import { hasClause, needs, orElse, type Clause } from "./clause.ts";
import { sidesOf } from "./exit.ts";
import { escalates } from "./price.ts";
import { ofBlock, type Reading } from "./reading.ts";

export const renewal: Clause = {
  parameters: [
    { name: "renewal.months", unit: "month", least: 0, meaning: "Length of a renewal", evidence: "contract" },
    {
      name: "renewal.chance",
      unit: "%",
      least: 0,
      most: 100,
      meaning: "Chance of a renewal, if the contract lasts to its end",
      evidence: "judgement",
    },
    {
      name: "renewal.price",
      unit: "%",
      least: 0,
      meaning: "Its fee over the last one of the term; the same unless given",
      evidence: "contract or market",
    },
  ],
  check: needs("renewal", ["months", "chance"], "months: 12 month, chance: 40 %"),
  outputs: () => [],
};

export function hasRenewal(given: Given): boolean {
  return hasClause(given, "renewal");
}

/** Share of each month for which the contract is renewed, with the block that is left. */
export function renewalShare(given: Given, reading: Reading): string {
  const lasts = sidesOf(given).map((side) => ` * ${atEnd(reading.stays(side), "1")}`);
  return ofBlock(given, reading, `during(ends, ends + renewal.months) * ${reading.renews}${lasts.join("")}`);
}

/** A series in the last month of the term; a contract that ended before the calendar has no such month. */
function atEnd(series: string, without: string): string {
  const last = `at(${series}, ends - 1 day)`;
  return `if(defined(${last}), ${last}, ${without})`;
}

/** Fees of the renewal in each month. */
export function renewalFees(given: Given, tiers: PartNames, reading: Reading): string {
  const factors = [
    renewalShare(given, reading),
    "billed-share",
    ...(escalates(given) ? [atEnd("price-index", "first(price-index)")] : []),
    ...(hasCredits(tiers) ? ["(1 - credit-share)"] : []),
    orElse(given, "renewal.price", "100 %"),
  ];
  return `monthly-fee * (1 month) * ${factors.join(" * ")}`;
}

/** Whether a drawn path is renewed. */
export function drawnRenewal(given: Given): Output[] {
  if (!hasRenewal(given)) return [];
  return [
    { name: "renewal-draw", formula: "uniform(0, 1)", meaning: "Chance that decides on the renewal" },
    {
      name: "renews",
      formula: "if(renewal-draw < renewal.chance, 1, 0)",
      meaning: "Whether a drawn path that lasts is renewed",
    },
  ];
}
