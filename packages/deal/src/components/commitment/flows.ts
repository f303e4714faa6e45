/** What falls due under a commitment month by month, and when it is paid: as planned, at the least, and in expectation. */
import type { Given, Output } from "../component.ts";

/**
 * Shortfalls are trued up on cumulative sums: `owed` is what was committed and not used since the last period that was paid
 * for. Weighted by the chance that the contract runs, the same recurrence gives at least the firm part and at most the plan.
 */
export function flowOutputs(given: Given): Output[] {
  return [...delivery, ...ceiling(given), ...trueUp(given), ...expectation, ...cash(given)];
}

const block = (until: string): string => `min(during(term.from, ${until}), ramp(term.from, term.ramp))`;

const delivery: readonly Output[] = [
  { name: "delivered", formula: block("ends"), meaning: "Share of the whole capacity in each month, by term and ramp" },
  {
    name: "firm-delivered",
    formula: block("firm-until"),
    meaning: "The part of it up to the end of the firm time",
  },
  {
    name: "past-part",
    formula: `if(delivered > 0, ${block("valued-from")} / delivered, 0)`,
    meaning: "Share of each month's delivery that lies before the day of valuation",
  },
  {
    name: "firm-part",
    formula: "if(delivered > 0, firm-delivered / delivered, 0)",
    meaning: "Share of each month's delivery that is firm",
  },
  {
    name: "runs",
    formula: "firm-part + (1 - firm-part) * if(delivered > 0, survival, 0)",
    meaning: "Chance that the contract runs, as a mean over each month of the term",
  },
];

/** Months of full delivery in the first months of the term: a ramp delivers half of its length. */
export const fullMonths = (months: string): string =>
  `if(${months} < term.ramp, ${months} * ${months} / (2 * term.ramp), ${months} - term.ramp / 2)`;

function ceiling(given: Given): Output[] {
  const bySize = given.has("size");
  return [
    {
      name: "full-months",
      // The sum over the calendar where that has the whole term: then the ceiling is met to the last cent.
      formula: bySize
        ? fullMonths("term.months")
        : `if(unseen > 0 month or first(elapsed(term.from)) > 1 month, ${fullMonths("term.months")}, sum(delivered) * (1 month))`,
      meaning: "Months of full delivery over the term",
    },
    {
      name: "monthly-ceiling",
      formula: bySize ? "size * price in $/month" : "amount / full-months in $/month",
      meaning: "What may be used in a month, fully delivered",
    },
    {
      name: "ceiling-due",
      formula: "if(delivered > 0, monthly-ceiling * (1 month) * delivered, 0 $) in $",
      meaning: "What may be used in each month",
    },
    given.has("committed")
      ? {
          name: "committed-share",
          formula: "committed / (monthly-ceiling * full-months) in %",
          most: 100,
          meaning: "Share of the ceiling that must be taken or paid",
        }
      : {
          name: "committed-share",
          formula: "take_or_pay",
          meaning: "Share of the ceiling that must be taken or paid",
        },
    {
      name: "committed-due",
      formula: "ceiling-due * committed-share in $",
      meaning: "What must be taken or paid, as it accrues",
    },
  ];
}

function trueUp(given: Given): Output[] {
  const used = !given.has("drawdown")
    ? "ceiling-due * use in $"
    : given.has("size")
      ? "min(drawdown, ceiling-due)"
      : "if(delivered > 0, min(drawdown, max(0 $, amount - previous(cumulative-dues, 0 $))), 0 $)";
  return [
    {
      name: "periods-over",
      formula: periodsOver("elapsed(term.from)"),
      meaning: "Commitment periods that are over at the end of each month",
    },
    {
      name: "settles",
      formula: `delivered > 0 and periods-over > previous(periods-over, ${periodsOver("max(0 month, first(elapsed(term.from)) - 1 month)")})`,
      meaning: "Whether a commitment period ends in the month",
    },
    { name: "used", formula: used, meaning: "What is used in each month, if nobody leaves" },
    {
      name: "owed",
      formula: "previous(open, 0 $) + committed-due - used",
      meaning: "Commitment since the last settlement, less what was used; negative where more was",
    },
    { name: "open", formula: "if(settles, min(0 $, owed), owed)", meaning: "What of it is carried on" },
    {
      name: "shortfall",
      formula: "if(settles, max(0 $, owed), 0 $)",
      meaning: "Payment at the end of a commitment period for what was not used, if nobody leaves",
    },
    { name: "dues", formula: "used + shortfall", meaning: "What falls due in each month, if nobody leaves" },
    {
      name: "cumulative-dues",
      formula: "previous(cumulative-dues, 0 $) + dues",
      meaning: "What has fallen due up to the end of each month, if nobody leaves",
    },
  ];
}

/** Commitment periods that are over some time after the start; the last one is cut short by the end of the term. */
const periodsOver = (elapsed: string): string =>
  `floor(min(${elapsed}, term.months) / period) + if(${elapsed} >= term.months, 1, 0)`;

const expectation: readonly Output[] = [
  {
    name: "expected-owed",
    formula: "previous(expected-open, 0 $) + (committed-due - used) * runs",
    meaning: "The same as `owed`, each month weighted by the chance that it runs",
  },
  {
    name: "expected-open",
    formula: "if(settles, min(0 $, expected-owed), expected-owed)",
    meaning: "What of it is carried on",
  },
  {
    name: "expected-dues",
    formula: "used * runs + if(settles, max(0 $, expected-owed), 0 $)",
    meaning: "What falls due in expectation",
  },
];

function cash(given: Given): Output[] {
  const isPrepaid = given.has("prepaid.amount");
  return [
    ...(isPrepaid
      ? [
          {
            name: "prepaid-ahead",
            formula: "(term.from - prepaid.on) in day",
            least: 0,
            meaning: "Time from the prepayment to the start of the term",
          },
        ]
      : []),
    ...(isPrepaid
      ? credited("scheduled", "cumulative-dues", "Payments, if nobody leaves")
      : [{ name: "scheduled-cash", formula: "dues", meaning: "Payments, if nobody leaves" }]),
    // What is firm is paid with the first payments that are made for it.
    ...(isPrepaid ? credited("firm", firm, firmMeaning) : summedTo("firm", firm, "0 $", firmMeaning)),
    ...(isPrepaid
      ? credited("seller", "cumulative(expected-dues)", sellerMeaning)
      : [{ name: "seller-cash", formula: "expected-dues", meaning: sellerMeaning }]),
    {
      name: "buyer-cash",
      formula: "-seller-cash",
      meaning: "The contract as the buyer sees it; the two sum to zero",
    },
  ];
}

const firm = "min(cumulative(committed-due * firm-part), cumulative(expected-dues))";
const firmMeaning = "Payments owed even if notice is given at the first chance and nothing is used";
const sellerMeaning = "The contract as the seller sees it";

/** Cash after a prepayment: whichever is more, the prepayment or what has fallen due, has been paid. */
function credited(name: string, dues: string, meaning: string): Output[] {
  const since = (test: string): string => `prepaid.amount * if(${test}, 1, 0)`;
  const paid = `max(${dues}, ${since("elapsed(prepaid.on) > 0 month")})`;
  return summedTo(name, paid, since("first(elapsed(prepaid.on)) > 1 month"), meaning);
}

/** Cash of each month whose sum is given; `before` is what the sum was at the calendar's start. */
function summedTo(name: string, sum: string, before: string, meaning: string): Output[] {
  return [
    { name: `${name}-paid`, formula: sum, meaning: `Sum of \`${name}-cash\` up to the end of each month` },
    { name: `${name}-cash`, formula: `${name}-paid - previous(${name}-paid, ${before})`, meaning },
  ];
}
