/** The beta distribution stretched over an interval: shares with a known spread, and the base of PERT. */
import { incompleteBeta, inverseIncompleteBeta } from "../numeric/index.ts";
import { demand, type Distribution } from "./distribution.ts";

/** The incomplete beta function holds up to here; a beta so narrow is a point for any deal. */
const largestShape = 1e6;

/** Beta with shapes `alpha`, `beta` > 0 over `low`..`high` (the unit interval unless said otherwise). */
export function beta(alpha: number, beta: number, low = 0, high = 1): Distribution {
  const width = high - low;
  const sum = alpha + beta;
  demand(alpha > 0 && alpha <= largestShape, `beta: alpha must be positive and at most a million, got ${alpha}`);
  demand(beta > 0 && beta <= largestShape, `beta: beta must be positive and at most a million, got ${beta}`);
  demand(width > 0 && width < Infinity, `beta: low must be below high, got ${low} and ${high}`);
  return {
    family: "beta",
    parameters: { alpha, beta, low, high },
    support: [low, high],
    mean: low + (width * alpha) / sum,
    variance: (width * width * (alpha / sum) * (beta / sum)) / (sum + 1),
    cdf: (x) => incompleteBeta(alpha, beta, (x - low) / width),
    quantile: (u) => low + width * inverseIncompleteBeta(alpha, beta, u),
  };
}
