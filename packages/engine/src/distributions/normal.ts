/** The normal distribution: for shifts and rates that may have either sign. */
import { normalCdf, normalQuantile } from "../numeric/index.ts";
import { demand, type Distribution } from "./distribution.ts";

/** Normal with the given mean and standard deviation `sd` > 0, both in the unit of the value. */
export function normal(mean: number, sd: number): Distribution {
  demand(Number.isFinite(mean), `normal: the mean must be a finite number, got ${mean}`);
  demand(sd > 0 && sd < Infinity, `normal: the standard deviation must be positive, got ${sd}`);
  return {
    family: "normal",
    parameters: { mean, sd },
    support: [-Infinity, Infinity],
    mean,
    variance: sd * sd,
    cdf: (x) => normalCdf((x - mean) / sd),
    quantile: (u) => mean + sd * normalQuantile(u),
  };
}
