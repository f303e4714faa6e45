/** Cover of a debt by cash, month by month and at its thinnest; what is lost; sources and uses. */
import type { Given, Output } from "../component.ts";

export function ratioOutputs(given: Given): Output[] {
  return [
    {
      name: "dscr",
      formula: "if(service-due > 0.01 $, cfads / service-due)",
      meaning: "Debt service cover of each month: cash over service; undefined without service",
    },
    {
      name: "dscr-year",
      formula:
        "if(in-service > 0 and behind(in-service, 12 month) >= min(12, sum(in-service)) and behind(service-due, 12 month) > 0.01 $, behind(monthly(cfads) * (1 - before-service), 12 month) / behind(service-due, 12 month))",
      meaning: "The same over the last twelve months of service; undefined before there are twelve",
    },
    { name: "min-dscr", formula: "min-defined(dscr)", meaning: "Thinnest cover of a month" },
    { name: "min-dscr-on", formula: "date-of-min(dscr)", meaning: "Month of the thinnest cover" },
    { name: "min-dscr-year", formula: "min-defined(dscr-year)", meaning: "Thinnest cover of twelve months" },
    { name: "mean-dscr", formula: "mean-defined(dscr)", meaning: "Mean cover over the months of service" },
    ...coverage("llcr", "Loan life cover", "to maturity", "in-service"),
    ...coverage("plcr", "Project life cover", "to the end of the calendar", "(1 - before-service)"),
    {
      name: "defaults",
      formula: "max(unpaid-interest + unpaid-principal) > 0.01 $",
      meaning: "Whether service is ever left unpaid",
    },
    {
      name: "defaults-on",
      formula: "date-when(unpaid-interest + unpaid-principal > 0.01 $)",
      meaning: "First month in which it is",
    },
    {
      name: "left-unpaid",
      formula: "last(balance) + last(unpaid-interest)",
      meaning: "Debt and interest still owed at the end of the calendar",
    },
    { name: "lock-up-months", formula: "sum(locked) * (1 month)", meaning: "Months in lock-up" },
    { name: "lender-irr", formula: "irr(lender-cash)", meaning: "Return a year of the lender" },
    ...(given.has("collateral")
      ? [
          {
            name: "ltv",
            formula: "balance / collateral in %",
            meaning: "Debt over the worth of the collateral",
          },
          { name: "max-ltv", formula: "max-defined(ltv)", meaning: "Highest of the months" },
        ]
      : []),
    ...sourcesAndUses,
    ...values,
  ];
}

/** Present value of cash at the debt's rate over the debt, at the start of each month with debt. */
function coverage(name: string, meaning: string, until: string, within: string): Output[] {
  const cash = `present-value((1 + rate * (1 month)) ^ 12 - 1, monthly(cfads) * ${within})`;
  return [
    {
      name,
      formula: `if(opening > 0.01 $ and before-service < 1, ${cash} / opening)`,
      meaning: `${meaning} at the start of each month: present value of the cash ${until}, at the debt's rate, over the debt`,
    },
    { name: `min-${name}`, formula: `min-defined(${name})`, meaning: `Thinnest ${meaning.toLowerCase()}` },
    { name: `min-${name}-on`, formula: `date-of-min(${name})`, meaning: "Month in which it is" },
  ];
}

const sourcesAndUses: readonly Output[] = [
  { name: "uses.assets", formula: "sum(monthly(spend))", meaning: "Use of funds: assets" },
  { name: "uses.fees", formula: "sum(fees)", meaning: "Use of funds: fees" },
  { name: "uses.interest", formula: "sum(construction-interest)", meaning: "Use of funds: interest before service" },
  { name: "uses.reserve", formula: "sum(reserve-funded)", meaning: "Use of funds: reserve" },
  { name: "uses.total", formula: "uses.assets + uses.fees + uses.interest + uses.reserve", meaning: "All uses" },
  { name: "sources.debt", formula: "sum(draws)", meaning: "Source of funds: debt" },
  { name: "sources.equity", formula: "uses.total - sources.debt", meaning: "Source of funds: the owners" },
  { name: "gearing", formula: "sources.debt / uses.total in %", meaning: "Debt over all uses" },
];

const values: readonly Output[] = [
  { name: "headline", formula: "sum(scheduled-service)", meaning: "Service as scheduled: a debt is owed to its end" },
  { name: "firm", formula: "headline", meaning: "The same, since a borrower cannot give notice" },
  {
    name: "protected",
    formula: "sum(reserve-funded)",
    meaning: "Service that the reserve pays when all cash stops at the start",
  },
  {
    name: "expected",
    formula: "sum(interest-paid + principal-paid + swept)",
    meaning: "Service paid on the path of this sample; its mean is what can be expected",
  },
];
