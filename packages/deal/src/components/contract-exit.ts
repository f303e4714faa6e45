/**
 * Term and exit of a contract with a seller and a buyer, and the days that its values depend on. One month's chance of notice
 * counts from the first day on which notice could have ended the contract; months before the day of valuation have passed.
 */
import type { Given, Output, Parameter } from "./component.ts";

export const termParameters: readonly Parameter[] = [
  { name: "term.from", unit: "date", required: true, meaning: "First day of the term", evidence: "contract" },
  { name: "term.months", unit: "month", required: true, least: 0, meaning: "Length of the term", evidence: "contract" },
];

export const exitParameters: readonly Parameter[] = [
  {
    name: "exit.notice",
    unit: "day",
    written: true,
    least: 0,
    meaning: "Notice either side must give; without it nobody can leave",
    evidence: "contract or filing",
  },
  {
    name: "exit.not_before",
    unit: "date",
    meaning: "First day on which notice can be given; the start unless given",
    evidence: "contract or filing",
  },
  {
    name: "exit.hazard",
    unit: "%/month",
    default: "0 %/month",
    least: 0,
    most: 100,
    meaning: "Chance in each month that notice is given, once it can be",
    evidence: "judgement",
  },
];

export const valuedOn = (start: string): Parameter => ({
  name: "valued_on",
  unit: "date",
  default: start,
  meaning: "Day of the values: what falls due from it on counts, and nobody has left before it",
});

/** A wish about leaving that comes to nothing without a notice. */
export function exitFault(given: Given): { parameter: string; message: string; expected: string } | undefined {
  if (given.has("exit.notice")) return undefined;
  const parameter = ["exit.hazard", "exit.not_before"].find((name) => given.has(name));
  if (parameter === undefined) return undefined;
  return {
    parameter,
    message: "nobody can leave without a notice",
    expected: "`exit: { notice: 90 day, hazard: 2 %/month }`",
  };
}

/** The days that matter: the end, the first chance to give notice, the end of what is firm; and the chance that it still runs. */
export function exitOutputs(given: Given): Output[] {
  const canLeave = given.has("exit.notice");
  return [
    { name: "ends", formula: "term.from + term.months", meaning: "End of the term" },
    {
      name: "unseen",
      formula: "max(0 month, term.months - last(elapsed(term.from)))",
      meaning: "Part of the term after the calendar's end, of which no flow knows",
    },
    {
      name: "valued-from",
      formula: "min(max(valued_on, term.from), ends)",
      meaning: "Day from which what falls due counts in the values",
    },
    ...(canLeave
      ? [
          {
            name: "notice-from",
            formula: given.has("exit.not_before") ? "min(max(valued-from, exit.not_before), ends)" : "valued-from",
            meaning: "First day on which notice can be given",
          },
        ]
      : []),
    {
      name: "firm-until",
      formula: canLeave ? "min(notice-from + exit.notice, ends)" : "ends",
      meaning: "Day up to which it is owed even if notice is given at the first chance",
    },
    {
      name: "survival",
      formula: "(1 - exit.hazard * (1 month)) ^ (elapsed(firm-until) / (1 month))",
      meaning: "Chance that it still runs; the first month after the firm time is at one month's hazard",
    },
  ];
}

/** 1 in the month of a day, else 0. */
export const inMonthOf = (date: string): string => `if(during(${date}, ${date} + 1 day) > 0, 1, 0)`;
