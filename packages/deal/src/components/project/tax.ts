/** Tax of a project, with and without its debt, and the cash that is left to serve debt. */
import type { Given, Output, Parameter } from "../component.ts";

export const taxParameters: readonly Parameter[] = [
  { name: "tax.rate", unit: "%", default: "0 %", least: 0, most: 100, meaning: "Tax on profit", evidence: "law" },
  {
    name: "tax.losses",
    unit: "text",
    choices: ["carried", "lost"],
    meaning: "Whether losses are carried forward, without limit, against later profits; carried unless said",
  },
];

export function taxOutputs(given: Given): Output[] {
  const debt = given.get("debt");
  const carried = given.get("tax.losses") !== "lost";
  return [
    {
      name: "interest",
      formula: debt === undefined ? "0 $ * works" : `contracts.${debt}.interest-expense`,
      meaning: "Interest of each month, after construction",
    },
    { name: "operating-profit", formula: "ebitda - depreciation + gain", meaning: "Profit before interest and tax" },
    ...taxed("unlevered-tax", "operating-profit", carried, "Tax if there were no debt"),
    ...taxed("tax", "operating-profit - interest", carried, "Tax of each month"),
    {
      name: "sizing-cfads",
      formula: "ebitda - renewals - working-capital - unlevered-tax",
      meaning:
        "Cash flow available for debt service, taxed as if there were no debt: on it debt is sized, without a circle",
    },
    {
      name: "cfads",
      formula: "ebitda - renewals - working-capital - tax",
      meaning: "Cash flow available for debt service",
    },
    { name: "profit", formula: "operating-profit - interest - tax", meaning: "Profit by the books" },
  ];
}

/** Tax on a month's profit after the losses of earlier months. */
function taxed(name: string, profit: string, carried: boolean, meaning: string): Output[] {
  if (!carried) return [{ name, formula: `tax.rate * max(0 $, ${profit})`, meaning }];
  const losses = `losses-before-${name}`;
  return [
    {
      name: losses,
      formula: `max(0 $, previous(${losses}, 0 $) - (${profit}))`,
      meaning: `Losses carried forward at the end of each month, for ${name}`,
    },
    { name, formula: `tax.rate * max(0 $, ${profit} - previous(${losses}, 0 $))`, meaning },
  ];
}
