/**
 * What is billed of a month: take-or-pay, use beyond it, and make-up, by which volume that was paid and not used covers use beyond
 * take-or-pay later on. Volumes are in months of the whole block.
 */
import type { Given, Output } from "../component.ts";
import type { Clause } from "./clause.ts";

export const billing: Clause = {
  parameters: [
    {
      name: "billing.take_or_pay",
      unit: "%",
      default: "100 %",
      least: 0,
      most: 100,
      meaning: "Share of the fee due whether used or not",
      means: "billed-share",
      evidence: "contract",
    },
    {
      name: "billing.used",
      unit: "%",
      series: true,
      default: "100 %",
      least: 0,
      most: 100,
      meaning: "Share of the block that is used; billed where it exceeds take-or-pay",
      means: "occupancy",
      evidence: "operations",
    },
    {
      name: "billing.make_up",
      unit: "month",
      least: 0,
      meaning:
        "Months for which volume that was paid and not used can cover use beyond take-or-pay; the oldest goes first",
      evidence: "contract",
    },
  ],
  outputs: (given) => [...makeUp(given), billed(given)],
};

function billed(given: Given): Output {
  const share = "max(billing.used, billing.take_or_pay)";
  return {
    name: "billed-share",
    formula: given.has("billing.make_up") ? `${share} - made-up-share` : share,
    meaning: "Share of the fee that is billed",
    means: "billed-share",
  };
}

/**
 * First in, first out without a queue: all that was banked more than `make_up` months ago has left the bank by now, used or
 * not, and what leaves is always the oldest.
 */
function makeUp(given: Given): Output[] {
  if (!given.has("billing.make_up")) return [];
  return [
    {
      name: "banked",
      means: "other",
      formula: "max(billing.take_or_pay - billing.used, 0 %) * fee-share",
      meaning: "Volume paid for and not used, in months of the whole block",
    },
    {
      name: "make-up-expired",
      formula:
        "max(0 %, lag(cumulative(banked), floor(billing.make_up / (1 month)) + 1) - previous(make-up-gone, 0 %))",
      meaning: "Volume that could no longer be made up from this month on",
    },
    {
      name: "make-up-open",
      formula: "lag(cumulative(banked), 1) - previous(make-up-gone, 0 %) - make-up-expired",
      meaning: "Volume that can be made up in this month",
    },
    {
      name: "made-up-share",
      means: "other",
      formula:
        "if(fee-share > 0, min(max(billing.used - billing.take_or_pay, 0 %), max(0 %, make-up-open) / fee-share), 0 %)",
      meaning: "Share of the fee that make-up saves in this month",
    },
    {
      name: "made-up",
      formula: "made-up-share * fee-share",
      meaning: "Volume made up, which is used and not billed again",
    },
    {
      name: "make-up-gone",
      formula: "previous(make-up-gone, 0 %) + make-up-expired + made-up",
      meaning: "Volume made up or expired so far",
    },
    {
      name: "make-up-bank",
      formula: "cumulative(banked) - make-up-gone",
      meaning: "Volume that can still be made up after this month",
    },
  ];
}
