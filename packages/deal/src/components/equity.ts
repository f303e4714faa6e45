/** Equity: what an investor puts in, what comes back, and what the stake is sold for. */
import type { Component, Given, Output } from "./component.ts";
import { inMonthOf } from "./contract-exit.ts";

export const equity: Component = {
  kind: "equity",
  meaning: "What an investor puts into a company and what comes back",
  parameters: [
    { name: "investor", unit: "text", required: true, meaning: "Who invests" },
    { name: "company", unit: "text", required: true, meaning: "In what" },
    {
      name: "contributions",
      unit: "$",
      series: true,
      least: 0,
      meaning: "What is put in each month, such as `contracts.LOAN.contributions`; give this, or `amount` and `on`",
    },
    { name: "amount", unit: "$", least: 0, meaning: "What is put in at once" },
    { name: "on", unit: "date", meaning: "Day of it" },
    {
      name: "distributions",
      unit: "$",
      series: true,
      least: 0,
      meaning: "What comes back each month, such as `contracts.LOAN.distributions`; nothing unless given",
    },
    { name: "exit.value", unit: "$", least: 0, meaning: "What the stake is sold for; nothing unless given" },
    { name: "exit.on", unit: "date", meaning: "Day of the sale" },
    { name: "discount", unit: "%/yr", meaning: "Rate at which the net present value is taken", evidence: "stated" },
    {
      name: "valued_on",
      unit: "date",
      meaning: "Day of the values: what is put in from it on counts; the calendar's start unless given",
    },
  ],
  views: [
    { party: "investor", cash: "investor-cash" },
    { party: "company", cash: "company-cash" },
  ],
  firm: "firm-cash",
  financing: true,
  check(given) {
    const atOnce = given.has("amount") && given.has("on");
    if (given.has("contributions") ? given.has("amount") || given.has("on") : !atOnce) {
      return {
        ...(given.has("contributions") ? { parameter: "contributions" } : {}),
        message: given.has("contributions")
          ? "equity has monthly contributions, or an amount on a day, not both"
          : "equity needs contributions, or an amount and its day",
        expected: "`contributions:`, or `amount: 2 billion USD` and `on: 2026-07-01`",
      };
    }
    if (given.has("exit.value") !== given.has("exit.on")) {
      return {
        message: "an exit needs a value and a day",
        expected: "`exit: { value: 3 billion USD, on: 2031-07-01 }`",
      };
    }
    return undefined;
  },
  expand: (given) => [...cashOutputs(given), ...returnOutputs(given), ...valueOutputs(given)],
  limits: [
    "Money moves in whole months, undated within them. Flows outside the calendar are not seen: the day of an amount and that of an exit must lie in it.",
    "Nobody can withhold a contribution, so what is scheduled is firm. Fees, carried interest and preferences of classes are left out.",
  ],
};

function cashOutputs(given: Given): Output[] {
  return [
    ...(given.has("on") ? [inCalendar("paid-in-calendar", "on", "Whether the day of the amount lies in it")] : []),
    ...(given.has("exit.on")
      ? [inCalendar("exit-in-calendar", "exit.on", "Whether the day of the exit lies in it")]
      : []),
    {
      name: "paid-in",
      formula: given.has("amount") ? `amount * ${inMonthOf("on")}` : "monthly(contributions)",
      meaning: "What the investor puts in",
    },
    {
      name: "distributed",
      formula: given.has("distributions") ? "monthly(distributions)" : "monthly(0 $)",
      meaning: "What comes back, without the exit",
    },
    {
      name: "exit-cash",
      formula: given.has("exit.value") ? `exit.value * ${inMonthOf("exit.on")}` : "monthly(0 $)",
      meaning: "What the stake is sold for",
    },
    {
      name: "investor-cash",
      formula: "distributed + exit-cash - paid-in",
      meaning: "The contract as the investor sees it",
    },
    {
      name: "firm-cash",
      formula: "monthly(0 $)",
      meaning: "What the company owes whatever happens: no distribution is owed",
    },
    {
      name: "company-cash",
      formula: "-investor-cash",
      meaning: "The contract as the company sees it; the two sum to zero",
    },
  ];
}

/** 1 where a day lies in the calendar; a certain one that does not is a mistake. */
function inCalendar(name: string, date: string, meaning: string): Output {
  return { name, formula: `sum(${inMonthOf(date)})`, least: 1, meaning: `${meaning}: 1, else 0` };
}

function returnOutputs(given: Given): Output[] {
  return [
    { name: "invested", formula: "sum(paid-in)", meaning: "All that is put in" },
    { name: "returned", formula: "sum(distributed + exit-cash)", meaning: "All that comes back" },
    { name: "irr", formula: "irr(investor-cash)", meaning: "Internal rate of return" },
    {
      name: "irr-count",
      formula: "irr-count(investor-cash)",
      meaning: "Rates at which the cash is worth nothing: with more than one, the rate of return says little",
    },
    {
      name: "moic",
      formula: "returned / invested",
      meaning: "Multiple on invested capital: all that comes back over all that is put in",
    },
    {
      name: "dpi",
      formula: "sum(distributed) / invested",
      meaning: "Distributions over paid-in capital, without the exit",
    },
    {
      name: "tvpi",
      formula: "dpi + sum(exit-cash) / invested",
      meaning: "Total value over paid-in capital, with the exit",
    },
    { name: "payback", formula: "payback(investor-cash)", meaning: "Months until what was put in has come back" },
    {
      name: "deepest-exposure",
      formula: "-min(0 $, min(cumulative(investor-cash)))",
      meaning: "The most that is out at the end of a month",
    },
    ...(given.has("discount")
      ? [{ name: "npv", formula: "npv(discount, investor-cash)", meaning: "Net present value at the stated rate" }]
      : []),
  ];
}

function valueOutputs(given: Given): Output[] {
  return [
    {
      name: "headline",
      formula: !given.has("valued_on")
        ? "sum(paid-in)"
        : given.has("on")
          ? "if(valued_on > on, 0 $, amount)"
          : "sum(paid-in * step(valued_on))",
      meaning: "Contributions from the day of valuation on",
    },
    { name: "firm", formula: "headline", meaning: "The same, since nobody can withhold a contribution" },
    { name: "protected", formula: "headline", meaning: "The same, since there is no notice" },
    { name: "expected", formula: "headline", meaning: "The same, as uncertain as the contributions are" },
  ];
}
