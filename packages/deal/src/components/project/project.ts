/** A project: what a lessor earns and spends on its hardware, month by month, down to the cash that serves debt. */
import type { Component, Given } from "../component.ts";
import { asset, assetOutputs } from "./asset.ts";
import { costOutputs, costParameters } from "./costs.ts";
import { returnOutputs, returnParameters } from "./returns.ts";
import { taxOutputs, taxParameters } from "./tax.ts";

export const project: Component = {
  kind: "project",
  meaning: "What is earned and spent on hardware, down to the cash that serves debt, and what is left for the owners",
  parameters: [
    { name: "owner", unit: "text", required: true, meaning: "Who owns it" },
    {
      name: "debt",
      unit: "text",
      names: "contracts",
      meaning: "Debt contract that finances it: its interest is deducted, and the owners come after it",
    },
    { name: "operation.from", unit: "date", required: true, meaning: "First day of operation" },
    {
      name: "operation.until",
      unit: "date",
      required: true,
      meaning: "Last day of operation; then the assets are sold",
    },
    {
      name: "spend.from",
      unit: "date",
      default: "operation.from - 12 month",
      meaning: "First day of spending on assets",
    },
    { name: "spend.until", unit: "date", default: "operation.from", meaning: "Last day of spending on assets" },
    { name: "launches.first", unit: "date", meaning: "Next launch of a generation, which costs assets their `drop`" },
    { name: "launches.every", unit: "month", least: 1, meaning: "Time between launches after it" },
    ...costParameters,
    ...taxParameters,
    ...returnParameters,
  ],
  parts: { key: "assets", component: asset },
  check(given) {
    const both = given.has("energy.cost") && (given.has("energy.power") || given.has("energy.price"));
    if (both) {
      return {
        parameter: "energy.cost",
        message: "energy has a cost, or a power and a price, not both",
        expected: "`energy: { cost: contracts.NAME.bill }` or `energy: { power: 300 MW, price: 60 USD/MWh }`",
      };
    }
    if (given.has("energy.power") !== given.has("energy.price")) {
      return {
        message: "energy needs a power and a price",
        expected: "`energy: { power: 300 MW, price: 60 USD/MWh }`",
      };
    }
    if (given.has("launches.every") && !given.has("launches.first")) {
      return {
        parameter: "launches.every",
        message: "launches need a first one",
        expected: "`launches: { first: 2027-01, every: 24 month }`",
      };
    }
    return undefined;
  },
  expand: (given: Given, assets) => [
    ...assets.flatMap(assetOutputs),
    ...costOutputs(given, assets),
    ...taxOutputs(given),
    ...returnOutputs(given),
  ],
  limits: [
    "Tax is assessed month by month; losses are carried forward without limit or lost. Fees and interest during construction are not deducted.",
    "Depreciation is straight-line, for books and for tax alike.",
    "Debt is sized on cash taxed as if there were no debt, so what interest saves in tax is not lent against.",
    "All assets are sold on the last day of operation. What customers still owe then comes in the month after, if the calendar has one.",
  ],
};
