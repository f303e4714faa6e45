/** Lease of compute: a block of accelerators for a monthly fee. Each clause is a file; without its parameters it adds nothing. */
import type { Component, Output } from "../component.ts";
import { accounting } from "./accounting.ts";
import { billing } from "./billing.ts";
import { cashOutputs } from "./cash.ts";
import type { Clause } from "./clause.ts";
import { drawnOutputs } from "./drawn.ts";
import { energy } from "./energy.ts";
import { exit } from "./exit.ts";
import { feeOutputs } from "./fees.ts";
import { prepayment } from "./prepayment.ts";
import { price } from "./price.ts";
import { reclaim } from "./reclaim.ts";
import { renewal } from "./renewal.ts";
import { residual } from "./residual.ts";
import { service, tier } from "./service.ts";
import { term } from "./term.ts";
import { use, useOutputs } from "./use.ts";
import { valueOutputs } from "./values.ts";

/** In the order in which their formulas are read. */
const clauses: readonly Clause[] = [
  price,
  billing,
  service,
  term,
  exit,
  reclaim,
  renewal,
  prepayment,
  energy,
  use,
  residual,
  accounting,
];

export const lease: Component = {
  kind: "lease",
  meaning: "A block of accelerators let for a monthly fee",
  parameters: [
    { name: "lessor", unit: "text", required: true, meaning: "Who lets" },
    { name: "lessee", unit: "text", required: true, meaning: "Who rents" },
    { name: "fleet", unit: "text", names: "fleets", meaning: "Fleet that is let; gives the count unless `gpus` does" },
    { name: "gpus", unit: "GPU", least: 0, meaning: "Accelerators let", evidence: "contract or announcement" },
    ...clauses.flatMap(({ parameters }) => parameters),
  ],
  parts: { key: "tiers", component: tier },
  views: [
    { party: "lessor", cash: "lessor-cash" },
    { party: "lessee", cash: "lessee-cash" },
  ],
  firm: "firm-fees",
  check(given) {
    for (const { check } of clauses) {
      const fault = check?.(given);
      if (fault !== undefined) return fault;
    }
    return undefined;
  },
  expand: (given, tiers): readonly Output[] => [
    ...clauses.flatMap((clause) => clause.outputs(given, tiers)),
    ...feeOutputs(given, tiers),
    ...cashOutputs(given, tiers),
    ...valueOutputs(given, tiers),
    ...drawnOutputs(given, tiers),
    ...useOutputs(given),
  ],
  limits: [
    "A month's fee is due whole in every calendar month; a price per hour is turned into a fee at 730 h a month.",
    "A side leaves at the start of a month, or on the first day on which it can, and its chance is the same in each month. Where both leave in one month, the lessor's fee for leaving is the one that is due. Nobody leaves a renewal.",
    "The price steps in the month that holds an anniversary, for the whole of it. An index is read in that month, without the delay of its publication, and steps before the calendar are not known; a headline with steps counts the months of the calendar.",
    "Volume is made up in the order in which it was paid for; what is left when the contract ends is lost. Whether somebody leaves does not change it.",
    "A prepayment is credited against whole months' fees. What is not credited when the contract ends, for whatever reason, is paid back: no forfeit, no loss by the lessor's insolvency. A block that was reclaimed in part keeps the credits of the whole.",
    "Service credits follow the uptime of a month; there is no right to leave for bad service, and no penalty for late delivery.",
    "A part of the block is reclaimed once, on the first day of a month, and firm and protected values do not fear it, since the lessor chooses it.",
    "Where a contract ends while its ramp rises, the month is due by its days, at most at the mean of the ramp.",
    "Energy is no part of any value. Residuals are the lessor's and in no cash of the contract.",
    "The flag of a lease is a flag: substantial benefits are taken as given for a lessee that has the whole fleet.",
  ],
};
