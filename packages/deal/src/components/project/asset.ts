/**
 * An asset of a project: hardware, network, building, each bought over its own time, written off over its own book life,
 * and worth what its market gives.
 */
import type { Component, Output } from "../component.ts";

export const asset: Component = {
  kind: "asset",
  meaning: "What is bought, with its life in the books and its worth",
  parameters: [
    { name: "cost", unit: "$", required: true, least: 0, meaning: "What it costs", evidence: "quotation or filing" },
    { name: "from", unit: "date", default: "spend.from", meaning: "First day of spending" },
    { name: "until", unit: "date", default: "spend.until", meaning: "Last day of spending; even by days between" },
    {
      name: "life",
      unit: "yr",
      required: true,
      least: 0.05,
      meaning: "Life in the books, from the start of operation, straight-line",
      evidence: "accounting policy",
    },
    {
      name: "decay",
      unit: "%/yr",
      default: "0 %/yr",
      least: 0,
      meaning: "Share of its worth that it loses in a year by age, continuously",
      evidence: "resale prices",
    },
    {
      name: "drop",
      unit: "%",
      default: "0 %",
      least: 0,
      most: 100,
      meaning: "Share of its worth that it loses at each launch of a generation",
      evidence: "resale prices before and after a launch",
    },
    {
      name: "sold",
      unit: "%",
      default: "100 %",
      least: 0,
      most: 100,
      meaning: "Share of its worth that a sale at the end brings, after taking down and selling",
    },
  ],
  expand: () => [],
  limits: [],
};

/** The figures of one asset, by its name. */
export function assetOutputs(name: string): Output[] {
  const own = (figure: string): string => `assets.${name}.${figure}`;
  const bought = `during(${own("from")}, ${own("until")})`;
  const used = `during(operation.from, min(operation.from + ${own("life")}, operation.until))`;
  return [
    { name: own("spend"), formula: `${own("cost")} * ${bought} / sum(${bought})`, meaning: "Spent in each month" },
    {
      name: own("worth"),
      formula: `cumulative(${own("spend")}) * exp(0 - ${own("decay")} * elapsed(operation.from)) * (1 - ${own("drop")}) ^ launched`,
      meaning: "Worth at the end of each month: cost, less age, less a step at each launch",
    },
    {
      name: own("depreciation"),
      formula: `${own("cost")} * (1 month) / ${own("life")} * ${used} in $`,
      meaning: "Written off in each month",
    },
    {
      name: own("book"),
      formula: `cumulative(${own("spend")} - ${own("depreciation")})`,
      meaning: "Left in the books at the end of each month, before a sale",
    },
    {
      name: own("proceeds"),
      formula: `at(${own("worth")}, operation.until - 1 day) * ${own("sold")} * ending`,
      meaning: "What a sale at the end of operation brings",
    },
    {
      name: own("written-off"),
      formula: `at(${own("book")}, operation.until - 1 day) * ending`,
      meaning: "What is left in the books then, written off against it",
    },
  ];
}
