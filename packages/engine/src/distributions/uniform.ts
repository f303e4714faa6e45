/** The uniform distribution: every value between two bounds equally likely. */
import { demand, type Distribution } from "./distribution.ts";

/** Uniform from `low` to `high`, low < high, in the unit of the value. */
export function uniform(low: number, high: number): Distribution {
  const width = high - low;
  demand(width > 0 && width < Infinity, `uniform: low must be below high, got ${low} and ${high}`);
  return {
    family: "uniform",
    parameters: { low, high },
    support: [low, high],
    mean: low + width / 2,
    variance: (width * width) / 12,
    cdf: (x) => Math.min(Math.max((x - low) / width, 0), 1),
    // From the nearer end, so that neither bound is missed or passed by rounding.
    quantile: (u) => (u < 0.5 ? low + u * width : high - (1 - u) * width),
  };
}
