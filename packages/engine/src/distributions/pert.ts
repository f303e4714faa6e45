/** The PERT distribution: an expert's lowest, most likely and highest value, smoothed to a beta. */
import { beta } from "./beta.ts";
import { demand, type Distribution } from "./distribution.ts";

/**
 * PERT over `low`..`high` with the given `mode` between them; `lambda` ≥ 0 is the weight of the mode, by custom 4.
 * It is the beta with alpha = 1 + lambda (mode - low) / (high - low) and beta = 1 + lambda (high - mode) / (high - low)
 * (D. Vose, "Risk Analysis", 2008). Its tails are thin, so it does not suit prices.
 */
export function pert(low: number, mode: number, high: number, lambda = 4): Distribution {
  const width = high - low;
  demand(width > 0 && width < Infinity, `pert: low must be below high, got ${low} and ${high}`);
  demand(mode >= low && mode <= high, `pert: the mode must lie from ${low} to ${high}, got ${mode}`);
  demand(lambda >= 0 && lambda < 1e6, `pert: lambda must lie from 0 to a million, got ${lambda}`);
  return {
    ...beta(1 + (lambda * (mode - low)) / width, 1 + (lambda * (high - mode)) / width, low, high),
    family: "pert",
    parameters: { low, mode, high, lambda },
  };
}
