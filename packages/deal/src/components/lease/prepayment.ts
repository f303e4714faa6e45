/**
 * Prepayment: cash at signing, credited against the first fees. It moves cash and changes no value: what is not credited when the
 * contract ends, for whatever reason, is paid back.
 */
import type { Given } from "../component.ts";
import { hasClause, inMonthOf, needs, orElse, type Clause } from "./clause.ts";
import { ranBefore, type Reading } from "./reading.ts";

export const prepayment: Clause = {
  parameters: [
    { name: "prepayment.amount", unit: "$", least: 0, meaning: "Fees paid in advance", evidence: "contract" },
    {
      name: "prepayment.paid",
      unit: "date",
      meaning: "Day on which they are; the start of the term unless given",
      evidence: "contract",
    },
    {
      name: "prepayment.credited",
      unit: "month",
      least: 1,
      meaning: "Months over which they are credited in equal parts, from the later of that day and the start",
      evidence: "contract",
    },
  ],
  check: needs("prepayment", ["amount", "credited"], "amount: 500 million USD, credited: 12 month"),
  outputs(given) {
    if (!hasPrepayment(given)) return [];
    const paid = orElse(given, "prepayment.paid", "term.from");
    const from = given.has("prepayment.paid") ? "max(prepayment.paid, term.from)" : "term.from";
    const part = (months: string): string => `prepayment.amount * min(1, ${months} / prepayment.credited)`;
    const before = part(`max(0 month, first(elapsed(${from})) - 1 month)`);
    return [
      {
        name: "prepayment-credits",
        formula: `max(0 $, min(fees, ${part(`elapsed(${from})`)} - previous(prepayment-credited, ${before})))`,
        meaning: "Prepayment credited against the fee of each month, if nobody leaves; never more than the fee",
      },
      {
        name: "prepayment-credited",
        formula: `previous(prepayment-credited, ${before}) + prepayment-credits`,
        meaning: "Prepayment credited so far",
      },
      {
        name: "prepayment-open",
        formula: `prepayment.amount * if(elapsed(${paid}) > 0 month, 1, 0) - previous(prepayment-credited, ${before})`,
        meaning: "What the lessor owes in fees paid in advance, before the credit of the month",
      },
      {
        name: "prepayment-balance",
        formula: "(prepayment-open - prepayment-credits) * (1 - if(step(ends - 1 day) > 0, 1, 0))",
        meaning: "The same after it, if nobody leaves: a liability of the lessor until the term ends",
      },
    ];
  },
};

export function hasPrepayment(given: Given): boolean {
  return hasClause(given, "prepayment");
}

/** What the prepayment adds to the lessor's cash of each month: paid in, credited while the contract runs, paid back when it ends. */
export function prepaymentCash(given: Given, reading: Reading): string {
  const paid = `prepayment.amount * ${inMonthOf(orElse(given, "prepayment.paid", "term.from"))}`;
  const ran = ranBefore(given, reading);
  return `${paid} * ${ran} - prepayment-credits * ${reading.runs} - prepayment-open * (${ran} - ${reading.runs})`;
}
