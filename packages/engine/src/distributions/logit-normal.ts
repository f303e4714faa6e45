/** The logit-normal distribution: for shares such as utilisation and availability, which stay between 0 and 1. */
import { exp, log } from "../numeric/elementary.ts";
import { lineIntegral, normalCdf, normalQuantile } from "../numeric/index.ts";
import { demand, type Distribution } from "./distribution.ts";

/** Far wider than this everything lies at 0 or 1; the moments would take for ever. */
const widest = 1000;

/**
 * Logit-normal with the given `median` in 0..1 and `sigma` > 0, the standard deviation of ln(x / (1 - x)).
 *
 * Its moments have no closed form (R. Mead, Biometrics 21, 1965); they are integrated over the normal score by the
 * trapezoidal rule, whose error here is below 1e-12.
 */
export function logitNormal(median: number, sigma: number): Distribution {
  demand(median > 0 && median < 1, `logitNormal: the median must lie between 0 and 1, got ${median}`);
  demand(sigma > 0 && sigma < Infinity, `logitNormal: sigma must be positive, got ${sigma}`);
  demand(sigma <= widest, `logitNormal: sigma must be at most ${widest}, got ${sigma}`);
  const odds = median / (1 - median);
  const valueAt = (z: number) => share(odds, sigma * z);
  // The integrand's poles lie π / sigma off the axis, so a wide sigma asks for a finer step.
  const step = Math.min(1 / 8, 1 / (4 * sigma));
  const mean = lineIntegral((z) => density(z) * valueAt(z), step, 39);
  return {
    family: "logitNormal",
    parameters: { median, sigma },
    support: [0, 1],
    mean,
    variance: lineIntegral((z) => density(z) * (valueAt(z) - mean) ** 2, step, 39),
    cdf: (x) => (x <= 0 ? 0 : x >= 1 ? 1 : normalCdf(log(x / (1 - x) / odds) / sigma)),
    quantile: (u) => valueAt(normalQuantile(u)),
  };
}

/** The share whose odds are exp(shift) times the given ones; written so that neither end overflows. */
function share(odds: number, shift: number): number {
  return shift > 0 ? odds / (odds + exp(-shift)) : (odds * exp(shift)) / (1 + odds * exp(shift));
}

function density(z: number): number {
  return exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
