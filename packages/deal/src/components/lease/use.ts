/** The lessee's side: what the hours in use are worth to it, against what the contract makes it pay. */
import type { Component, Given, Output } from "../component.ts";
import { hasClause, type Clause } from "./clause.ts";
import { expected, weightedShare } from "./reading.ts";
import { hasRenewal, renewalShare } from "./renewal.ts";
import { deliveredUntil, firstDay } from "./term.ts";

export const use: Clause = {
  parameters: [
    {
      name: "use.earns",
      unit: "$/GPU/h",
      series: true,
      meaning: "What an accelerator-hour in use earns the lessee, before its rent",
      evidence: "a serving workload's revenue per accelerator-hour",
    },
    {
      name: "use.alternative",
      unit: "$/GPU/h",
      series: true,
      least: 0,
      meaning: "What the lessee would pay for such an hour elsewhere",
      evidence: "market comparable",
    },
    {
      name: "use.discount",
      unit: "%/yr",
      least: 0,
      meaning: "Rate at which the lessee discounts to the day of valuation",
      evidence: "judgement",
    },
  ],
  check: useFault,
  outputs: () => [],
};

function useFault(given: Given): ReturnType<NonNullable<Component["check"]>> {
  if (!hasClause(given, "use")) return undefined;
  const hasWorth = given.has("use.earns") || given.has("use.alternative");
  if (hasWorth && given.has("use.discount")) return undefined;
  return {
    message: hasWorth ? "the lessee's use has no discount rate" : "the lessee's use has no worth",
    expected: "`use: { earns: 6 USD/GPU/h, discount: 12 %/yr }`, or `alternative:` instead of `earns:` or beside it",
  };
}

/** Read after the cash, which they weigh. */
export function useOutputs(given: Given): Output[] {
  if (!hasClause(given, "use")) return [];
  const earns = given.has("use.earns") ? earnings(given) : [];
  const elsewhere = given.has("use.alternative") ? alternative : [];
  return [...hours(given), ...earns, ...elsewhere];
}

/** Money comes at the end of each month, and is discounted from there to the day of valuation. */
function hours(given: Given): Output[] {
  const share = weightedShare(given, expected, deliveredUntil);
  const renewed = hasRenewal(given) ? ` + ${renewalShare(given, expected)}` : "";
  const up = given.has("service.uptime") ? " * service.uptime" : "";
  const counted = given.has("valued_on") ? "step(valued_on)" : "1";
  return [
    {
      name: "used-hours",
      formula: `gpus * (1 month) * (${share}${renewed}) * billing.used${up} in GPU*h`,
      meaning: "Accelerator-hours in use in each month, as far as the contract runs then",
    },
    {
      name: "discount-factor",
      formula: `${counted} / (1 + use.discount * (1 yr)) ^ (elapsed(${firstDay(given)}) / (12 month))`,
      meaning: "Worth of money at the end of each month, on the day of valuation",
    },
  ];
}

function earnings(given: Given): Output[] {
  const fees = hasRenewal(given) ? "(expected-fees + renewal-fees)" : "expected-fees";
  const before = "previous(monthly(use.earns), first(monthly(use.earns)))";
  return [
    {
      name: "lessee-margin",
      formula: "use.earns * used-hours + lessee-cash in $",
      meaning: "What the hours in use earn in each month, less what the contract makes the lessee pay",
    },
    {
      name: "lessee-npv",
      formula: "sum(lessee-margin * discount-factor)",
      meaning: "Present value of that margin on the day of valuation",
    },
    {
      name: "month-earlier",
      formula: `(1 + use.discount * (1 yr)) ^ (1 / 12) * sum((${before} * used-hours + lessee-cash) * discount-factor) - lessee-npv in $`,
      meaning:
        "What it is worth to the lessee to have the whole term a month earlier: each hour earns what hours earn a month before, all cash comes a month sooner",
    },
    {
      name: "highest-price",
      formula: `rate * (1 + lessee-npv / sum(${fees} * discount-factor))`,
      meaning: "Price at which that present value is nothing: the most that the lessee can pay",
    },
  ];
}

const alternative: readonly Output[] = [
  {
    name: "avoided-cost",
    formula: "sum(use.alternative * used-hours * discount-factor) in $",
    meaning: "Present value of what the same hours would cost elsewhere",
  },
  {
    name: "saving",
    formula: "avoided-cost + sum(lessee-cash * discount-factor)",
    meaning: "That, less what the contract makes the lessee pay",
  },
];
