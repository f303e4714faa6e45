/** The triangular distribution: lowest, most likely and highest value, joined by straight lines. */
import { demand, type Distribution } from "./distribution.ts";

/** Triangular with low ≤ mode ≤ high and low < high, all in the unit of the value. */
export function triangular(low: number, mode: number, high: number): Distribution {
  const width = high - low;
  demand(width > 0 && width < Infinity, `triangular: low must be below high, got ${low} and ${high}`);
  demand(mode >= low && mode <= high, `triangular: the mode must lie from ${low} to ${high}, got ${mode}`);
  const rise = mode - low;
  const fall = high - mode;
  const peak = rise / width;
  return {
    family: "triangular",
    parameters: { low, mode, high },
    support: [low, high],
    mean: low + (rise + width) / 3,
    variance: (width * width - rise * fall) / 18,
    cdf(x) {
      if (x <= low) return 0;
      if (x >= high) return 1;
      return x < mode ? ((x - low) / width) * ((x - low) / rise) : 1 - ((high - x) / width) * ((high - x) / fall);
    },
    // As shares of the sides, whose product may be too large for a double.
    quantile: (u) => (u < peak ? low + rise * Math.sqrt(u / peak) : high - fall * Math.sqrt((1 - u) / (fall / width))),
  };
}
