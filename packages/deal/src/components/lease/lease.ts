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
  limits: [],
};
