/** Debt on a project's cash: sized on the lender's case, served from what happens. */
import type { Component, Given } from "../component.ts";
import { ratioOutputs } from "./ratios.ts";
import { bounds, sizingOutputs, sizingParameters } from "./sizing.ts";
import { waterfallOutputs, waterfallParameters } from "./waterfall.ts";

export const debt: Component = {
  kind: "debt",
  meaning: "A term loan, sized on a lender's case and served from a project's cash by a waterfall",
  parameters: [
    { name: "lender", unit: "text", required: true, meaning: "Who lends" },
    { name: "borrower", unit: "text", required: true, meaning: "Who borrows" },
    {
      name: "project",
      unit: "text",
      names: "projects",
      meaning: "Project that is financed; gives the cash, the spending and the start of service unless they are given",
    },
    { name: "cfads", unit: "$", series: true, meaning: "Cash flow available for debt service, as it happens" },
    { name: "spend", unit: "$", series: true, meaning: "Spending that is financed" },
    {
      name: "rate",
      unit: "%/yr",
      series: true,
      required: true,
      least: 0,
      meaning: "Interest a year, a twelfth of it due each month; a floating rate is a series",
      evidence: "filing or term sheet",
    },
    { name: "fee", unit: "%", default: "0 %", least: 0, most: 20, meaning: "Fee on what is drawn" },
    {
      name: "drawn",
      unit: "date",
      meaning: "Day on which the whole is drawn; with the spending, in proportion, unless given",
    },
    { name: "repay.from", unit: "date", meaning: "Start of service; that of the project's operation unless given" },
    {
      name: "repay.months",
      unit: "month",
      required: true,
      least: 1,
      meaning: "Time of service",
      evidence: "term sheet",
    },
    ...sizingParameters,
    ...waterfallParameters,
    {
      name: "collateral",
      unit: "$",
      series: true,
      meaning: "Worth of the collateral in each month, such as `projects.NAME.worth`",
    },
  ],
  views: [
    { party: "lender", cash: "lender-cash" },
    { party: "borrower", cash: "borrower-cash" },
  ],
  financing: true,
  check(given) {
    if (!bounds.some((bound) => given.has(bound))) {
      return {
        message: "nothing says how much is lent",
        expected: "`limit:`, or `sizing:` with `dscr:`, `downside:` or `gearing:`",
      };
    }
    const lacking = ["cfads", "repay.from"].find((name) => !given.has(name) && !given.has("project"));
    if (lacking !== undefined) {
      return { message: `a debt needs a project, or ${lacking}`, expected: `\`project:\` or \`${lacking}:\`` };
    }
    if (!given.has("project") && !given.has("spend") && (given.has("sizing.gearing") || !given.has("drawn"))) {
      return {
        message: given.has("drawn") ? "a gearing needs what is spent" : "nothing says when the debt is drawn",
        expected: given.has("drawn") ? "`project:` or `spend:`" : "`project:`, `spend:` or `drawn:`",
      };
    }
    return undefined;
  },
  expand: (given) => [...taken(given), ...sizingOutputs(given), ...waterfallOutputs(given), ...ratioOutputs(given)],
  limits: [
    "Money moves at the end of each month; a month counts for service where more than half of it lies within it. Interest is a twelfth of a year's.",
    "All debt is drawn before service starts. There is no commitment fee, hedge, balloon or refinancing.",
    "Arrears bear interest (on unpaid interest too) and are paid first. There is no acceleration and no sale of collateral.",
    "A sweep takes the last instalments; the schedule before them stays.",
  ],
};

/** What a project gives in the place of a parameter that is not given. */
function taken(given: Given): { name: string; formula: string; meaning: string }[] {
  const project = `projects.${given.get("project")}`;
  const all = [
    ["cfads", `${project}.cfads`, "Cash flow available for debt service"],
    ["spend", given.has("project") ? `${project}.spend` : "0 $ * during(drawn, drawn)", "Spending that is financed"],
    ["repay.from", `${project}.operation.from`, "Start of service"],
    [
      "sizing.cfads",
      given.has("project") ? `central(${project}.sizing-cfads)` : "central(monthly(cfads))",
      "Cash in the lender's case: at the medians of all inputs",
    ],
  ] as const;
  return all.filter(([name]) => !given.has(name)).map(([name, formula, meaning]) => ({ name, formula, meaning }));
}
