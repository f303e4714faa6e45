/**
 * Repeated supply: whether a supplier that could cut its customer off is held back by the future it would lose. If it cuts off, the
 * other never deals with it again (grim trigger). Supplying on is an equilibrium if and only if
 *
 *   δ ≥ (d - c) / (d - p) = gain / (gain + loss)
 *
 * where c is what a period of supplying brings, d what the period of cutting off does, p a period ever after, gain = d - c, loss = c - p, and
 * δ what a period later is worth: it follows from c / (1 - δ) ≥ d + δ p / (1 - δ).
 * Source: J. W. Friedman, "A non-cooperative equilibrium for supergames", Review of Economic Studies 38, 1971.
 */
import type { Component } from "../component.ts";

export const supply: Component = {
  kind: "supply",
  meaning: "Whether a supplier is held back from cutting its customer off by the future that it would lose",
  parameters: [
    {
      name: "supplying",
      unit: "$/month",
      required: true,
      meaning: "What a month of supplying brings the supplier, after its costs",
    },
    {
      name: "after",
      unit: "$/month",
      default: "0 $/month",
      meaning: "What a month brings it ever after it has cut off, such as by letting to somebody else",
    },
    {
      name: "gain",
      unit: "$",
      required: true,
      meaning:
        "What cutting off brings at once, beyond what that period of supplying does: a rival slowed, capacity for itself",
      evidence: "judgement",
    },
    {
      name: "period",
      unit: "month",
      default: "1 month",
      least: 0.01,
      meaning: "Time until the other can answer, such as the notice",
    },
    { name: "discount", unit: "%/yr", required: true, least: 0, meaning: "Required return of the supplier" },
    {
      name: "hazard",
      unit: "%/month",
      default: "0 %/month",
      least: 0,
      most: 100,
      meaning: "Chance in each month that the relation ends of itself",
    },
  ],
  expand: () => [
    {
      name: "factor",
      formula: "((1 - hazard * (1 month)) / (1 + discount * (1 yr)) ^ (1 / 12)) ^ (period / (1 month))",
      meaning: "What the next period is worth: the discount factor, with the chance that there is one",
    },
    {
      name: "loss",
      formula: "(supplying - after) * period in $",
      meaning: "What every later period loses by cutting off",
    },
    {
      name: "threshold",
      formula: "if(gain <= 0 $, 0, if(loss <= 0 $, 1, gain / (gain + loss)))",
      meaning: "Discount factor from which supplying on is an equilibrium: gain / (gain + loss)",
    },
    {
      name: "held",
      formula: "gain <= 0 $ or factor >= threshold and loss > 0 $",
      meaning: "Whether supplying on is an equilibrium",
    },
    { name: "slack", formula: "factor - threshold", meaning: "Discount factor above the threshold" },
    {
      name: "deterrent",
      formula: "if(factor < 1, factor / (1 - factor)) * loss in $",
      meaning:
        "Worth of the future that is lost: the greatest gain that does not pay; undefined where the future has no end and no discount",
    },
    {
      name: "highest-hazard",
      formula:
        "max(0, 1 - threshold ^ ((1 month) / period) * (1 + discount * (1 yr)) ^ (1 / 12)) / (1 month) in %/month",
      meaning: "Chance of an end of itself up to which supplying on is an equilibrium",
    },
  ],
  limits: [
    "The other answers with the end for ever; milder answers hold back less. Holding back is one equilibrium and not the only one.",
    "The relation has no known last day: with one, cutting off in the last period pays, and so, by backward induction, in every one before.",
    "Everybody sees at once what was done. Third parties do not answer; what they would is part of `after`.",
  ],
};
