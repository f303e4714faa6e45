/** What the block is worth to the lessor when the term ends: sold, or let again, whichever is more. No party to the lease pays it. */
import type { Component, Given, Output } from "../component.ts";
import { hasClause, orElse, type Clause } from "./clause.ts";

export const residual: Clause = {
  parameters: [
    {
      name: "residual.sell",
      unit: "$/GPU",
      least: 0,
      meaning: "Price of a used accelerator at the end of the term",
      evidence: "prices of used hardware",
    },
    {
      name: "residual.relet",
      unit: "$/GPU/h",
      least: 0,
      meaning: "Price at which an accelerator-hour is let after it",
      evidence: "market comparable for the older generation",
    },
    { name: "residual.relet_months", unit: "month", least: 0, meaning: "Months for which it can be let again" },
    {
      name: "residual.relet_share",
      unit: "%",
      least: 0,
      most: 100,
      meaning: "Share of the hours that are let then; all unless given",
    },
    {
      name: "residual.relet_cost",
      unit: "$/GPU/h",
      least: 0,
      meaning: "Cost of running an accelerator for an hour then; nothing unless given",
    },
    {
      name: "residual.discount",
      unit: "%/yr",
      least: 0,
      meaning: "Rate at which what is earned by letting again is discounted to the end of the term",
    },
  ],
  check: residualFault,
  outputs(given) {
    if (!hasClause(given, "residual")) return [];
    const ways = [...(given.has("residual.sell") ? [sold] : []), ...(given.has("residual.relet") ? relet(given) : [])];
    const values = ["residual-sold", "residual-relet"].filter((name) => ways.some((way) => way.name === name));
    return [
      ...ways,
      {
        name: "residual",
        formula: `max(${["0 $", ...values].join(", ")})`,
        meaning: "What the block is worth to the lessor on the day the term ends, in the better way",
      },
    ];
  },
};

function residualFault(given: Given): ReturnType<NonNullable<Component["check"]>> {
  if (!hasClause(given, "residual")) return undefined;
  if (!given.has("residual.sell") && !given.has("residual.relet")) {
    return { message: "a residual needs a way to earn it", expected: "`residual.sell:` or `residual.relet:`" };
  }
  const again = ["relet", "relet_months", "discount"].map((key) => `residual.${key}`);
  const lacking = again.find((name) => !given.has(name));
  if (lacking === undefined || !again.some((name) => given.has(name))) return undefined;
  return {
    message: `letting again has no \`${lacking}\``,
    expected: "`residual: { relet: 1.20 USD/GPU/h, relet_months: 24 month, discount: 12 %/yr }`",
  };
}

const sold: Output = {
  name: "residual-sold",
  formula: "residual.sell * gpus in $",
  meaning: "The block sold at the end of the term",
};

/** A level sum at the end of each month, discounted. */
function relet(given: Given): Output[] {
  const earned = `residual.relet * ${orElse(given, "residual.relet_share", "100 %")}${given.has("residual.relet_cost") ? " - residual.relet_cost" : ""}`;
  return [
    {
      name: "relet-discount",
      formula: "(1 + residual.discount * (1 yr)) ^ (1 / 12) - 1",
      meaning: "Discount of a month on letting again",
    },
    {
      name: "residual-relet",
      formula: `(${earned}) * gpus * (1 month) / annuity(relet-discount, residual.relet_months / (1 month)) in $`,
      meaning: "The block let again from the end of the term, discounted to it",
    },
  ];
}
