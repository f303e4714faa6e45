/** One quantity that was said against what came, by the widths that the rule table gives such a statement. */
import { log, normalCdf, normalQuantile } from "@underwatt/engine";
import { crpsLognormal, crpsNormal, widthOf, type Grade, type RuleTable } from "@underwatt/evidence";
import type { ForecastRow } from "./forecasts-result.ts";

/** What was said: one value, of an interval its median, with the ends at their level; a date in days, a share between 0 and 1. */
export interface Said {
  readonly kind: "factor" | "share" | "days";
  readonly value: number;
  readonly ends?: { readonly low: number; readonly high: number; readonly level: number } | undefined;
}

type Scores = NonNullable<ForecastRow["scores"]>;

/**
 * Distance, probability integral transform and CRPS, on the scale on which claims are widened: logarithm, logit or days. Only the
 * grade widens; reasons, which hold for one claim and not for a grade, do not.
 * @param came in the unit of what was said
 */
export function scoreOf({ kind, value, ends }: Said, came: number, grade: Grade, table: RuleTable): Scores {
  const inside = ends === undefined ? {} : { inside: came >= ends.low && came <= ends.high };
  const off = kind === "days" ? { days: came - value } : value > 0 ? { factor: came / value } : {};
  const scale = scales[kind];
  const [middle, truth] = [scale(value), scale(came)];
  if (!Number.isFinite(middle) || !Number.isFinite(truth)) {
    return { ...off, ...inside, unscored: kind === "share" ? "a share of 0 or 1 has no odds" : "it is not above 0" };
  }
  const states = kind === "days" ? "date" : ends === undefined ? "point" : "interval";
  const { sigma: added, stretch } = widthOf({ grade, states, reasons: [] }, table, "on");
  const own = ends === undefined ? 0 : statedSigma(ends, scale);
  const sigma = Math.sqrt((stretch * own) ** 2 + added ** 2);
  const z = (truth - middle) / sigma;
  const crps =
    kind === "days"
      ? { crps: crpsNormal({ mean: value, sd: sigma }, came) }
      : kind === "factor"
        ? { crps: crpsLognormal({ median: value, sigma }, came) }
        : {};
  // A deal may give a date no width at all: then nothing is so many of them away.
  if (!Number.isFinite(z)) return { ...off, ...inside, unscored: "the rules give it no width" };
  return { ...off, ...inside, z, pit: normalCdf(z), ...crps };
}

const scales = {
  factor: (value: number): number => log(value),
  share: (value: number): number => log(value / (1 - value)),
  days: (value: number): number => value,
} as const;

function statedSigma({ low, high, level }: NonNullable<Said["ends"]>, scale: (value: number) => number): number {
  return (scale(high) - scale(low)) / (2 * normalQuantile((1 + level) / 2));
}
