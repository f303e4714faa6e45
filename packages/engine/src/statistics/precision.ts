/** When to stop drawing: whether every number is known as exactly as somebody wants it, and if not, how many samples next. */
import { studentQuantile } from "./estimate.ts";
import type { Summary } from "./summary.ts";

/** How wide half of a 95 % interval may be. */
export interface PrecisionTarget {
  /** For a mean, as a share of the standard deviation of its values. */
  readonly shareOfSd: number;
  /** For a probability, 0..1: 0.005 is half a point. */
  readonly points: number;
}

export const defaultPrecision: PrecisionTarget = { shareOfSd: 0.01, points: 0.005 };

/** A number that must become exact enough; of a probability the values are 0 and 1, and so is its mean a share of them. */
export interface Watched {
  readonly summary: Pick<Summary, "mean" | "se" | "sd">;
  readonly isProbability: boolean;
}

export interface Sufficiency {
  readonly enough: boolean;
  /** Half-width over what is wanted, of the number that is worst off; 0 where none is uncertain, undefined (NaN) if unseen. */
  readonly worst: number;
  /** Samples of the next run, a power of two in each replicate; those drawn already when they are enough. */
  readonly samples: number;
}

/**
 * Whether samples are enough, by the half-width of Student's t interval over the replicates.
 * A number without a finite mean is passed over: no number of samples would make it known.
 * @param drawn samples so far, over all replicates
 * @example sufficiency([{ summary, isProbability: false }], 16_384, 16).samples // 32768 when they are too few
 */
export function sufficiency(
  watched: readonly Watched[],
  drawn: number,
  replicates: number,
  target: PrecisionTarget = defaultPrecision,
): Sufficiency {
  let worst = 0;
  for (const { summary, isProbability } of watched) {
    if (!Number.isFinite(summary.mean) || summary.se === 0) continue;
    const wanted = isProbability ? target.points : target.shareOfSd * summary.sd;
    const reach = replicates > 1 ? studentQuantile(0.975, replicates - 1) * summary.se : Number.NaN;
    // Math.max keeps an undefined one: an error that cannot be seen is not small.
    worst = Math.max(worst, reach / wanted);
  }
  const enough = worst <= 1;
  return { enough, worst, samples: enough ? drawn : replicates * 2 ** (32 - Math.clz32(drawn / replicates)) };
}
