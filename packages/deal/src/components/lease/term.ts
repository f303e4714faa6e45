/** When: the term, the ramp of delivery, and the day on which the contract is valued. */
import type { Given } from "../component.ts";
import type { Clause } from "./clause.ts";

export const term: Clause = {
  parameters: [
    { name: "term.from", unit: "date", required: true, meaning: "First day of the term", evidence: "contract" },
    {
      name: "term.months",
      unit: "month",
      required: true,
      least: 0,
      meaning: "Length of the term",
      evidence: "contract",
    },
    {
      name: "term.ramp",
      unit: "month",
      default: "0 month",
      least: 0,
      meaning: "Time until the whole block is delivered; the fee rises with it in a straight line",
      evidence: "contract or announcement",
    },
    {
      name: "term.ramp_fee",
      unit: "%",
      least: 0,
      most: 100,
      meaning: "Share of the fee due during the ramp, instead of the straight line",
      evidence: "contract",
    },
    {
      name: "valued_on",
      unit: "date",
      meaning:
        "Day as of which the contract is valued: fees of days before it do not count, and no notice was given before it; the start of the term unless given",
    },
  ],
  outputs: () => [{ name: "ends", formula: "term.from + term.months", meaning: "End of the term" }],
};

/** A share of each month, from the start of the term to a day; it grows with the day. */
export type ShareUntil = (day: string) => string;

/** Time of the contract in each month. */
export const timeUntil: ShareUntil = (day) => `during(term.from, ${day})`;

/** Share of the block delivered in each month. */
export const deliveredUntil: ShareUntil = (day) => `min(${timeUntil(day)}, ramp(term.from, term.ramp))`;

/** Share of a whole fee due in each month. */
export function feeUntil(given: Given): ShareUntil {
  if (!given.has("term.ramp_fee")) return deliveredUntil;
  return (day) => `${timeUntil(day)} - (1 - term.ramp_fee) * during(term.from, min(term.from + term.ramp, ${day}))`;
}

/** First day that counts: of the term, or the one on which it is valued. */
export function firstDay(given: Given): string {
  return given.has("valued_on") ? "max(valued_on, term.from)" : "term.from";
}
