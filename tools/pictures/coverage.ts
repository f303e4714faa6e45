/** How many runs lie within the intervals that other runs' errors leave. */
import { quantile } from "../fit-serving/cross-validate.ts";

/** A run predicted by a fit that had not seen its fold. */
export interface Judged {
  readonly fold: string;
  /** Runs of one kind share an interval. */
  readonly kind: string;
  /** Measured over predicted. */
  readonly ratio: number;
}

/** Share of runs between the tenths at each end of the ratios of their kind in other folds. */
export function coverage(found: readonly Judged[]): number {
  const held = found.filter(({ fold, kind, ratio }) => {
    const others = found
      .filter((other) => other.fold !== fold && other.kind === kind)
      .map((other) => other.ratio)
      .sort((a, b) => a - b);
    return ratio >= quantile(others, 0.1) && ratio <= quantile(others, 0.9);
  });
  return held.length / found.length;
}
