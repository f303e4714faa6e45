/** The values of a commitment on a day: what was announced, what is sure, what to expect. */
import type { Given, Output } from "../component.ts";
import { inMonthOf } from "../contract-exit.ts";
import { fullMonths } from "./flows.ts";

export function valueOutputs(given: Given): Output[] {
  return [
    {
      name: "past-dues",
      formula: "sum(used * past-part + if(step(valued_on) > 0, 0 $, shortfall))",
      meaning: "What has fallen due before the day of valuation",
    },
    {
      name: "open-then",
      formula: `sum(${inMonthOf("valued_on")} * (previous(open, 0 $) + (committed-due - used) * past-part))`,
      meaning: "Commitment not used by then since the last settlement; negative where more was used",
    },
    ...headline(given),
    {
      name: "scheduled",
      formula: cashOf(given, "sum(dues) - past-dues"),
      meaning: "Payments over the calendar if nobody leaves",
    },
    {
      name: "firm",
      formula: cashOf(given, "max(0 $, open-then + sum(committed-due * (firm-part - min(firm-part, past-part))))"),
      meaning: "Payments owed even if notice is given at the first chance and nothing more is used",
    },
    {
      name: "protected",
      formula: given.has("exit.notice")
        ? `min(firm, sum(committed-due * (firm-part - min(firm-part, ${notYet}))))`
        : "firm",
      meaning: "What of it falls into the notice period alone; the firm value where nobody can leave",
    },
    {
      name: "expected",
      formula: cashOf(given, "sum(expected-dues) - past-dues"),
      meaning: "Payments for what is used and what must be paid, weighted by the chance that the contract still runs",
    },
    { name: "firm-share", formula: "firm / headline in %", meaning: "Firm value over headline" },
  ];
}

function headline(given: Given): Output[] {
  if (given.has("amount") && given.has("drawdown")) {
    const share = `if(unseen-before > 0 month, ${fullMonths("unseen-before")} / (${fullMonths("term.months")}), 0)`;
    return [
      {
        name: "unseen-before",
        formula: "min(max(0 month, first(elapsed(term.from)) - 1 month), term.months)",
        meaning: "Part of the term before the calendar",
      },
      {
        name: "headline",
        formula: `if(valued_on < ends, amount * (1 - ${share}) - past-dues, max(0 $, open-then))`,
        meaning: "The ceiling, as announced, less what has fallen due before the day of valuation",
      },
    ];
  }
  const left = given.has("size")
    ? "monthly-ceiling * (term.months - passed)"
    : `amount * (1 - if(passed > 0 month, ${fullMonths("passed")} / (${fullMonths("term.months")}), 0))`;
  return [
    {
      name: "passed",
      formula: "clamp(months-between(term.from, valued_on), 0 month, term.months)",
      meaning: "Part of the term before the day of valuation",
    },
    {
      name: "headline",
      formula: `${left} + max(0 $, open-then) in $`,
      meaning: "The ceiling, as announced, for the time that is left, with what is still owed for the time before",
    },
  ];
}

const notYet = "if(delivered > 0, min(during(term.from, notice-from), ramp(term.from, term.ramp)) / delivered, 0)";

/** What is still to be paid for what still falls due: a prepayment made by then is credited, a later one is to be paid. */
function cashOf(given: Given, dues: string): string {
  if (!given.has("prepaid.amount")) return dues;
  const credited = `max(0 $, ${dues} - max(0 $, prepaid.amount - past-dues))`;
  return `if(prepaid.on < valued_on, ${credited}, max(${dues}, prepaid.amount))`;
}
