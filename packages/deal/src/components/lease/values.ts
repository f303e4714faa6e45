/** What the contract is worth: as announced, as owed, as protected by notice, and as expected. */
import type { Given, Output, PartNames } from "../component.ts";
import { bill } from "./bill.ts";
import { fearedSide, hasFees, noticeFrom } from "./exit.ts";
import { escalates } from "./price.ts";
import { hasRenewal } from "./renewal.ts";
import { feeUntil, firstDay } from "./term.ts";

export function valueOutputs(given: Given, tiers: PartNames): Output[] {
  const past = given.has("valued_on") ? " - past-fees" : "";
  const leaving = given.has("lessee_exit.fee") ? " + if(max(during(firm-until, ends)) > 0, lessee_exit.fee, 0 $)" : "";
  const beside = [
    ...(hasFees(given) ? [" + sum(termination-fees)"] : []),
    ...(hasRenewal(given) ? [" + sum(renewal-fees)"] : []),
  ].join("");
  return [
    {
      name: "headline",
      formula: headline(given),
      meaning: "A whole fee for every month of the term, as announced",
    },
    {
      name: "scheduled",
      formula: `sum(fees${past})`,
      meaning: "Fees over the calendar if nobody leaves, after ramp and billing",
    },
    {
      name: "firm",
      formula: `sum(firm-fees${past})${leaving}`,
      meaning: "Fees owed even if notice is given at the first chance",
    },
    {
      name: "protected",
      formula: protectedFees(given, tiers),
      meaning:
        "Fees of the notice period alone, if notice is given at the first chance; the firm value where nobody can",
    },
    {
      name: "expected",
      formula: `sum(expected-fees${past})${beside}`,
      meaning: "Fees weighted by the chance that the contract still runs, with those for leaving and of a renewal",
    },
    { name: "firm-share", formula: "firm / headline in %", meaning: "Firm value over headline" },
    {
      name: "firm-term",
      formula: `(firm-until - ${given.has("valued_on") ? "min(max(valued_on, term.from), ends)" : "term.from"}) in month`,
      meaning: "Length of the firm time",
    },
  ];
}

function headline(given: Given): string {
  if (escalates(given)) return `sum(monthly-fee * (1 month) * during(${firstDay(given)}, ends) * price-index) in $`;
  if (!given.has("valued_on")) return "monthly-fee * term.months in $";
  return `monthly-fee * months-between(min(${firstDay(given)}, ends), ends) in $`;
}

function protectedFees(given: Given, tiers: PartNames): string {
  const side = fearedSide(given);
  if (side === undefined) return "firm";
  const earlier = feeUntil(given)(`min(${noticeFrom(given, side)}, ends)`);
  return `sum(firm-fees - (${bill(given, tiers, `(${earlier})`)}))`;
}
