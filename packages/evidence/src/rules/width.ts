/** From a claim's grade and reasons to how far it may be off. */
import { log } from "@underwatt/engine";
import type { Grade } from "../grades.ts";
import type { ReasonName, RuleTable } from "./table.ts";

/** Whether grades widen claims, and how far. */
export const strengths = ["off", "on", "doubled"] as const;
export type Strength = (typeof strengths)[number];

/** A reason that holds for a claim; years for `age`, else 1. */
export interface Reason {
  readonly name: ReasonName;
  readonly times: number;
}

/** What the rules need to know of a claim. */
export interface GradedClaim {
  readonly grade: Grade;
  /** What is stated: one point, an interval, or one day. */
  readonly states: "point" | "interval" | "date";
  readonly reasons: readonly Reason[];
}

/** How far a claim may be off, over what it states itself. */
export interface Width {
  /** Standard deviation of the logarithm (of a share: of its logit), or of days: what grade and reasons add. */
  readonly sigma: number;
  /** What an interval's own standard deviation is multiplied by, besides. */
  readonly stretch: number;
  /** Chance that it is about something else. */
  readonly wrong: number;
  /** Standard deviation, in the same terms, of what it may be then. */
  readonly wrongSigma: number;
}

/** A factor or a distance at 95 % is so many standard deviations. */
const at95 = 1.959963984540054;

/**
 * σ² = Σ (ln U / 1.96)² over rounding, the grade's factor for a point and the reasons' factors; a date's days in their place. Doubled, σ
 * and the stretch beyond 1 are twice as large, and so is the chance of being wrong, up to 90 %.
 */
export function widthOf({ grade, states, reasons }: GradedClaim, table: RuleTable, strength: Strength): Width {
  const rule = table.grades[grade];
  const times = strength === "off" ? 0 : strength === "on" ? 1 : 2;
  const factors = reasons.map(({ name, times: count }) => count * log(table.reasons[name]));
  const own = [log(table.rounding), ...(states === "point" ? [log(rule.point)] : [])];
  const square = [...own, ...factors].reduce((sum, one) => sum + (one / at95) ** 2, 0);
  // A reason stretches what is known of a day as it stretches a factor.
  const days = (rule.days / at95) * Math.sqrt(1 + factors.reduce((sum, one) => sum + one ** 2, 0));
  return {
    sigma: times * (states === "date" ? days : Math.sqrt(square)),
    stretch: states === "interval" ? 1 + times * (rule.stretch - 1) : 1,
    wrong: times === 0 ? 0 : Math.min(0.9, times * rule.wrong),
    wrongSigma: (states === "date" ? table.wrongByDays : log(table.wrongBy)) / at95,
  };
}
