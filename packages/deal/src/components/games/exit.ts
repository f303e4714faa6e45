/**
 * Counterparty exit: who is hurt more if the other leaves. Each side bridges the time from the end of the notice until it has
 * replaced the other, and then lives with the terms it finds.
 */
import type { Component, Output } from "../component.ts";

export const exit: Component = {
  kind: "exit",
  meaning: "What it costs each side of a supply of compute if the other leaves, and when that may be",
  parameters: [
    {
      name: "fee",
      unit: "$/month",
      required: true,
      least: 0,
      meaning: "What the buyer pays, such as `contracts.NAME.monthly-fee`",
    },
    { name: "notice", unit: "day", written: true, required: true, least: 0, meaning: "Notice that who leaves gives" },
    { name: "from", unit: "date", required: true, meaning: "First day on which notice can be given" },
    {
      name: "hazard",
      unit: "%/month",
      series: true,
      default: "0 %/month",
      least: 0,
      most: 100,
      meaning: "Chance in each month that notice is given, once it can be",
      evidence: "judgement",
    },
    {
      name: "horizon",
      unit: "month",
      default: "12 month",
      least: 0,
      meaning: "Time after the end over which losses are counted",
    },
    {
      name: "seller.replace",
      unit: "day",
      required: true,
      least: 0,
      meaning: "Days from notice until the capacity is let again",
    },
    { name: "seller.relet", unit: "$/month", default: "fee", least: 0, meaning: "What it is let for then" },
    {
      name: "seller.costs",
      unit: "$/month",
      default: "0 $/month",
      least: 0,
      meaning: "What the seller saves in a month in which the capacity stands idle, such as energy",
    },
    {
      name: "buyer.replace",
      unit: "day",
      required: true,
      least: 0,
      meaning: "Days from notice until the buyer has as much elsewhere",
    },
    {
      name: "buyer.alternative",
      unit: "$/month",
      default: "fee",
      least: 0,
      meaning: "What as much costs elsewhere",
    },
    {
      name: "buyer.earns",
      unit: "$/month",
      required: true,
      least: 0,
      meaning: "What a month of the capacity brings the buyer before the fee",
    },
  ],
  expand: () => [
    ...sideOutputs("seller", "fee - seller.costs", "fee - seller.relet", "the buyer"),
    ...sideOutputs("buyer", "buyer.earns - fee", "buyer.alternative - fee", "the seller"),
    {
      name: "leverage-a-month",
      formula: "buyer.lost-a-month / seller.lost-a-month",
      meaning:
        "What a month without the other costs the buyer over what it costs the seller: above 1 the seller has the leverage",
    },
    {
      name: "leverage",
      formula: "buyer.lost - seller.lost in $",
      meaning: "What the buyer loses over the horizon beyond what the seller does: above 0 the seller has the leverage",
    },
    {
      name: "seller-has-it",
      formula: "buyer.lost > seller.lost",
      meaning: "Whether the buyer is hurt more than the seller",
    },
    {
      name: "runs",
      formula: "previous(runs, 1) * (1 - monthly(hazard * (1 month)) * step(from))",
      meaning: "Chance that nobody has given notice by the end of the month",
    },
    {
      name: "notice-chance",
      formula: "previous(runs, 1) - runs",
      meaning: "Chance that notice is given in that month",
    },
    {
      name: "given",
      formula: "1 - last(runs) in %",
      meaning: "Chance that notice is given within the calendar",
    },
    {
      name: "seller.expected-loss",
      formula: "given * seller.lost in $",
      meaning: "What the seller loses if the buyer leaves, weighted by the chance of notice within the calendar",
    },
    {
      name: "buyer.expected-loss",
      formula: "given * buyer.lost in $",
      meaning: "The same of the buyer, if the seller leaves",
    },
  ],
  limits: [
    "Losses are not discounted. Which side gives notice is not told apart: each expected loss is as if the other did.",
    "Both wait until notice to look for somebody else. Who prepares has a shorter `replace`.",
    "Capacity that earns nothing is lost at once and whole; no part of it is kept, and nobody pays to stay.",
  ],
};

function sideOutputs(side: "seller" | "buyer", idle: string, after: string, other: string): Output[] {
  return [
    {
      name: `${side}.gap`,
      formula: `max(0 month, ${side}.replace - (from + notice - from)) in month`,
      meaning: `Time between the end of the notice and the day on which the ${side} has replaced ${other}`,
    },
    {
      name: `${side}.lost-a-month`,
      formula: `${idle} in $/month`,
      meaning: `What a month in that time costs the ${side}`,
    },
    {
      name: `${side}.worse-a-month`,
      formula: `${after} in $/month`,
      meaning: `What a month after it costs the ${side} beside the contract; below 0 it is better off`,
    },
    {
      name: `${side}.lost`,
      formula: `${side}.lost-a-month * min(${side}.gap, horizon) + ${side}.worse-a-month * max(0 month, horizon - ${side}.gap) in $`,
      meaning: `What the ${side} loses over the horizon if ${other} leaves`,
    },
  ];
}
