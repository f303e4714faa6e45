/** A party to contracts: what it earns and loses beside them, against which they are held. */
import type { Component } from "../component.ts";

export const party: Component = {
  kind: "party",
  meaning: "A party to contracts, and what it earns and loses beside them",
  parameters: [
    { name: "name", unit: "text", meaning: "Its name in the contracts, where that is not the key" },
    { name: "revenue", unit: "$", series: true, meaning: "Revenue of each month, beside what contracts bring" },
    {
      name: "margin",
      unit: "%",
      series: true,
      default: "100 %",
      meaning: "Share of the revenue that is left for contracts: the margin before compute",
    },
    { name: "other", unit: "$", series: true, default: "0 $", meaning: "Other costs of each month" },
    { name: "funds", unit: "$", least: 0, default: "0 $", meaning: "Cash in hand at the calendar's start" },
    { name: "loss", unit: "$/yr", meaning: "Loss without the contracts, as a positive number", evidence: "filing" },
    {
      name: "costs",
      unit: "$",
      series: true,
      default: "0 $",
      meaning: "What the contracts cost it each month, beside what they say it pays",
    },
  ],
  // Its formulas rest on its contracts: see `partyOutputs`.
  expand: () => [],
  limits: [
    "Tax, interest and new money are left out of what it can afford, unless they are in `other`.",
    "Growth is of the first month's revenue, at one rate; margin and other costs stay as given.",
    "A quarter is any three months in a row, from the calendar's third month on.",
  ],
};
