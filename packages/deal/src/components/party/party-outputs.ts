/** Figures of a party: its contracts together, what it can afford of them, and how far they make up for a loss. */
import type { Given, Output } from "../component.ts";

/** One contract from the party's side: paths of its figures. */
export interface Side {
  /** What it receives, payments negative. */
  readonly cash: string;
  /** What it owes whatever happens, as a positive number; absent where it is the one that is owed, or owes all that it pays. */
  readonly firm?: string;
  /** Money lent or invested. */
  readonly isFinancing: boolean;
}

export interface PartyFacts {
  /** Its contracts, by the counterparty's name in paths. */
  readonly sides: ReadonlyMap<string, readonly Side[]>;
}

export function partyOutputs(given: Given, { sides }: PartyFacts): Output[] {
  return [
    ...together(sides),
    ...(given.has("revenue") ? affordability : []),
    ...(given.has("loss") ? lossOffset([...sides.values()].flat()) : []),
  ];
}

const sum = (terms: readonly string[]): string => (terms.length === 0 ? "monthly(0 $)" : terms.join(" + "));
const received = ({ cash }: Side): string => `max(0 $, ${cash})`;
const paid = ({ cash }: Side): string => `max(0 $, -${cash})`;

function together(sides: PartyFacts["sides"]): Output[] {
  const all = [...sides.values()].flat();
  return [
    { name: "cash", formula: sum(all.map(({ cash }) => cash)), meaning: "What its contracts bring, payments negative" },
    {
      name: "received",
      formula: sum(all.map(received)),
      meaning: "What it receives under contracts that bring it money in the month",
    },
    {
      name: "paid",
      formula: sum(all.map(paid)),
      meaning: "What it pays under contracts that cost it money in the month",
    },
    {
      name: "firm-paid",
      formula: sum(all.map((side) => side.firm ?? paid(side))),
      meaning:
        "What it owes whatever happens: what contracts have firm, and all that it pays under those that cannot end early",
    },
    ...(sides.size < 2
      ? []
      : [...sides].map(([other, shared]) => ({
          name: `with.${other}`,
          formula: sum(shared.map(({ cash }) => cash)),
          meaning: "What contracts with that party bring",
        }))),
  ];
}

const affordability: readonly Output[] = [
  { name: "burden", formula: "paid / revenue in %", meaning: "What it pays under contracts over its revenue" },
  {
    name: "firm-burden",
    formula: "firm-paid / revenue in %",
    meaning: "What it owes whatever happens over its revenue",
  },
  { name: "strain", formula: "date-of-max(burden)", meaning: "Month in which the burden is heaviest" },
  {
    name: "available",
    formula: "monthly(revenue * margin - other) + received",
    meaning: "What there is to pay contracts from, without cash in hand",
  },
  {
    name: "cover",
    formula: "if(paid > 0 $, available / paid)",
    meaning: "What there is over what is paid; undefined where nothing is",
  },
  { name: "left", formula: "available - paid", meaning: "What is left after contracts" },
  { name: "balance", formula: "funds + cumulative(left)", meaning: "Cash in hand at the end of each month" },
  {
    name: "first-short",
    formula: "date-when(left < -0.01 $)",
    meaning: "First month whose revenue does not pay its contracts",
  },
  { name: "runs-out", formula: "date-when(balance < -0.01 $)", meaning: "Month in which cash in hand runs out" },
  {
    name: "solvent",
    formula: "previous(solvent, 1) * if(balance < -0.01 $, 0, 1)",
    meaning: "1 until cash in hand has run out",
  },
  {
    name: "lasts",
    formula: "if(last(solvent) < 1, sum(solvent) * (1 month))",
    meaning: "Whole months until cash in hand runs out; undefined where it does not in the calendar",
  },
  {
    name: "needed-revenue",
    formula: "max(0 $, other - cash) / margin",
    meaning: "Revenue that would pay other costs and contracts, cash in hand aside",
  },
  { name: "month-number", formula: "cumulative(monthly(1)) - 1", meaning: "Months since the calendar's first" },
  {
    name: "needed-growth",
    formula:
      "if(month-number > 0, (needed-revenue / first(monthly(revenue))) ^ (12 / max(1, month-number)) - 1, 0 * month-number - 1) / (1 yr) in %/yr",
    meaning: "Growth of the first month's revenue that reaches what each month needs",
  },
  {
    name: "required-growth",
    formula: "if(first(needed-revenue) <= first(monthly(revenue)), max(needed-growth))",
    meaning:
      "Growth of the first month's revenue, a year, from which every month can be paid; undefined where the first month cannot",
  },
];

/** On a revenue basis and on a margin basis, which are never to be taken for each other. */
function lossOffset(sides: readonly Side[]): Output[] {
  const trade = sides.filter(({ isFinancing }) => !isFinancing);
  const quarter = (series: string): string => `behind(${series}, 3 month) / if(cumulative(monthly(1)) >= 3, 3)`;
  return [
    { name: "monthly-loss", formula: "loss in $/month", meaning: "Loss of a month without the contracts" },
    {
      name: "earned-revenue",
      formula: sum(trade.map(received)),
      meaning: "What it receives under contracts, loans and equity aside",
    },
    {
      name: "earned-margin",
      formula: `${sum(trade.map(({ cash }) => cash))} - costs`,
      meaning: "The same after what it pays under contracts and what they cost it beside",
    },
    {
      name: "offset-revenue",
      formula: "earned-revenue / (monthly-loss * (1 month))",
      meaning: "Loss offset on revenue: what it receives in the month over the loss of a month",
    },
    {
      name: "offset-margin",
      formula: "earned-margin / (monthly-loss * (1 month))",
      meaning: "Loss offset on margin: what is left of it after costs, over the loss of a month",
    },
    {
      name: "quarterly-offset-revenue",
      formula: quarter("offset-revenue"),
      meaning: "Loss offset on revenue over the quarter that ends with the month",
    },
    {
      name: "quarterly-offset-margin",
      formula: quarter("offset-margin"),
      meaning: "Loss offset on margin over the quarter that ends with the month",
    },
  ];
}
