/** Power purchase: energy for a load, at a price of one of four shapes, with take-or-pay, interruption and exit on notice. */
import type { Component, Given, Output, Parameter } from "./component.ts";
import { exitFault, exitOutputs, exitParameters, termParameters, valuedOn } from "./contract-exit.ts";

/** Parameters of each shape of price: those it needs first, then those it may have. */
const shapes: ReadonlyMap<string, { readonly needs: readonly string[]; readonly takes: readonly string[] }> = new Map([
  ["fixed", { needs: ["energy"], takes: ["escalator"] }],
  ["tariff", { needs: ["energy"], takes: ["demand", "capacity", "peak"] }],
  ["heat-rate", { needs: ["gas", "heat_rate"], takes: ["upkeep"] }],
  ["pass-through", { needs: ["market"], takes: ["margin"] }],
]);

const priceParameters: readonly Parameter[] = [
  {
    name: "shape",
    unit: "text",
    choices: [...shapes.keys()],
    required: true,
    meaning:
      "Shape of the price: `fixed` per energy, `tariff` with demand and capacity charges, `heat-rate` by the price of gas, `pass-through` of a market's price",
  },
  {
    name: "energy",
    unit: "$/MWh",
    series: true,
    meaning: "Energy charge of a fixed price or a tariff",
    evidence: "contract or published tariff",
  },
  {
    name: "escalator",
    unit: "%/yr",
    meaning: "Rise of a fixed price on each anniversary of the start; none unless given",
    evidence: "contract",
  },
  {
    name: "demand",
    unit: "$/kW/month",
    series: true,
    least: 0,
    meaning: "Demand charge of a tariff, on the peak; none unless given",
    evidence: "published tariff",
  },
  {
    name: "capacity",
    unit: "$/MW/day",
    series: true,
    least: 0,
    meaning: "Capacity charge of a tariff, on the peak; none unless given",
    evidence: "auction of the grid operator",
  },
  {
    name: "peak",
    unit: "MW",
    series: true,
    least: 0,
    meaning: "Peak that demand and capacity are charged on; the load unless given",
  },
  {
    name: "gas",
    unit: "$/MMBtu",
    series: true,
    meaning: "Price of gas, delivered",
    evidence: "forward curve",
  },
  {
    name: "heat_rate",
    unit: "MMBtu/MWh",
    least: 0,
    meaning: "Gas burnt for energy delivered",
    evidence: "contract or maker of the turbine",
  },
  {
    name: "upkeep",
    unit: "$/MWh",
    series: true,
    meaning: "Operation and maintenance of the plant, beside its gas; none unless given",
    evidence: "contract",
  },
  {
    name: "market",
    unit: "$/MWh",
    series: true,
    meaning: "Price of the market that is passed through",
    evidence: "forward curve",
  },
  {
    name: "margin",
    unit: "$/MWh",
    meaning: "What the seller adds to it; nothing unless given",
    evidence: "contract",
  },
];

export const powerPurchase: Component = {
  kind: "power-purchase",
  meaning: "Energy for a load, at a price that is fixed, a tariff, made from gas, or a market's",
  parameters: [
    { name: "seller", unit: "text", required: true, meaning: "Who delivers" },
    { name: "buyer", unit: "text", required: true, meaning: "Who takes" },
    {
      name: "load",
      unit: "MW",
      series: true,
      required: true,
      least: 0,
      meaning: "Contracted mean load at the meter; PUE is in it",
      evidence: "contract, or the load of a fleet",
    },
    ...priceParameters,
    {
      name: "used",
      unit: "%",
      series: true,
      default: "100 %",
      least: 0,
      most: 100,
      meaning: "Share of the energy offered that is taken",
      evidence: "operations",
    },
    {
      name: "take_or_pay",
      unit: "%",
      default: "0 %",
      least: 0,
      most: 100,
      meaning: "Share of the energy offered that is billed at least",
      evidence: "contract",
    },
    {
      name: "interruptible.share",
      unit: "%",
      default: "0 %",
      least: 0,
      most: 100,
      meaning: "Share of the load that the seller may interrupt",
      evidence: "contract",
    },
    {
      name: "interruptible.discount",
      unit: "%",
      default: "0 %",
      least: 0,
      most: 100,
      meaning: "Discount on the energy of that share",
      evidence: "contract",
    },
    {
      name: "interruptible.curtailed",
      unit: "%",
      series: true,
      default: "0 %",
      least: 0,
      most: 100,
      meaning: "Share of time in which it is interrupted, and not billed",
      evidence: "operations",
    },
    ...termParameters,
    ...exitParameters,
    valuedOn("term.from"),
  ],
  views: [
    { party: "seller", cash: "seller-cash" },
    { party: "buyer", cash: "buyer-cash" },
  ],
  firm: "firm-cash",
  check: (given) => shapeFault(given) ?? exitFault(given),
  expand: (given) => [...exitOutputs(given), ...priceOutputs(given), ...billOutputs, ...valueOutputs(given)],
  limits: [
    "A month is 730 hours, whatever its days; part months count by days. Take-or-pay is settled month by month.",
    "Losses of interruption, such as restarts, are the load's business, as is PUE. There is no imbalance, no ratchet of peaks and no hourly price.",
    "Values count the months of the calendar: `unseen` says how much of the term lies after it.",
  ],
};

function shapeFault(given: Given): ReturnType<NonNullable<Component["check"]>> {
  const shape = String(given.get("shape"));
  const terms = shapes.get(shape);
  if (terms === undefined) return undefined;
  const all = new Set([...shapes.values()].flatMap(({ needs, takes }) => [...needs, ...takes]));
  const lacking = terms.needs.find((name) => !given.has(name));
  if (lacking !== undefined) {
    return {
      message: `the shape "${shape}" needs ${terms.needs.map((name) => `\`${name}\``).join(" and ")}`,
      expected: `\`${lacking}:\``,
    };
  }
  const foreign = [...all].find((name) => given.has(name) && ![...terms.needs, ...terms.takes].includes(name));
  if (foreign === undefined) return undefined;
  return {
    parameter: foreign,
    message: `the shape "${shape}" has no \`${foreign}\``,
    expected: `only ${[...terms.needs, ...terms.takes].map((name) => `\`${name}\``).join(", ")}`,
  };
}

function priceOutputs(given: Given): Output[] {
  const sum = (names: readonly string[]): string => names.filter((name) => given.has(name)).join(" + ");
  const charges = sum(["demand", "capacity"]);
  return [
    {
      name: "energy-price",
      formula: `monthly(${energyPrice(given, sum)}) in $/MWh`,
      meaning: "Price of energy in each month, before the discount on what may be interrupted",
    },
    {
      name: "standing-charge",
      formula:
        charges === ""
          ? "monthly(0 $/month)"
          : `monthly(${given.has("peak") ? "peak" : "load"} * (${charges})) in $/month`,
      meaning: "Demand and capacity charges of a whole month",
    },
  ];
}

function energyPrice(given: Given, sum: (names: readonly string[]) => string): string {
  switch (given.get("shape")) {
    case "heat-rate":
      return given.has("upkeep") ? "gas * heat_rate + upkeep" : "gas * heat_rate";
    case "pass-through":
      return sum(["market", "margin"]);
    default:
      return given.has("escalator")
        ? "energy * (1 + escalator * (1 yr)) ^ floor(max(0, (elapsed(term.from) - 1 month) / (12 month)))"
        : "energy";
  }
}

const billOutputs: readonly Output[] = [
  {
    name: "offered",
    formula: "monthly(load * (1 month) * (1 - interruptible.share * interruptible.curtailed)) in MWh",
    meaning: "Energy offered in a whole month, after interruption",
  },
  {
    name: "energy-charge",
    formula:
      "load * (1 month) * energy-price * (1 - interruptible.share + interruptible.share * (1 - interruptible.curtailed) * (1 - interruptible.discount)) in $",
    meaning: "Price of all that is offered in a whole month",
  },
  {
    name: "billed-share",
    formula: "max(used, take_or_pay)",
    meaning: "Share of the energy offered that is billed",
  },
  {
    name: "delivery",
    formula: "offered * used * during(term.from, ends) in MWh",
    meaning: "Energy taken in each month, if nobody leaves",
  },
  {
    name: "whole-month",
    formula: "energy-charge + standing-charge * (1 month)",
    meaning: "Bill of a whole month in which all is taken",
  },
  {
    name: "billed-month",
    formula: "energy-charge * billed-share + standing-charge * (1 month)",
    meaning: "Bill of a whole month",
  },
  {
    name: "owed-month",
    formula: "energy-charge * take_or_pay + standing-charge * (1 month)",
    meaning: "Bill of a whole month in which nothing is taken",
  },
  {
    name: "bill",
    formula: "billed-month * during(term.from, ends)",
    meaning: "Bill of each month, if nobody leaves",
  },
  {
    name: "firm-cash",
    formula: "owed-month * during(term.from, firm-until)",
    meaning: "What is owed even if notice is given at the first chance and nothing is taken",
  },
  {
    name: "seller-cash",
    formula: "billed-month * (during(term.from, firm-until) + during(firm-until, ends) * survival)",
    meaning: "The contract as the seller sees it: bills, weighted by the chance that it still runs",
  },
  {
    name: "buyer-cash",
    formula: "-seller-cash",
    meaning: "The contract as the buyer sees it; the two sum to zero",
  },
  {
    name: "mean-price",
    formula: "sum(bill) / sum(delivery) in $/kWh",
    meaning: "All bills over all energy taken, if nobody leaves",
  },
  {
    name: "annual-bill",
    formula: "sum(bill) / (sum(during(term.from, ends)) * (1 month)) in $/yr",
    meaning: "Mean bill of a year of the term, if nobody leaves",
  },
];

function valueOutputs(given: Given): Output[] {
  return [
    {
      name: "headline",
      formula: "sum(whole-month * during(valued-from, ends))",
      meaning: "Bills for the whole load over the term",
    },
    {
      name: "scheduled",
      formula: "sum(billed-month * during(valued-from, ends))",
      meaning: "Bills if nobody leaves",
    },
    {
      name: "firm",
      formula: "sum(owed-month * during(valued-from, firm-until))",
      meaning: "Take-or-pay and standing charges owed even if notice is given at the first chance",
    },
    {
      name: "protected",
      formula: given.has("exit.notice") ? "sum(owed-month * during(notice-from, firm-until))" : "firm",
      meaning: "What of it falls into the notice period alone; the firm value where nobody can leave",
    },
    {
      name: "expected",
      formula: "sum(billed-month * (during(valued-from, firm-until) + during(firm-until, ends) * survival))",
      meaning: "Bills weighted by the chance that the contract still runs",
    },
    { name: "firm-share", formula: "firm / headline in %", meaning: "Firm value over headline" },
  ];
}
