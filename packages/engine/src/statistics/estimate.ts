/** How sure a simulated number is: from the spread of independent replicates. */
import { inverseIncompleteBeta } from "../numeric/index.ts";

/** A number, its standard error and its central 95 % interval. */
export interface Estimate {
  readonly value: number;
  /** 0 where nothing varies, undefined (NaN) where a single replicate hides the error. */
  readonly se: number;
  readonly low: number;
  readonly high: number;
}

/**
 * An estimate whose error shows in the spread of replicates: value ± t · sd / √R, with Student's t for R - 1 degrees of
 * freedom.
 * @param value the number itself, usually over all replicates together
 * @param replicates the same number by each replicate alone; undefined ones (NaN) are left out
 */
export function estimate(value: number, replicates: ArrayLike<number>): Estimate {
  const defined = Array.from(replicates).filter((each) => !Number.isNaN(each));
  const count = defined.length;
  if (count < 2 || Number.isNaN(value)) return { value, se: NaN, low: NaN, high: NaN };
  const [origin = NaN] = defined;
  const mean = defined.reduce((sum, each) => sum + (each - origin), 0) / count;
  const squares = defined.reduce((sum, each) => sum + (each - origin - mean) ** 2, 0);
  const se = Math.sqrt(squares / (count - 1) / count);
  const reach = studentQuantile(0.975, count - 1) * se;
  return { value, se, low: value - reach, high: value + reach };
}

const known = new Map<number, number>();

/**
 * Student's t at probability `p` in (0.5, 1), by its relation to the beta distribution:
 * t² = ν (1 / x - 1) where x is the beta(ν/2, 1/2) quantile at 2 (1 - p).
 */
export function studentQuantile(p: number, degrees: number): number {
  const key = degrees + p;
  const found = known.get(key);
  if (found !== undefined) return found;
  const x = inverseIncompleteBeta(degrees / 2, 0.5, 2 * (1 - p));
  const t = Math.sqrt(degrees * (1 / x - 1));
  known.set(key, t);
  return t;
}
