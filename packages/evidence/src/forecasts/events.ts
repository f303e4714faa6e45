/** Scores of statements that something happens, given with a probability. Less is better; both are strictly proper. */
import { log } from "@underwatt/engine";

/**
 * Brier score, (p - o)², o being 1 where it happened: 0 is perfect, 0.25 is what saying 50 % always gets.
 * Source: G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78, 1950.
 * @param probability from 0 to 1
 */
export function brier(probability: number, happened: boolean): number {
  return (probability - (happened ? 1 : 0)) ** 2;
}

/**
 * Logarithmic score, minus the natural logarithm of what was given to what came: ln 2 for 50 %, infinite for a certainty that failed.
 * Source: I. J. Good, "Rational decisions", JRSS B 14, 1952.
 */
export function logScore(probability: number, happened: boolean): number {
  return -log(happened ? probability : 1 - probability);
}

/** An event that was given a probability, and whether it came. */
export interface ResolvedEvent {
  readonly probability: number;
  readonly happened: boolean;
}

/** Events given about the same probability. */
export interface ReliabilityBin {
  /** Probabilities from `from` up to, but for the last bin without, `to`. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean of the probabilities given; NaN where there are none. */
  readonly said: number;
  /** Share that came; NaN where there are none. */
  readonly came: number;
}

/**
 * How often events came that were given about the same probability: where forecasts are calibrated, `came` is near `said`.
 * Source: A. H. Murphy and R. L. Winkler, "Reliability of subjective probability forecasts", Applied Statistics 26, 1977.
 */
export function reliability(events: readonly ResolvedEvent[], bins = 5): ReliabilityBin[] {
  return Array.from({ length: bins }, (_, index) => {
    const inside = events.filter(({ probability }) => Math.min(bins - 1, Math.floor(probability * bins)) === index);
    const mean = (of: (event: ResolvedEvent) => number): number =>
      inside.reduce((sum, event) => sum + of(event), 0) / inside.length;
    return {
      from: index / bins,
      to: (index + 1) / bins,
      count: inside.length,
      said: mean(({ probability }) => probability),
      came: mean(({ happened }) => (happened ? 1 : 0)),
    };
  });
}
