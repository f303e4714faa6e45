/** What a project returns: to all its capital, and to its owners after debt; margins, and what would break even. */
import type { Given, Output, Parameter } from "../component.ts";

export const returnParameters: readonly Parameter[] = [
  { name: "discount", unit: "%/yr", meaning: "Required return, for net present values and break-evens" },
  {
    name: "rate",
    unit: "$/GPU/h",
    least: 0,
    meaning: "Price of an accelerator-hour in the revenue, to be told at which it would break even",
  },
  {
    name: "occupancy",
    unit: "%",
    least: 0,
    most: 100,
    meaning: "Occupancy in the revenue, to be told at which it would break even",
    means: "occupancy",
  },
];

export function returnOutputs(given: Given): Output[] {
  const debt = given.get("debt");
  return [
    {
      name: "free-cash",
      formula: "sizing-cfads - spend + proceeds",
      meaning: "Cash to all capital, as if there were no debt",
    },
    {
      name: "owner-cash",
      formula:
        debt === undefined
          ? "free-cash"
          : `contracts.${debt}.distributions - contracts.${debt}.contributions + proceeds`,
      meaning: "Cash to the owners, after debt",
    },
    ...["free", "owner"].flatMap((whose) => returnsOf(whose, given.has("discount"))),
    {
      name: "economic-profit",
      formula: "ebitda + worth - lag(worth, 1 month) - spend",
      meaning: "EBITDA less the worth that the assets lose in the month, before a sale",
    },
    ...margins,
    ...(given.has("discount") ? breakEvens(given) : []),
  ];
}

function returnsOf(whose: string, valued: boolean): Output[] {
  const of = whose === "free" ? "to all capital, as if there were no debt" : "to the owners";
  const cash = `${whose}-cash`;
  return [
    { name: `${whose}-irr`, formula: `irr(${cash})`, meaning: `Return a year ${of}; undefined when there is none` },
    {
      name: `${whose}-moic`,
      formula: `sum(max(0 $, ${cash})) / sum(max(0 $, 0 $ - ${cash}))`,
      meaning: `Cash received over cash put in, ${of}`,
    },
    { name: `${whose}-payback`, formula: `payback(${cash})`, meaning: `Months until the cash is back ${of}` },
    ...(valued
      ? [{ name: `${whose}-npv`, formula: `npv(discount, ${cash})`, meaning: `Net present value ${of}` }]
      : []),
  ];
}

const margins: readonly Output[] = [
  {
    name: "gross-margin",
    formula: "1 - sum(energy-cost) / sum(monthly(revenue)) in %",
    meaning: "Revenue less energy, over revenue, all months",
  },
  {
    name: "cash-margin",
    formula: "sum(ebitda) / sum(monthly(revenue)) in %",
    meaning: "EBITDA over revenue, all months",
  },
  {
    name: "book-margin",
    formula: "sum(profit) / sum(monthly(revenue)) in %",
    meaning: "Profit by the books over revenue, all months",
  },
];

function breakEvens(given: Given): Output[] {
  return [
    {
      name: "break-even",
      formula:
        "npv(discount, energy-cost + running-cost + renewals + spend - proceeds) / npv(discount, monthly(revenue)) in %",
      meaning: "Share of the revenue at which the net present value before tax and debt is zero",
    },
    ...(given.has("rate")
      ? [
          {
            name: "break-even-rate",
            formula: "rate * break-even",
            meaning: "Price of an accelerator-hour at which it is",
          },
        ]
      : []),
    ...(given.has("occupancy")
      ? [{ name: "break-even-occupancy", formula: "occupancy * break-even in %", meaning: "Occupancy at which it is" }]
      : []),
  ];
}
