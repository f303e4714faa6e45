/**
 * What happens: cash in the order of the waterfall, month by month. CFADS and reserves pay interest, then principal; then the
 * reserve is topped up; what is spare is trapped while cover is too thin, else swept in part, and the rest is distributed.
 */
import type { Given, Output, Parameter } from "../component.ts";

export const waterfallParameters: readonly Parameter[] = [
  {
    name: "reserve.months",
    unit: "month",
    default: "0 month",
    least: 0,
    meaning: "Months of scheduled service that are held in reserve, funded when service starts",
    evidence: "term sheet; 6 months are common",
  },
  {
    name: "lock_up",
    unit: "",
    least: 0,
    meaning: "Cover over the last twelve months below which nothing is distributed",
    evidence: "term sheet",
  },
  {
    name: "sweep",
    unit: "%",
    default: "0 %",
    least: 0,
    most: 100,
    meaning: "Share of the spare cash that repays debt ahead of time, its last instalments first",
    evidence: "term sheet",
  },
];

export function waterfallOutputs(given: Given): Output[] {
  return [
    {
      name: "draws",
      formula: given.has("drawn") ? "lent * draw-share" : "lent * (spend / sum(spend))",
      meaning: "Debt drawn in each month, at its end",
    },
    { name: "opening", formula: "previous(balance, 0 $)", meaning: "Debt at the start of each month" },
    { name: "interest-accrued", formula: "opening * rate * (1 month) in $", meaning: "Interest of the month on it" },
    {
      name: "interest-expense",
      formula: "interest-accrued * (1 - before-service)",
      meaning: "Interest of the month once service has started",
    },
    {
      name: "interest-due",
      formula: "interest-expense + previous(unpaid-interest, 0 $) * (1 + rate * (1 month))",
      meaning: "Interest to be paid, with what was not paid before and interest on it",
    },
    {
      name: "principal-due",
      formula: "min(opening, scheduled-principal + previous(unpaid-principal, 0 $)) * (1 - before-service)",
      meaning: "Principal to be paid, with what was not paid before",
    },
    {
      name: "service-due",
      formula: "interest-expense + min(opening, scheduled-principal) * (1 - before-service)",
      meaning: "Interest and principal of this month alone",
    },
    {
      name: "support",
      formula: "max(0 $, 0 $ - monthly(cfads) - previous(trapped, 0 $))",
      meaning:
        "What the owners must add because operation costs more than there is: the reserve is for the lender alone",
    },
    {
      name: "cash-in",
      formula: "monthly(cfads) + support + previous(trapped, 0 $) + previous(reserve, 0 $) + reserve-funded",
      meaning: "Cash of the month, with what was trapped and the reserve",
    },
    { name: "interest-paid", formula: "min(interest-due, cash-in)", meaning: "Interest paid" },
    {
      name: "principal-paid",
      formula: "min(principal-due, cash-in - interest-paid)",
      meaning: "Principal paid after it",
    },
    { name: "unpaid-interest", formula: "interest-due - interest-paid", meaning: "Interest left unpaid" },
    { name: "unpaid-principal", formula: "principal-due - principal-paid", meaning: "Principal left unpaid" },
    { name: "reserve-funded", formula: "lent * reserve-share * starts", meaning: "First funding of the reserve" },
    {
      name: "reserve-target",
      formula: "lent * ahead(unit-service, reserve.months) * (1 - before-service)",
      meaning: "What the reserve should hold at the end of each month: scheduled service of the months ahead",
    },
    { name: "after-service", formula: "cash-in - interest-paid - principal-paid", meaning: "Cash left after service" },
    {
      name: "still-owed",
      formula: "opening - principal-paid + unpaid-interest",
      meaning: "Debt and interest left after service",
    },
    {
      name: "reserve",
      formula: "if(still-owed > 0.01 $, min(reserve-target, after-service), 0 $)",
      meaning: "Reserve at the end of each month; all is released once nothing is owed",
    },
    { name: "spare", formula: "max(0 $, after-service - reserve)", meaning: "Cash above the reserve" },
    {
      name: "locked",
      formula: given.has("lock_up")
        ? "if(still-owed > 0.01 $ and before-service < 1 and behind(monthly(cfads), 12 month) < lock_up * behind(service-due, 12 month), 1, 0)"
        : "0 * before-service",
      meaning: "1 in months in which distributions are locked up",
    },
    { name: "trapped", formula: "spare * locked", meaning: "Cash trapped until cover is thick enough again" },
    {
      name: "swept",
      formula: "min(opening - principal-paid, (spare - trapped) * sweep) * (1 - before-service)",
      meaning: "Debt repaid ahead of time",
    },
    { name: "distributions", formula: "spare - trapped - swept", meaning: "What the owners get" },
    { name: "balance", formula: "opening + draws - principal-paid - swept", meaning: "Debt at the end of each month" },
    { name: "fees", formula: "draws * fee", meaning: "Fee on what is drawn" },
    {
      name: "construction-interest",
      formula: "interest-accrued * before-service",
      meaning: "Interest before service, paid by the owners and the debt itself",
    },
    {
      name: "contributions",
      formula: "monthly(spend) + fees + construction-interest + reserve-funded - draws + support",
      meaning: "What the owners put in",
    },
    {
      name: "lender-cash",
      formula: "fees + construction-interest + interest-paid + principal-paid + swept - draws",
      meaning: "The contract as the lender sees it",
    },
    {
      name: "borrower-cash",
      formula: "-lender-cash",
      meaning: "The contract as the borrower sees it; the two sum to zero",
    },
  ];
}
