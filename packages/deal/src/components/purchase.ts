/** Purchase of hardware: deposit at the order, payment on delivery, a part held back until acceptance; it may be cancelled before. */
import type { Component, Given, Output } from "./component.ts";
import { inMonthOf, valuedOn } from "./contract-exit.ts";

export const purchase: Component = {
  kind: "purchase",
  meaning: "Hardware that is ordered, delivered and paid for",
  parameters: [
    { name: "seller", unit: "text", required: true, meaning: "Who sells" },
    { name: "buyer", unit: "text", required: true, meaning: "Who buys" },
    { name: "total", unit: "$", least: 0, meaning: "Price of the whole; give this, or `price` and `gpus`" },
    {
      name: "price",
      unit: "$/GPU",
      least: 0,
      meaning: "Price per accelerator",
      evidence: "contract, filing or market comparable",
    },
    { name: "gpus", unit: "GPU", least: 0, meaning: "Accelerators bought", evidence: "contract or announcement" },
    { name: "ordered", unit: "date", required: true, meaning: "Day of the order, when the deposit is paid" },
    {
      name: "deposit",
      unit: "%",
      default: "0 %",
      least: 0,
      most: 100,
      meaning: "Share of the price paid at the order",
      evidence: "contract",
    },
    { name: "delivery.from", unit: "date", required: true, meaning: "First day of delivery", evidence: "contract" },
    {
      name: "delivery.over",
      unit: "month",
      default: "0 month",
      least: 0,
      meaning: "Time over which it is delivered evenly; all at once unless given",
      evidence: "contract",
    },
    {
      name: "acceptance.holdback",
      unit: "%",
      default: "0 %",
      least: 0,
      most: 100,
      meaning: "Share of the price held back until acceptance",
      evidence: "contract",
    },
    {
      name: "acceptance.after",
      unit: "month",
      default: "0 month",
      least: 0,
      meaning: "Time from delivery to acceptance",
      evidence: "contract",
    },
    {
      name: "cancel.hazard",
      unit: "%/month",
      least: 0,
      most: 100,
      meaning:
        "Chance in each month that the buyer cancels before the first delivery and loses the deposit; without it nobody can cancel",
      evidence: "judgement",
    },
    valuedOn("ordered"),
  ],
  views: [
    { party: "seller", cash: "seller-cash" },
    { party: "buyer", cash: "buyer-cash" },
  ],
  firm: "firm-cash",
  check(given) {
    const hasPrice = given.has("price") && given.has("gpus");
    const hasEither = given.has("price") || given.has("gpus");
    if (given.has("total") ? !hasEither : hasPrice) return undefined;
    return {
      ...(given.has("total") ? { parameter: "total" } : {}),
      message: given.has("total")
        ? "a purchase has a total, or a price and a count, not both"
        : "a purchase needs a total, or a price and a count",
      expected: "`total: 2 billion USD`, or `price: 35000 USD/GPU` and `gpus: 20000 GPU`",
    };
  },
  expand: (given) => [...timeOutputs(given), ...cashOutputs(given), ...valueOutputs(given)],
  limits: [
    "Delivery is even over its time, by calendar months, and each part is paid in the month of its delivery, its holdback after acceptance.",
    "Only the buyer cancels, at the latest before the first delivery, and loses the deposit and no more.",
    "Flows know the calendar's months; the values know the whole purchase. `unseen` is the share that is paid after the calendar.",
  ],
};

function timeOutputs(given: Given): Output[] {
  return [
    ...(given.has("total") ? [] : [{ name: "total", formula: "price * gpus in $", meaning: "Price of the whole" }]),
    {
      name: "lead",
      formula: "(delivery.from - ordered) in day",
      least: 0,
      meaning: "Time from the order to the first delivery",
    },
    {
      name: "on-delivery",
      formula: "100 % - (deposit + acceptance.holdback)",
      least: 0,
      meaning: "Share of the price that is paid on delivery",
    },
    {
      name: "delivered",
      formula: arrived("delivery.from"),
      meaning: "Share that has been delivered by the end of each month",
    },
    {
      name: "accepted",
      formula: arrived("delivery.from + acceptance.after"),
      meaning: "Share that has been accepted by the end of each month",
    },
    {
      name: "stands",
      formula: given.has("cancel.hazard")
        ? "(1 - cancel.hazard * (1 month)) ^ min(elapsed(max(valued_on, ordered)) / (1 month), max(0, months-between(max(valued_on, ordered), delivery.from) / (1 month)))"
        : "monthly(1)",
      meaning: "Chance that the order has not been cancelled",
    },
    {
      name: "unseen",
      formula: "on-delivery * (1 - last(delivered)) + acceptance.holdback * (1 - last(accepted)) in %",
      meaning: "Share of the price that is paid after the calendar",
    },
  ];
}

/** Share of what arrives evenly from a day on; the whole at once where it takes no time. */
function arrived(from: string): string {
  return `if(elapsed(${from}) > 0 month, if(delivery.over > 0 month, min(1, elapsed(${from}) / delivery.over), 1), 0)`;
}

/** The part of a share that grows month by month; what had grown before the calendar is not in it. */
function partOf(share: string, from: string): string {
  const before = `first(elapsed(${from})) - 1 month`;
  const start = `if(${before} > 0 month, if(delivery.over > 0 month, min(1, (${before}) / delivery.over), 1), 0)`;
  return `(${share} - previous(${share}, ${start}))`;
}

function cashOutputs(given: Given): Output[] {
  return [
    {
      name: "deposit-cash",
      formula: `total * deposit * ${inMonthOf("ordered")} in $`,
      meaning: "Deposit, in the month of the order",
    },
    {
      name: "delivery-cash",
      formula: `total * (on-delivery * ${partOf("delivered", "delivery.from")} + acceptance.holdback * ${partOf("accepted", "delivery.from + acceptance.after")}) in $`,
      meaning: "Payments on delivery and acceptance, if nobody cancels",
    },
    {
      name: "scheduled-cash",
      formula: "deposit-cash + delivery-cash",
      meaning: "Payments, if nobody cancels",
    },
    {
      name: "firm-cash",
      formula: given.has("cancel.hazard")
        ? "deposit-cash + delivery-cash * if(valued_on >= delivery.from, 1, 0)"
        : "scheduled-cash",
      meaning: "What is paid even if the buyer cancels at the first chance",
    },
    {
      name: "seller-cash",
      formula: "deposit-cash + delivery-cash * stands",
      meaning: "The contract as the seller sees it: payments, weighted by the chance that nobody has cancelled",
    },
    {
      name: "buyer-cash",
      formula: "-seller-cash",
      meaning: "The contract as the buyer sees it; the two sum to zero",
    },
  ];
}

function valueOutputs(given: Given): Output[] {
  const canCancel = given.has("cancel.hazard");
  const chance =
    "(1 - cancel.hazard * (1 month)) ^ max(0, months-between(max(valued_on, ordered), delivery.from) / (1 month))";
  return [
    {
      name: "paid-before",
      formula: `total * (deposit * if(valued_on > ordered, 1, 0) + on-delivery * ${arrivedBy("delivery.from")} + acceptance.holdback * ${arrivedBy("delivery.from + acceptance.after")}) in $`,
      meaning: "What is paid before the day of valuation",
    },
    {
      name: "headline",
      formula: "total - paid-before",
      meaning: "The whole price, less what is paid before the day of valuation",
    },
    {
      name: "firm",
      formula: canCancel
        ? "if(valued_on >= delivery.from, headline, total * deposit * if(valued_on > ordered, 0, 1)) in $"
        : "headline",
      meaning: "Paid even if the buyer cancels at the first chance: the deposit, and all once delivery has begun",
    },
    { name: "protected", formula: "firm", meaning: "The same: there is no notice, and a deposit is all that protects" },
    {
      name: "expected",
      formula: canCancel ? `firm + (headline - firm) * ${chance}` : "headline",
      meaning: "Payments weighted by the chance that nobody has cancelled",
    },
    { name: "firm-share", formula: "firm / headline in %", meaning: "Firm value over headline" },
  ];
}

/** Share of what arrives evenly from a day on that has arrived before the day of valuation. */
function arrivedBy(from: string): string {
  const since = `months-between(${from}, valued_on)`;
  return `if(delivery.over > 0 month, clamp(${since} / delivery.over, 0, 1), if(valued_on > ${from}, 1, 0))`;
}
