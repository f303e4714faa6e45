/** How good a forecast was, once the answer is known. */

import { exp, normalCdf } from "@underwatt/engine";

/** A forecast as a normal distribution. */
export interface NormalForecast {
  readonly mean: number;
  readonly sd: number;
}

/**
 * Continuous ranked probability score, in the unit of the quantity, less being better: the distance between forecast and
 * answer, which for a forecast without spread is their difference.
 *
 *   sd (z (2 Φ(z) - 1) + 2 φ(z) - 1/√π),   z = (observed - mean) / sd
 *
 * Source: T. Gneiting and A. Raftery, "Strictly proper scoring rules, prediction, and estimation", JASA 102, 2007.
 * @example crpsNormal({ mean: 0, sd: 1 }, 0) // 0.2337
 */
export function crpsNormal({ mean, sd }: NormalForecast, observed: number): number {
  if (sd === 0) return Math.abs(observed - mean);
  const z = (observed - mean) / sd;
  const density = exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return sd * (z * (2 * normalCdf(z) - 1) + 2 * density - 1 / Math.sqrt(Math.PI));
}
