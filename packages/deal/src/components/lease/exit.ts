/** Who may leave, when, and how likely: notice of either side, or of each side on terms of its own. */
import type { Given, Output, Parameter } from "../component.ts";
import { hasClause, needs, type Clause } from "./clause.ts";
import { firstDay } from "./term.ts";

/** A right to leave, and the names of the figures that follow from it. */
export interface Side {
  /** Key in the deal file. */
  readonly key: "exit" | "lessee_exit" | "lessor_exit";
  /** Day on which the contract ends if notice is given at the first chance. */
  readonly until: string;
  /** Share of a fee, and fees, that are due until then. */
  readonly feeShare: string;
  readonly fees: string;
  /** Chance that this side has not left by the end of a month. */
  readonly survival: string;
  /** The number drawn that decides when it leaves. */
  readonly draw: string;
}

const either: Side = {
  key: "exit",
  until: "firm-until",
  feeShare: "firm-fee-share",
  fees: "firm-fees",
  survival: "survival",
  draw: "exit-draw",
};
const ofLessee: Side = {
  ...either,
  key: "lessee_exit",
  survival: "lessee-survival",
  draw: "lessee-exit-draw",
};
const ofLessor: Side = {
  key: "lessor_exit",
  until: "lessor-firm-until",
  feeShare: "lessor-firm-fee-share",
  fees: "lessor-firm-fees",
  survival: "lessor-survival",
  draw: "lessor-exit-draw",
};

/** The rights to leave of a lease, none, one or two; the check allows a mutual one or those of each side. */
export function sidesOf(given: Given): readonly Side[] {
  const own = [ofLessee, ofLessor].filter(({ key }) => given.has(`${key}.notice`));
  return own.length === 0 && given.has("exit.notice") ? [either] : own;
}

/** The side whose notice the lessor has to fear. */
export function fearedSide(given: Given): Side | undefined {
  return sidesOf(given).find((side) => side !== ofLessor);
}

/** Sides with a chance of leaving, where it is drawn. */
export function hasHazard(given: Given): boolean {
  return sidesOf(given).some(({ key }) => given.has(`${key}.hazard`));
}

export const exit: Clause = {
  parameters: [
    {
      name: "exit.notice",
      unit: "day",
      written: true,
      least: 0,
      meaning: "Notice either side must give; without it nobody can leave",
      evidence: "filing",
    },
    {
      name: "exit.not_before",
      unit: "date",
      meaning: "First day on which notice can be given; the start unless given",
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
    ...rightOf("lessee"),
    ...rightOf("lessor"),
  ],
  check(given) {
    const own = ["lessee_exit", "lessor_exit"].find((key) => hasClause(given, key));
    if (own !== undefined && hasClause(given, "exit")) {
      return {
        parameter: "exit",
        message: "a lease has an exit for both sides, or one for each side, not both",
        expected: "`exit:`, or `lessee_exit:` and `lessor_exit:`",
      };
    }
    for (const key of ["exit", "lessee_exit", "lessor_exit"]) {
      const fault = needs(key, ["notice"], "notice: 90 day, hazard: 2 %/month")(given);
      if (fault !== undefined) return fault;
    }
    return undefined;
  },
  outputs(given) {
    const sides = sidesOf(given);
    const feared = fearedSide(given);
    const lessor = sides.find((side) => side === ofLessor);
    return [
      {
        name: "firm-until",
        formula: feared === undefined ? "ends" : earliestEnd(given, feared),
        meaning: "Day up to which the fee is owed even if notice is given at once",
      },
      ...(lessor === undefined
        ? []
        : [
            {
              name: lessor.until,
              formula: earliestEnd(given, lessor),
              meaning: "Day up to which the block is let even if the lessor gives notice at once",
            },
          ]),
    ];
  },
};

function rightOf(side: "lessee" | "lessor"): Parameter[] {
  const key = `${side}_exit`;
  return [
    {
      name: `${key}.notice`,
      unit: "day",
      written: true,
      least: 0,
      meaning: `Notice that the ${side} must give; instead of \`exit\` where sides differ`,
      evidence: "contract",
    },
    {
      name: `${key}.not_before`,
      unit: "date",
      meaning: `First day on which the ${side} can give it; the start unless given`,
      evidence: "contract",
    },
    {
      name: `${key}.hazard`,
      unit: "%/month",
      least: 0,
      most: 100,
      meaning: `Chance in each month that the ${side} gives it, once it can; none unless given`,
      evidence: "judgement",
    },
    {
      name: `${key}.fee`,
      unit: "$",
      least: 0,
      meaning: `Fee that the ${side} pays when it leaves; none unless given`,
      evidence: "contract",
    },
  ];
}

/** First day on which a side can give notice. */
export function noticeFrom(given: Given, { key }: Side): string {
  if (!given.has(`${key}.not_before`)) return firstDay(given);
  const days = [`${key}.not_before`, ...(given.has("valued_on") ? ["valued_on"] : []), "term.from"];
  return `max(${days.join(", ")})`;
}

function earliestEnd(given: Given, side: Side): string {
  return `min(${noticeFrom(given, side)} + ${side.key}.notice, ends)`;
}

/** Chances that sides have not left. They leave at the start of a month, or on the first day on which they can. */
export function survivals(given: Given): Output[] {
  const free = sidesOf(given);
  // Where nobody can leave, as with a right that begins when the contract ends.
  const sides = free.length > 0 ? free : [either];
  const apart = sides.map((side) => ({
    name: side.survival,
    formula: survivalAfter(given, side, `elapsed(${side.until}) / (1 month)`),
    meaning:
      side.key === "exit"
        ? "Chance that the contract still runs; the first month after the firm time is at one month's hazard"
        : `Chance that the ${side === ofLessor ? "lessor" : "lessee"} has not left; its first free month is at one month's hazard`,
  }));
  if (sides[0] === either) return apart;
  const formula = sides.map(({ survival }) => survival).join(" * ");
  return [...apart, { name: "survival", formula, meaning: "Chance that the contract still runs" }];
}

/** Chance that a side has not left after so many months in which it could; nobody leaves a contract that has ended. */
export function survivalAfter(given: Given, { key, until }: Side, months: string): string {
  const hazard = key === "exit" || given.has(`${key}.hazard`) ? `${key}.hazard` : "(0 %/month)";
  return `if(${until} < ends, (1 - ${hazard} * (1 month)) ^ (${months}), 1)`;
}

/** Whether either side pays for leaving. */
export function hasFees(given: Given): boolean {
  return given.has("lessee_exit.fee") || given.has("lessor_exit.fee");
}
