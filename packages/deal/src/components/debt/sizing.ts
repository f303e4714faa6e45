/**
 * How much debt, and when it is to be repaid: the lender's case, certain at signing, whatever happens later. All is stated
 * per unit of debt, so that gearing with fees, construction interest and a reserve has a closed form.
 */
import type { Given, Output, Parameter } from "../component.ts";

export const sizingParameters: readonly Parameter[] = [
  {
    name: "sizing.cfads",
    unit: "$",
    series: true,
    meaning:
      "Cash flow available for debt service in the lender's case; that of the project, or of `cfads`, at the medians of all inputs unless given",
  },
  {
    name: "sizing.dscr",
    unit: "",
    least: 0.1,
    meaning: "Debt service cover that the lender asks for in that case",
    evidence: "term sheet; 1.3 for contracted cash, 1.5 to 2 for merchant",
  },
  {
    name: "sizing.downside",
    unit: "$",
    series: true,
    meaning: "The same cash in a second, worse case; the lower of the two debts is lent",
  },
  { name: "sizing.downside_dscr", unit: "", default: "1", least: 0.1, meaning: "Cover asked for in the worse case" },
  {
    name: "sizing.gearing",
    unit: "%",
    least: 0,
    most: 99,
    meaning: "Most debt over all uses of funds: assets, fee, interest before service, reserve",
    evidence: "term sheet",
  },
  { name: "limit", unit: "$", least: 0, meaning: "Most that is lent, as committed", evidence: "filing or term sheet" },
  {
    name: "profile",
    unit: "text",
    choices: ["sculpted", "level", "straight"],
    meaning: "Service that follows the lender's case, equal service, or equal principal; sculpted unless said",
  },
];

/** Ways in which the amount is bounded, of which at least one is given. */
export const bounds = ["limit", "sizing.dscr", "sizing.downside", "sizing.gearing"] as const;

export function sizingOutputs(given: Given): Output[] {
  const capacities = bounds.filter((bound) => given.has(bound)).map((bound) => capacityOf(bound, given));
  const least = capacities.map(({ name }) => name);
  return [
    ...timing,
    ...construction(given),
    ...serviceOf(given),
    ...capacities
      .filter(({ formula }) => formula !== "")
      .map(({ name, formula, meaning }) => ({ name, formula, meaning })),
    {
      name: "amount",
      formula: least.length === 1 ? `central(${least[0]})` : `central(min(${least.join(", ")}))`,
      meaning: "Debt that is committed at signing: the least of what bounds it",
    },
    {
      name: "lent",
      formula: given.has("sizing.gearing") ? "min(amount, gearing-capacity)" : "amount",
      meaning: "Debt at the start of service: no more than the gearing allows on what is really spent",
    },
    ...capacities.map(({ name, binds }): Output => ({
      name: binds,
      formula: `central(${name}) <= amount`,
      meaning: `Whether the ${binds.slice("binds-".length)} binds the amount`,
    })),
    {
      name: "scheduled-balance",
      formula:
        "lent * if(step(repay.from) >= 50 %, max(0, (start-factor - cumulative(unit-service * factor)) / factor), cumulative(draw-share))",
      meaning: "Debt at the end of each month as scheduled",
    },
    {
      name: "scheduled-service",
      formula: "lent * unit-service",
      meaning: "Interest and principal of each month as scheduled",
    },
    {
      name: "scheduled-principal",
      formula: "max(0 $, lent * unit-service - sizing-rate * lag(scheduled-balance, 1 month) * in-service)",
      meaning: "Principal of each month as scheduled; where the lender's case is too thin for interest, none",
    },
    {
      name: "outside-calendar",
      formula: "repay.months / (1 month) - sum(in-service)",
      meaning: "Months of service that the calendar does not hold: service must lie within it",
      least: -0.01,
      most: 0.01,
    },
    {
      name: "late-draws",
      formula: "sum(draw-share * (1 - before-service)) in %",
      meaning: "Share of the debt that is drawn after service starts: all must be drawn before",
      most: 0.01,
    },
  ];
}

const timing: readonly Output[] = [
  { name: "matures", formula: "repay.from + repay.months", meaning: "End of service" },
  {
    name: "in-service",
    formula: "if(during(repay.from, matures) >= 50 %, 1, 0)",
    meaning: "1 in the months of service",
  },
  { name: "before-service", formula: "if(step(repay.from) >= 50 %, 0, 1)", meaning: "1 in the months before" },
  {
    name: "starts",
    formula: "max(0, in-service - lag(in-service, 1 month))",
    meaning: "1 in the first month of service",
  },
  {
    name: "sizing-rate",
    formula: "central(monthly(rate)) * (1 month)",
    meaning: "Interest of a month in the lender's case: a twelfth of the year's",
  },
  {
    name: "factor",
    formula: "exp(0 - cumulative(ln(1 + sizing-rate)))",
    meaning: "Worth at the start of the calendar of a unit at the end of each month, at that rate",
  },
  {
    name: "start-factor",
    formula: "sum(starts * factor * (1 + sizing-rate))",
    meaning: "The same at the start of service",
  },
];

function construction(given: Given): Output[] {
  return [
    {
      name: "draw-share",
      formula: given.has("drawn") ? "step(drawn) - lag(step(drawn), 1 month)" : "central(spend / sum(spend))",
      meaning: "Share of the debt that is drawn in each month, at its end",
    },
    {
      name: "interest-share",
      formula: "sum(sizing-rate * lag(cumulative(draw-share), 1 month) * before-service)",
      meaning: "Interest before service, over the debt",
    },
    {
      name: "reserve-share",
      formula: "sum(unit-service * if(during(repay.from, repay.from + reserve.months) >= 50 %, 1, 0))",
      meaning: "Reserve at the start of service, over the debt",
    },
  ];
}

/** Service of each month per unit of debt at the start of service. */
function serviceOf(given: Given): Output[] {
  if (given.get("profile") === "straight") {
    const paid = "cumulative(in-service) / sum(in-service)";
    return [
      {
        name: "unit-service",
        formula: `in-service * (1 / sum(in-service) + sizing-rate * (1 - lag(${paid}, 1 month)))`,
        meaning: "Service of each month per unit of debt: equal principal, interest on the rest",
      },
    ];
  }
  const level = given.get("profile") === "level";
  return [
    ...(level
      ? []
      : [{ name: "case", formula: sculpted(given), meaning: "The lender's case, where it is above zero" }]),
    {
      name: "shape",
      // A limit may be lent against no cash at all: it is due all the same, and nothing says in what shape.
      formula: level ? "monthly(in-service)" : "if(sum(case) > 0 $, case, (1 $) * in-service)",
      meaning: level
        ? "What service follows: equal service"
        : "What service follows: the lender's case; equal service where it has no cash at all",
    },
    {
      name: "unit-service",
      formula: "shape * (start-factor / sum(shape * factor))",
      meaning: "Service of each month per unit of debt: in the shape, and worth the debt at its rate",
    },
  ];
}

function sculpted(given: Given): string {
  const base = "max(0 $, sizing.cfads) * in-service";
  if (!given.has("sizing.downside")) return base;
  const worse = "max(0 $, sizing.downside) * in-service";
  if (!given.has("sizing.dscr")) return worse;
  return `if(central(sum(${worse} * factor) / sizing.downside_dscr <= sum(${base} * factor) / sizing.dscr), ${worse}, ${base})`;
}

interface Capacity {
  readonly name: string;
  readonly binds: string;
  readonly formula: string;
  readonly meaning: string;
}

function capacityOf(bound: (typeof bounds)[number], given: Given): Capacity {
  switch (bound) {
    case "limit":
      return { name: "limit", binds: "binds-limit", formula: "", meaning: "" };
    case "sizing.dscr":
      return {
        name: "cover-capacity",
        binds: "binds-cover",
        formula: capacity("sizing.cfads", "sizing.dscr", given),
        meaning: "Debt that the lender's case bears at the cover asked for",
      };
    case "sizing.downside":
      return {
        name: "downside-capacity",
        binds: "binds-downside",
        formula: capacity("sizing.downside", "sizing.downside_dscr", given),
        meaning: "Debt that the worse case bears",
      };
    case "sizing.gearing":
      return {
        name: "gearing-capacity",
        binds: "binds-gearing",
        formula: "sizing.gearing * sum(spend) / max(0, 1 - sizing.gearing * (fee + interest-share + reserve-share))",
        meaning:
          "Debt that the gearing allows: all other uses are in proportion to the debt itself; endless where they alone would bear it",
      };
  }
}

/** Sculpted debt is the worth of its service; with a service of another shape the thinnest month decides. */
function capacity(cfads: string, dscr: string, given: Given): string {
  return (given.get("profile") ?? "sculpted") === "sculpted"
    ? `sum(max(0 $, ${cfads}) * in-service * factor) / start-factor / ${dscr}`
    : `min-defined(if(in-service > 0, max(0 $, ${cfads}) / ${dscr} / unit-service))`;
}
