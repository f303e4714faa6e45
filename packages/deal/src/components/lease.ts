/** Lease of compute: a block of accelerators for a monthly fee, with a ramp, take-or-pay and exit on notice. */
import type { Component, Given, Output } from "./component.ts";

export const lease: Component = {
  kind: "lease",
  meaning: "A block of accelerators let for a monthly fee",
  parameters: [
    { name: "lessor", unit: "text", required: true, meaning: "Who lets" },
    { name: "lessee", unit: "text", required: true, meaning: "Who rents" },
    { name: "fleet", unit: "text", names: "fleets", meaning: "Fleet that is let; gives the count unless `gpus` does" },
    { name: "gpus", unit: "GPU", least: 0, meaning: "Accelerators let", evidence: "contract or announcement" },
    {
      name: "price",
      unit: "$/GPU/h",
      least: 0,
      meaning: "Price per accelerator-hour; give this or `fee`",
      evidence: "contract, filing or market comparable",
    },
    {
      name: "fee",
      unit: "$/month",
      least: 0,
      meaning: "Fee for the whole block; give this or `price`",
      evidence: "filing",
    },
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
      default: "100 %",
      least: 0,
      most: 100,
      meaning: "Share of the block that is used; billed where it exceeds take-or-pay",
      means: "occupancy",
      evidence: "operations",
    },
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
      name: "exit.notice",
      unit: "day",
      meaning: "Notice either side must give; without it nobody can leave",
      evidence: "filing",
    },
    {
      name: "exit.not_before",
      unit: "date",
      meaning: "First day on which notice can be given; the start unless given",
    },
    {
      name: "exit.hazard",
      unit: "%/month",
      default: "0 %/month",
      least: 0,
      most: 100,
      meaning: "Chance in each month that notice is given, once it can be",
      evidence: "judgement",
    },
  ],
  views: [
    { party: "lessor", cash: "lessor-cash" },
    { party: "lessee", cash: "lessee-cash" },
  ],
  check(given) {
    if (given.has("price") === given.has("fee")) {
      return {
        ...(given.has("fee") ? { parameter: "fee" } : {}),
        message: given.has("fee") ? "a lease has a price or a fee, not both" : "a lease needs a price or a fee",
        expected: "`price: 2.60 USD/GPU/h` or `fee: 1.25 billion USD/month`",
      };
    }
    if (!given.has("gpus") && !given.has("fleet")) {
      return {
        message: "a lease needs a fleet or a count of GPUs",
        expected: "`fleet:` or `gpus:`",
      };
    }
    return undefined;
  },
  expand: (given) => [...money(given), ...time(given), ...schedule(given), ...values],
  limits: [
    "Fees are equal from month to month: no escalator, prepayment, service credits or renewal yet.",
    "A month's fee is due whole in every calendar month; a price per hour is turned into a fee at 730 h a month.",
    "Notice is given at the end of a month, by either side, at one hazard.",
  ],
};

function money(given: Given): Output[] {
  const byFee = given.has("fee");
  return [
    ...(given.has("gpus")
      ? []
      : [{ name: "gpus", formula: `fleets.${given.get("fleet")}.gpus`, meaning: "Accelerators let" }]),
    {
      name: "monthly-fee",
      formula: byFee ? "fee" : "price * gpus in $/month",
      meaning: "Fee of a whole month, fully delivered",
    },
    {
      name: "rate",
      formula: byFee ? "fee / gpus in $/GPU/h" : "price",
      meaning: "Fee per accelerator-hour, at 730 h a month",
    },
    {
      name: "annual-rent",
      formula: "monthly-fee in $/yr",
      meaning: "Gross rent of a year, fully delivered and billed",
    },
    {
      name: "billed-share",
      formula: "max(billing.used, billing.take_or_pay)",
      meaning: "Share of the fee that is billed",
      means: "billed-share",
    },
  ];
}

function time(given: Given): Output[] {
  const canLeave = given.has("exit.notice");
  const notBefore = given.has("exit.not_before") ? "max(exit.not_before, term.from)" : "term.from";
  return [
    { name: "ends", formula: "term.from + term.months", meaning: "End of the term" },
    {
      name: "firm-until",
      formula: canLeave ? `min(${notBefore} + exit.notice, ends)` : "ends",
      meaning: "Day up to which the fee is owed even if notice is given at once",
    },
  ];
}

function schedule(given: Given): Output[] {
  const share = (until: string): string =>
    given.has("term.ramp_fee")
      ? `during(term.from, ${until}) - (1 - term.ramp_fee) * during(term.from, min(term.from + term.ramp, ${until}))`
      : `min(during(term.from, ${until}), ramp(term.from, term.ramp))`;
  return [
    { name: "fee-share", formula: share("ends"), meaning: "Share of a whole fee due in each month, by term and ramp" },
    {
      name: "firm-fee-share",
      formula: share("firm-until"),
      meaning: "The part of that share that is owed even if notice is given at the first chance",
    },
    {
      name: "fees",
      formula: "monthly-fee * (1 month) * fee-share * billed-share in $",
      meaning: "Fees due if nobody leaves",
    },
    {
      name: "firm-fees",
      formula: "monthly-fee * (1 month) * firm-fee-share * billed-share in $",
      meaning: "Fees owed even if notice is given at the first chance",
    },
    {
      name: "survival",
      formula: "(1 - exit.hazard * (1 month)) ^ (elapsed(firm-until) / (1 month))",
      meaning: "Chance that the contract still runs; the first month after the firm time is at one month's hazard",
    },
    {
      name: "expected-fees",
      formula: "firm-fees + (fees - firm-fees) * survival in $",
      meaning: "Fees due, those that are not firm weighted by that chance",
    },
    { name: "lessor-cash", formula: "expected-fees", meaning: "The contract as the lessor sees it" },
    {
      name: "lessee-cash",
      formula: "-expected-fees",
      meaning: "The contract as the lessee sees it; the two sum to zero",
    },
  ];
}

const values: readonly Output[] = [
  {
    name: "headline",
    formula: "monthly-fee * term.months in $",
    meaning: "A whole fee for every month of the term, as announced",
  },
  {
    name: "scheduled",
    formula: "sum(fees)",
    meaning: "Fees over the calendar if nobody leaves, after ramp and billing",
  },
  {
    name: "firm",
    formula: "sum(firm-fees)",
    meaning: "Fees owed even if notice is given at the first chance",
  },
  {
    name: "expected",
    formula: "sum(expected-fees)",
    meaning: "Fees weighted by the chance that the contract still runs",
  },
  { name: "firm-share", formula: "firm / headline in %", meaning: "Firm value over headline" },
  { name: "firm-term", formula: "(firm-until - term.from) in month", meaning: "Length of the firm time" },
];
