/** Fees of each month: if nobody leaves, if a side leaves at the first chance, and as expected. */
import type { Given, Output, PartNames } from "../component.ts";
import { bill } from "./bill.ts";
import { sidesOf, survivals } from "./exit.ts";
import { expected, ofBlock, weighted } from "./reading.ts";
import { feeUntil } from "./term.ts";

export function feeOutputs(given: Given, tiers: PartNames): Output[] {
  const share = feeUntil(given);
  const dues = (share: string): string => bill(given, tiers, share);
  const lessor = sidesOf(given).find(({ key }) => key === "lessor_exit");
  return [
    { name: "fee-share", formula: share("ends"), meaning: "Share of a whole fee due in each month, by term and ramp" },
    {
      name: "firm-fee-share",
      formula: share("firm-until"),
      meaning: "The part of that share that is owed even if notice is given at the first chance",
    },
    { name: "fees", formula: dues("fee-share"), meaning: "Fees due if nobody leaves" },
    {
      name: "firm-fees",
      formula: dues("firm-fee-share"),
      meaning: "Fees owed even if notice is given at the first chance",
    },
    ...(lessor === undefined
      ? []
      : [
          {
            name: lessor.feeShare,
            formula: share(lessor.until),
            meaning: "The part of that share that is due even if the lessor gives notice at the first chance",
          },
          {
            name: lessor.fees,
            formula: dues(lessor.feeShare),
            meaning: "Fees due even if the lessor gives notice at the first chance",
          },
        ]),
    ...(given.has("valued_on")
      ? [
          {
            name: "past-fees",
            formula: dues(`(${share("min(valued_on, ends)")})`),
            meaning: "Fees of the days before the one on which the contract is valued",
          },
        ]
      : []),
    ...survivals(given),
    {
      name: "expected-fees",
      formula: `${ofBlock(
        given,
        expected,
        weighted(given, expected, "fees", ({ fees }) => fees),
      )} in $`,
      meaning: "Fees due, those that are not firm weighted by that chance",
    },
  ];
}
