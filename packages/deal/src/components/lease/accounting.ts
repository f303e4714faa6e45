/**
 * Whether the contract holds a lease: a flag and its reasons, no opinion. The customer controls an identified asset: hardware that
 * is named, that the supplier has no substantive right to swap, and whose use the customer directs. Source: IFRS 16, B9 to B20;
 * ASC 842-10-15 says the same.
 */
import type { Given } from "../component.ts";
import type { Clause } from "./clause.ts";

export const accounting: Clause = {
  parameters: [
    {
      name: "substitution",
      unit: "text",
      choices: ["none", "repair", "substantive"],
      meaning:
        "Whether the lessor may swap the hardware: not, for repair, or whenever it gains by that; with it the contract is classified",
    },
  ],
  outputs(given) {
    if (!given.has("substitution")) return [];
    const fleet = given.get("fleet");
    return [
      { name: "identified-asset", formula: String(isIdentified(given)), meaning: identified(given) },
      {
        name: "directs-use",
        formula: fleet === undefined ? "false" : `gpus >= fleets.${fleet}.gpus`,
        meaning: `Whether the lessee is the only tenant and so directs the use: ${fleet === undefined ? "no fleet is named" : "it has the whole fleet"}`,
      },
      {
        name: "is-lease",
        formula: "identified-asset and directs-use",
        meaning: "Whether the contract holds a lease, by these two; else it is a service",
      },
      {
        name: "accounting-term",
        formula: "firm-term",
        meaning: "Time for which it can be enforced: the term of that lease",
      },
    ];
  },
};

function isIdentified(given: Given): boolean {
  return given.has("fleet") && given.get("substitution") !== "substantive";
}

function identified(given: Given): string {
  const swap =
    given.get("substitution") === "substantive"
      ? "the lessor may swap it as it likes"
      : given.get("substitution") === "repair"
        ? "swaps for repair do not count"
        : "the lessor may not swap it";
  const named = given.has("fleet") ? "the fleet is named" : "no fleet is named";
  return `Whether the asset is identified: ${named}, and ${swap}`;
}
