/** What a project earns and what running it costs: from revenue to EBITDA. */
import type { Given, Output, Parameter } from "../component.ts";

export const costParameters: readonly Parameter[] = [
  {
    name: "revenue",
    unit: "$",
    series: true,
    required: true,
    meaning:
      "What customers pay in each month, such as `contracts.NAME.lessor-cash`, or `.paid` where the exit is drawn",
    evidence: "contracts",
  },
  {
    name: "energy.cost",
    unit: "$",
    series: true,
    meaning: "Energy of each month as a sum, such as `contracts.NAME.bill`; instead of power and price",
  },
  { name: "energy.power", unit: "MW", series: true, least: 0, meaning: "Power of the IT" },
  { name: "energy.pue", unit: "", default: "1", least: 1, meaning: "Power usage effectiveness" },
  {
    name: "energy.load",
    unit: "%",
    series: true,
    default: "100 %",
    least: 0,
    most: 100,
    meaning: "Mean draw over that power",
    means: "power-draw",
  },
  {
    name: "energy.price",
    unit: "$/MWh",
    series: true,
    meaning: "Price of energy, which may follow a shape by month",
    evidence: "tariff or index",
  },
  {
    name: "energy.demand",
    unit: "$/kW/month",
    series: true,
    default: "0 $/kW/month",
    least: 0,
    meaning: "Demand charge, on the whole power whether drawn or not",
    evidence: "tariff",
  },
  {
    name: "energy.passed_through",
    unit: "%",
    default: "0 %",
    least: 0,
    most: 100,
    meaning: "Share of the energy that customers pay beside the revenue; 0 where the lease bills it itself",
    evidence: "contract",
  },
  {
    name: "running.cost",
    unit: "$/month",
    series: true,
    default: "0 $/month",
    least: 0,
    meaning: "Other running cost, such as rent of the site, network, software",
  },
  { name: "running.staff", unit: "$/yr", default: "0 $/yr", least: 0, meaning: "Staff" },
  {
    name: "running.upkeep",
    unit: "%/yr",
    default: "0 %/yr",
    least: 0,
    meaning: "Repairs and spares, over the cost of the assets",
  },
  {
    name: "running.insurance",
    unit: "%/yr",
    default: "0 %/yr",
    least: 0,
    meaning: "Insurance, over the cost of the assets",
  },
  {
    name: "running.growth",
    unit: "%/yr",
    default: "0 %/yr",
    meaning: "Growth of these four, from the start of the calendar",
  },
  {
    name: "renewals",
    unit: "$",
    series: true,
    default: "0 $",
    least: 0,
    meaning: "Maintenance capex of each month, which is neither depreciated nor deducted",
  },
  {
    name: "receivable",
    unit: "day",
    default: "0 day",
    least: 0,
    meaning: "Days until customers pay; revenue is held back so long",
    evidence: "contract",
  },
];

export function costOutputs(given: Given, assets: readonly string[]): Output[] {
  const total = (figure: string, empty: string): string =>
    assets.length === 0 ? empty : assets.map((name) => `assets.${name}.${figure}`).join(" + ");
  return [
    { name: "works", formula: "during(operation.from, operation.until)", meaning: "Share of each month in operation" },
    {
      name: "ending",
      formula:
        "during(operation.until - 1 month, operation.until) / sum(during(operation.until - 1 month, operation.until))",
      meaning: "The last month of operation",
    },
    {
      name: "launched",
      formula: launched(given),
      meaning: "Generations launched by the end of each month",
    },
    { name: "cost", formula: total("cost", "0 $"), meaning: "Cost of the assets" },
    { name: "spend", formula: total("spend", "0 $ * works"), meaning: "Spent on assets in each month" },
    { name: "energy-cost", formula: energy(given), meaning: "Energy of each month, less what customers pay of it" },
    {
      name: "running-cost",
      formula:
        "(running.cost + running.staff + (running.upkeep + running.insurance) * cost) * (1 month) * works * escalate(running.growth) in $",
      meaning: "Running cost of each month without energy",
    },
    {
      name: "ebitda",
      formula: "revenue - energy-cost - running-cost",
      meaning: "Revenue less energy and running cost",
    },
    {
      name: "receivables",
      formula: "monthly(revenue) * (receivable / (1 month))",
      meaning: "Billed and not yet paid, at the end of each month",
    },
    {
      name: "working-capital",
      formula: "receivables - lag(receivables, 1 month)",
      meaning: "What more waits for payment than a month before",
    },
    { name: "depreciation", formula: total("depreciation", "0 $ * works"), meaning: "Written off in each month" },
    { name: "proceeds", formula: total("proceeds", "0 $ * works"), meaning: "Sale of the assets at the end" },
    {
      name: "gain",
      formula: assets.length === 0 ? "0 $ * works" : `proceeds - (${total("written-off", "0 $")})`,
      meaning: "Gain of that sale over the books; a loss is negative",
    },
    { name: "worth", formula: total("worth", "0 $ * works"), meaning: "Worth of the assets at the end of each month" },
  ];
}

function launched(given: Given): string {
  if (!given.has("launches.first")) return "0 * works";
  const first = "step(launches.first)";
  return given.has("launches.every") ? `${first} + cumulative(every(launches.first, launches.every))` : first;
}

function energy(given: Given): string {
  if (given.has("energy.cost")) return "monthly(energy.cost) * (1 - energy.passed_through)";
  if (!given.has("energy.power")) return "0 $ * works";
  const bill = "energy.power * energy.pue * (energy.load * energy.price + energy.demand) * (1 month)";
  return `${bill} * works * (1 - energy.passed_through) in $`;
}
