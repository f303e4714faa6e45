/** What a month costs: a price or a fee, and the steps in which it changes. */
import type { Component, Given, Output } from "../component.ts";
import { hasClause, orElse, type Clause } from "./clause.ts";

export const price: Clause = {
  parameters: [
    {
      name: "price",
      unit: "$/GPU/h",
      least: 0,
      meaning: "Price per accelerator-hour; give this or `fee`",
      evidence: "contract, filing or market comparable",
    },
    {
      name: "fee",
      unit: "$/month",
      least: 0,
      meaning: "Fee for the whole block; give this or `price`",
      evidence: "filing",
    },
    {
      name: "escalator.rate",
      unit: "%/yr",
      least: -100,
      meaning: "Growth of the price a year, taken in steps at anniversaries of the start",
      evidence: "contract",
    },
    {
      name: "escalator.index",
      unit: "",
      series: true,
      least: 0,
      meaning: "Index that the price follows instead, at its anniversaries, as a plain number",
      evidence: "statistics or a price index of compute",
    },
    { name: "escalator.cap", unit: "%", meaning: "Largest step by the index", evidence: "contract" },
    { name: "escalator.floor", unit: "%", least: -100, meaning: "Smallest step by the index", evidence: "contract" },
    { name: "escalator.every", unit: "month", least: 1, meaning: "Time between steps; 12 months unless given" },
  ],
  check: priceFault,
  outputs: (given) => [...money(given), ...steps(given)],
};

function priceFault(given: Given): ReturnType<NonNullable<Component["check"]>> {
  if (given.has("price") === given.has("fee")) {
    return {
      ...(given.has("fee") ? { parameter: "fee" } : {}),
      message: given.has("fee") ? "a lease has a price or a fee, not both" : "a lease needs a price or a fee",
      expected: "`price: 2.60 USD/GPU/h` or `fee: 1.25 billion USD/month`",
    };
  }
  if (!given.has("gpus") && !given.has("fleet")) {
    return { message: "a lease needs a fleet or a count of GPUs", expected: "`fleet:` or `gpus:`" };
  }
  if (!hasClause(given, "escalator")) return undefined;
  if (given.has("escalator.rate") === given.has("escalator.index")) {
    const both = given.has("escalator.rate");
    return {
      ...(both ? { parameter: "escalator.index" } : {}),
      message: both ? "an escalator has a rate or an index, not both" : "an escalator needs a rate or an index",
      expected: "`escalator: { rate: 3 %/yr }` or `escalator: { index: model.cpi, cap: 5 % }`",
    };
  }
  const bound = ["escalator.cap", "escalator.floor"].find((name) => given.has(name));
  if (bound === undefined || given.has("escalator.index")) return undefined;
  return {
    parameter: bound,
    message: "a fixed rate has no cap and no floor",
    expected: "an `escalator.index` with it",
  };
}

/** Whether the price changes over the term. */
export function escalates(given: Given): boolean {
  return hasClause(given, "escalator");
}

function money(given: Given): Output[] {
  const byFee = given.has("fee");
  return [
    ...(given.has("gpus")
      ? []
      : [{ name: "gpus", formula: `fleets.${given.get("fleet") ?? "NAME"}.gpus`, meaning: "Accelerators let" }]),
    {
      name: "monthly-fee",
      formula: byFee ? "fee" : "price * gpus in $/month",
      meaning: "Fee of a whole month, fully delivered",
    },
    {
      name: "rate",
      formula: byFee ? "fee / gpus in $/GPU/h" : "price",
      meaning: "Fee per accelerator-hour, at 730 h a month",
    },
    {
      name: "annual-rent",
      formula: "monthly-fee in $/yr",
      meaning: "Gross rent of a year, fully delivered and billed",
    },
  ];
}

function steps(given: Given): Output[] {
  if (!escalates(given)) return [];
  const every = orElse(given, "escalator.every", "(12 month)");
  const stepped = {
    name: "price-stepped",
    formula: `every(term.from, ${every})`,
    meaning: "1 in months that hold an anniversary, in which the price steps",
  };
  if (given.has("escalator.rate")) {
    // Steps before the calendar's first month count too.
    const before = `max(0, floor(months-between(term.from, date-when(monthly(1) > 0) - 1 day) / ${every}))`;
    return [
      stepped,
      {
        name: "price-index",
        formula: `(1 + escalator.rate * (1 yr)) ^ ((${before} + cumulative(price-stepped)) * ${every} / (12 month))`,
        meaning: "Price over that of the start",
      },
    ];
  }
  const index = "monthly(escalator.index)";
  const change = "escalator.index / previous(indexed-at, index-at-start) - 1";
  const floored = given.has("escalator.floor") ? `max(${change}, escalator.floor)` : change;
  const capped = given.has("escalator.cap") ? `min(${floored}, escalator.cap)` : floored;
  return [
    stepped,
    {
      name: "index-at-start",
      formula: `if(defined(at(${index}, term.from)), at(${index}, term.from), first(${index}))`,
      meaning: "The index in the month in which the term starts, or in the calendar's first",
    },
    {
      name: "indexed-at",
      formula: "if(price-stepped > 0, escalator.index, previous(indexed-at, index-at-start))",
      meaning: "The index as of the last step",
    },
    {
      name: "price-index",
      formula: `previous(price-index, 1) * (1 + if(price-stepped > 0, ${capped}, 0))`,
      meaning: "Price over that of the start, or of the calendar's first month",
    },
  ];
}
