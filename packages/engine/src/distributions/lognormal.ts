/** The lognormal distribution: for prices, costs and counts, which are positive and err by factors. */
import { exp, expm1, log } from "../numeric/elementary.ts";
import { normalCdf, normalQuantile } from "../numeric/index.ts";
import { demand, type Distribution } from "./distribution.ts";

/**
 * Lognormal with the given `median` > 0 in the unit of the value and `sigma` > 0, the standard deviation of the
 * logarithm. The mean exceeds the median: it is median · exp(sigma² / 2).
 */
export function lognormal(median: number, sigma: number): Distribution {
  demand(median > 0 && median < Infinity, `lognormal: the median must be positive, got ${median}`);
  demand(sigma > 0 && sigma < Infinity, `lognormal: sigma must be positive, got ${sigma}`);
  const mean = median * exp((sigma * sigma) / 2);
  return {
    family: "lognormal",
    parameters: { median, sigma },
    support: [0, Infinity],
    mean,
    variance: mean * mean * expm1(sigma * sigma),
    cdf: (x) => (x > 0 ? normalCdf(log(x / median) / sigma) : 0),
    quantile: (u) => median * exp(sigma * normalQuantile(u)),
  };
}
