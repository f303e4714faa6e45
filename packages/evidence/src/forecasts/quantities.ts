/** Scores of statements of a quantity, given as a distribution. CRPS of a normal is in `scores.ts`. */
import { exp, log, normalCdf } from "@underwatt/engine";

/** A forecast whose logarithm is normal. */
export interface LognormalForecast {
  readonly median: number;
  /** Standard deviation of the logarithm. */
  readonly sigma: number;
}

/**
 * Continuous ranked probability score of a lognormal, in the unit of the quantity, less being better.
 *
 *   y (2 Φ(z) - 1) - 2 m exp(σ²/2) (Φ(z - σ) + Φ(σ/√2) - 1),   z = ln(y / m) / σ
 *
 * Source: S. Baran and S. Lerch, "Log-normal distribution based ensemble model output statistics models", QJRMS 141, 2015.
 * @param observed above 0
 */
export function crpsLognormal({ median, sigma }: LognormalForecast, observed: number): number {
  if (sigma === 0) return Math.abs(observed - median);
  const z = log(observed / median) / sigma;
  const mean = median * exp((sigma * sigma) / 2);
  return observed * (2 * normalCdf(z) - 1) - 2 * mean * (normalCdf(z - sigma) + normalCdf(sigma / Math.SQRT2) - 1);
}

/**
 * Continuous ranked probability score of a uniform between two bounds, in the unit of the quantity.
 *
 *   w (|u - c| + c² - c + 1/3),   u = (y - low) / w, c = u held between 0 and 1, w = high - low
 *
 * Source: A. Jordan, F. Krüger and S. Lerch, "Evaluating probabilistic forecasts with scoringRules", JSS 90, 2019.
 */
export function crpsUniform(low: number, high: number, observed: number): number {
  const width = high - low;
  if (width === 0) return Math.abs(observed - low);
  const at = (observed - low) / width;
  const held = Math.min(1, Math.max(0, at));
  return width * (Math.abs(at - held) + held * held - held + 1 / 3);
}

/**
 * Score of a central interval at a level: its width, and 2/(1 - level) times the distance by which it misses. Less is better, in
 * the unit of the quantity. Source: T. Gneiting and A. Raftery, JASA 102, 2007, section 6.2.
 */
export function intervalScore(low: number, high: number, level: number, observed: number): number {
  const missed = Math.max(0, low - observed, observed - high);
  return high - low + (2 / (1 - level)) * missed;
}
