/** Reclaim: the lessor's right to take back a part of the block, once, on notice. */
import type { Given, Output } from "../component.ts";
import { hasClause, needs, type Clause } from "./clause.ts";
import { firstDay } from "./term.ts";

export const reclaim: Clause = {
  parameters: [
    {
      name: "reclaim.share",
      unit: "%",
      least: 0,
      most: 100,
      meaning: "Share of the block that the lessor may take back",
      evidence: "contract",
    },
    {
      name: "reclaim.notice",
      unit: "day",
      written: true,
      least: 0,
      meaning: "Notice it must give for that",
      evidence: "contract",
    },
    {
      name: "reclaim.not_before",
      unit: "date",
      meaning: "First day on which it can give it; the start unless given",
      evidence: "contract",
    },
    {
      name: "reclaim.hazard",
      unit: "%/month",
      least: 0,
      most: 100,
      meaning: "Chance in each month that it does, once it can",
      evidence: "judgement",
    },
  ],
  check: needs("reclaim", ["share", "notice", "hazard"], "share: 30 %, notice: 60 day, hazard: 1 %/month"),
  outputs(given) {
    if (!hasReclaim(given)) return [];
    const from = given.has("reclaim.not_before") ? `max(reclaim.not_before, ${firstDay(given)})` : firstDay(given);
    return [
      {
        name: "whole-until",
        formula: `min(${from} + reclaim.notice, ends)`,
        meaning: "Day up to which the whole block is let even if the lessor reclaims at once",
      },
      {
        name: "not-reclaimed",
        formula: "(1 - reclaim.hazard * (1 month)) ^ floor(elapsed(whole-until) / (1 month))",
        meaning: "Chance that nothing was taken back: that happens on the first day of a month",
      },
      {
        name: "block-left",
        formula: "1 - reclaim.share * (1 - not-reclaimed)",
        meaning: "Share of the block that is still let in each month, as expected",
      },
    ];
  },
};

export function hasReclaim(given: Given): boolean {
  return hasClause(given, "reclaim");
}

/** The block along a drawn path. */
export function drawnBlock(given: Given): Output[] {
  if (!hasReclaim(given)) return [];
  return [
    { name: "reclaim-draw", formula: "uniform(0, 1)", meaning: "Chance that decides when the lessor reclaims" },
    {
      name: "drawn-block-left",
      formula: "1 - reclaim.share * if(reclaim-draw < not-reclaimed, 0, 1)",
      meaning: "Share of the block that is still let in each month, on a drawn path",
    },
  ];
}
