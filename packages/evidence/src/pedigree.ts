/** The spread of a figure from how it was come by. */

import { exp, log } from "@underwatt/engine";

/**
 * The factor a figure may be off by with 95 % confidence, up or down, from one such factor for each way it falls short (age,
 * scope, method, ...): they add up as variances of the logarithm, exp(√Σ ln²U). Factors are 1 or more; 1 adds nothing.
 *
 * Source: R. Frischknecht et al., "The ecoinvent database: overview and methodological framework", 2005.
 * @example pedigreeGsd95([1.1, 1.05, 1.2, 1, 1.2, 1.05]) // 1.3277
 */
export function pedigreeGsd95(factors: readonly number[]): number {
  return exp(Math.sqrt(factors.reduce((sum, factor) => sum + log(factor) ** 2, 0)));
}
