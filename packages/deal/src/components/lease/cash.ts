/** Cash of each month, as its two parties see it: the lines that clauses add, by chances and along a drawn path. */
import type { Given, Output, PartNames } from "../component.ts";
import { bill } from "./bill.ts";
import { energyCharge, hasEnergy } from "./energy.ts";
import { hasFees } from "./exit.ts";
import { hasPrepayment, prepaymentCash } from "./prepayment.ts";
import { drawn, expected, ofBlock, running, weighted, type Reading } from "./reading.ts";
import { hasRenewal, renewalFees } from "./renewal.ts";

import { terminationFees } from "./termination.ts";

interface Line {
  readonly name: string;
  readonly meaning: string;
  readonly formula: (reading: Reading) => string;
}

/** What clauses add to the fees. */
function linesOf(given: Given, tiers: PartNames): Line[] {
  return [
    ...(hasFees(given)
      ? [
          {
            name: "termination-fees",
            formula: (reading: Reading) => terminationFees(given, reading),
            meaning: "Fees for leaving, weighted by the chance that it is in that month; the lessor's own are negative",
          },
        ]
      : []),
    ...(hasRenewal(given)
      ? [
          {
            name: "renewal-fees",
            formula: (reading: Reading) => renewalFees(given, tiers, reading),
            meaning: "Fees of a renewal, weighted by its chance",
          },
        ]
      : []),
    ...(hasPrepayment(given)
      ? [
          {
            name: "prepayment-cash",
            formula: (reading: Reading) => prepaymentCash(given, reading),
            meaning: "Fees paid in advance, less those credited and those paid back",
          },
        ]
      : []),
    ...(hasEnergy(given)
      ? [
          {
            name: "energy-charge",
            formula: (reading: Reading) => energyCharge(given, reading),
            meaning: "Energy that the lessee pays beside the fee, while the contract runs",
          },
        ]
      : []),
  ];
}

export function cashOutputs(given: Given, tiers: PartNames): Output[] {
  const lines = linesOf(given, tiers);
  const sum = ["expected-fees", ...lines.map(({ name }) => name)].join(" + ");
  return [
    ...runs(given, expected, "Chance that the contract runs on at the end of each month"),
    ...lines.map(({ name, formula, meaning }) => ({ name, formula: `${formula(expected)} in $`, meaning })),
    { name: "lessor-cash", formula: sum, meaning: "The contract as the lessor sees it" },
    {
      name: "lessee-cash",
      formula: lines.length === 0 ? "-expected-fees" : "-lessor-cash",
      meaning: "The contract as the lessee sees it; the two sum to zero",
    },
  ];
}

/** The lessor's cash on a drawn path, and what it rests on. */
export function paidOutputs(given: Given, tiers: PartNames): Output[] {
  const share = weighted(given, drawn, "fee-share", ({ feeShare }) => feeShare);
  const fees = bill(given, tiers, `(${ofBlock(given, drawn, share)})`);
  const lines = linesOf(given, tiers).map(({ formula }) => `(${formula(drawn)})`);
  return [
    ...runs(given, drawn, "Whether the contract runs on at the end of each month, on a drawn path"),
    {
      name: "paid",
      formula: lines.length === 0 ? fees : `(${fees}) + ${lines.join(" + ")} in $`,
      meaning: "What the lessor gets in each month on a drawn path; its mean is the lessor's cash",
    },
  ];
}

/** What the prepayment is paid back by. */
function runs(given: Given, reading: Reading, meaning: string): Output[] {
  return hasPrepayment(given) ? [{ name: reading.runs, formula: running(given, reading), meaning }] : [];
}
