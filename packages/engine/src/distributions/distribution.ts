/** What the engine means by a distribution of one uncertain number, and the error its makers raise. */

/** A distribution of one number; every method is pure. */
export interface Distribution {
  /** The family's name as written in a deal, such as "lognormal". */
  readonly family: string;
  /** The parameters it was resolved to, for printing the reading back. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Lowest and highest possible value; may be infinite. */
  readonly support: readonly [number, number];
  /** Expected value; infinite where a tail is too heavy to have one. */
  readonly mean: number;
  /** Square of the standard deviation; infinite where a tail is too heavy to have one. */
  readonly variance: number;
  /** Probability of a value of at most `x`, in 0..1. */
  cdf(x: number): number;
  /** The smallest value whose cumulative probability reaches `u`, for 0 < u < 1. */
  quantile(u: number): number;
}

/** Parameters that make no distribution; the message is written for people. */
export class DistributionError extends Error {
  override readonly name = "DistributionError";
}

/**
 * Raises a `DistributionError` unless `holds`.
 *
 * @example demand(median > 0, `lognormal: the median must be positive, got ${median}`)
 */
export function demand(holds: boolean, message: string): asserts holds {
  if (!holds) throw new DistributionError(message);
}
