/** The beta distribution stretched over an interval: shares with a known spread, and the base of PERT. */
import { incompleteBeta, inverseIncompleteBeta } from "../numeric/index.ts";
import { demand, type Distribution } from "./distribution.ts";

/** Between these the incomplete beta function holds; beyond them a beta is a coin toss, or a point. */
const [leastShape, mostShape] = [0.01, 1e6];

/** Beta with shapes `alpha`, `beta` > 0 over `low`..`high` (the unit interval unless said otherwise). */
export function beta(alpha: number, beta: number, low = 0, high = 1): Distribution {
  const width = high - low;
  const sum = alpha + beta;
  for (const [name, shape] of [
    ["alpha", alpha],
    ["beta", beta],
  ] as const) {
    demand(shape > 0 && shape <= mostShape, `beta: ${name} must be positive and at most a million, got ${shape}`);
    demand(shape >= leastShape, `beta: ${name} must be at least ${leastShape}, got ${shape}`);
  }
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
