/** Commitment to buy capacity of a cloud or a vendor: a ceiling, what of it must be taken or paid, and how it is drawn down. */
import type { Component, Given } from "../component.ts";
import { exitFault, exitOutputs, exitParameters, termParameters, valuedOn } from "../contract-exit.ts";
import { flowOutputs } from "./flows.ts";
import { valueOutputs } from "./values.ts";

export const commitment: Component = {
  kind: "commitment",
  meaning: "Capacity of a cloud or a vendor, up to a ceiling, part of which must be taken or paid",
  parameters: [
    { name: "seller", unit: "text", required: true, meaning: "Who provides capacity" },
    { name: "buyer", unit: "text", required: true, meaning: "Who commits to buy it" },
    {
      name: "amount",
      unit: "$",
      least: 0,
      meaning: "Ceiling over the whole term; give this, or `size` and `price`",
      evidence: "announcement or filing",
    },
    {
      name: "size",
      unit: "GW",
      least: 0,
      meaning: "Capacity at full delivery",
      evidence: "announcement or filing",
    },
    {
      name: "price",
      unit: "$/GW/yr",
      least: 0,
      meaning: "Price of capacity",
      evidence: "contract, filing or market comparable",
    },
    {
      name: "committed",
      unit: "$",
      least: 0,
      meaning: "Firm part of the ceiling over the whole term; give this or `take_or_pay`",
      evidence: "filing",
    },
    {
      name: "take_or_pay",
      unit: "%",
      default: "100 %",
      least: 0,
      most: 100,
      meaning: "Share of the ceiling that must be taken or paid",
      means: "billed-share",
      evidence: "contract",
    },
    {
      name: "period",
      unit: "month",
      default: "12 month",
      least: 1,
      meaning: "Length of a commitment period, at whose end a shortfall is paid; the last one ends with the term",
      evidence: "contract",
    },
    {
      name: "use",
      unit: "%",
      series: true,
      default: "100 %",
      least: 0,
      most: 100,
      meaning: "Share of each month's ceiling that the buyer uses; give this or `drawdown`",
      means: "occupancy",
      evidence: "operations",
    },
    {
      name: "drawdown",
      unit: "$",
      series: true,
      least: 0,
      meaning: "What the buyer would use in each month, at the contract's price; used up to the ceiling",
      evidence: "plan",
    },
    ...termParameters,
    {
      name: "term.ramp",
      unit: "month",
      default: "0 month",
      least: 0,
      meaning: "Time until the whole capacity is delivered, in a straight line",
      evidence: "contract or announcement",
    },
    { name: "prepaid.amount", unit: "$", least: 0, meaning: "Prepayment, credited against what falls due first" },
    {
      name: "prepaid.on",
      unit: "date",
      default: "term.from",
      meaning: "Day of the prepayment, at the start of the term at the latest",
    },
    ...exitParameters,
    valuedOn("min(prepaid.on, term.from)"),
  ],
  views: [
    { party: "seller", cash: "seller-cash" },
    { party: "buyer", cash: "buyer-cash" },
  ],
  firm: "firm-cash",
  check: (given) => sizeFault(given) ?? choiceFault(given) ?? exitFault(given),
  expand: (given) => [...exitOutputs(given), ...flowOutputs(given), ...valueOutputs(given)],
  limits: [
    "What is used above the commitment of a period counts towards the next; a shortfall that was paid buys nothing later.",
    "A period ends with the month that holds its last day. Who leaves pays the shortfall of the time until then at the end of that period.",
    "An amount is spread over the term as capacity is delivered. The price is one number: no escalator.",
    "A prepayment is kept by the seller whatever happens; what was paid before the calendar is credited and not shown.",
  ],
};

function sizeFault(given: Given): ReturnType<NonNullable<Component["check"]>> {
  const bySize = given.has("size") && given.has("price");
  const isHalf = given.has("size") !== given.has("price");
  if (given.has("amount") ? !given.has("size") && !given.has("price") : bySize) return undefined;
  const both = given.has("amount");
  return {
    ...(both ? { parameter: "amount" } : {}),
    message: both
      ? "a commitment has an amount, or a size and a price, not both"
      : isHalf
        ? "a size needs a price, and a price a size"
        : "a commitment needs an amount, or a size and a price",
    expected: "`amount: 30 billion USD`, or `size: 1 GW` and `price: 12 billion USD/GW/yr`",
  };
}

function choiceFault(given: Given): ReturnType<NonNullable<Component["check"]>> {
  if (given.has("committed") && given.has("take_or_pay")) {
    return {
      parameter: "committed",
      message: "the firm part is given twice",
      expected: "`committed:` in money, or `take_or_pay:` as a share",
    };
  }
  if (given.has("use") && given.has("drawdown")) {
    return {
      parameter: "drawdown",
      message: "what the buyer uses is given twice",
      expected: "`drawdown:` in money, or `use:` as a share of the ceiling",
    };
  }
  if (given.has("prepaid.on") && !given.has("prepaid.amount")) {
    return { parameter: "prepaid.on", message: "a prepayment needs an amount", expected: "`prepaid: { amount: ... }`" };
  }
  return undefined;
}
