/**
 * How far a claim may be off, by its grade and by reasons that are printed. A starting convention of this project, made to be
 * replaced by what forecasts and resolved claims teach; not a finding.
 *
 * Its form follows the pedigree of life-cycle inventories (R. Frischknecht et al., ecoinvent, 2005): factors at 95 %, which add
 * up as variances of the logarithm. That stated 90 % intervals often hold the truth half the time (K. H. Teigen and M. Jorgensen,
 * 2005) is why an interval is stretched.
 */
import type { Grade } from "../grades.ts";

/** What a grade means for a number. */
export interface GradeRule {
  /** What a stated interval is multiplied by, on the scale of its logarithm. */
  readonly stretch: number;
  /** A point may be off by this factor, up or down, with 95 %. */
  readonly point: number;
  /** A date may be off by so many days, earlier or later, with 95 %. */
  readonly days: number;
  /** Chance that the claim is about something else, or plain wrong. */
  readonly wrong: number;
}

/** Why a claim is less sure than its grade says. */
export const reasonNames = ["scope", "age", "single-root", "interested", "method-unseen"] as const;
export type ReasonName = (typeof reasonNames)[number];

export interface RuleTable {
  readonly version: string;
  readonly grades: Readonly<Record<Grade, GradeRule>>;
  /** Factor at 95 % for what is printed being rounded, whoever says it. */
  readonly rounding: number;
  /** Factors at 95 %; for `age` one a year. */
  readonly reasons: Readonly<Record<ReasonName, number>>;
  /** A claim that is wrong may be off by this factor, up or down, with 95 %, unless the deal gives a prior. */
  readonly wrongBy: number;
  /** The same of a date, in days. */
  readonly wrongByDays: number;
}

export const ruleTable: RuleTable = {
  version: "2026-11",
  grades: {
    disclosed: { stretch: 1, point: 1.05, days: 2, wrong: 0.02 },
    reported: { stretch: 1.3, point: 1.25, days: 21, wrong: 0.1 },
    estimate: { stretch: 1.6, point: 1.5, days: 60, wrong: 0.2 },
    forecast: { stretch: 2, point: 2, days: 180, wrong: 0.3 },
    opinion: { stretch: 2.4, point: 3, days: 365, wrong: 0.5 },
  },
  rounding: 1.01,
  reasons: { scope: 1.3, age: 1.1, "single-root": 1.05, interested: 1.15, "method-unseen": 1.1 },
  wrongBy: 5,
  wrongByDays: 730,
};

export const reasonMeaning: Readonly<Record<ReasonName, string>> = {
  scope: "it speaks of another asset, period or definition than it is used for",
  age: "it speaks of a day long before the one it is used on, by the year",
  "single-root": "everybody who says it has it from one source",
  interested: "who says it gains by it",
  "method-unseen": "nobody shows how it was come by",
};
