/** When requests come: a stationary stream of given burstiness, in the time that a rate profile sets. */
import type { Random } from "../random.ts";
import { demand } from "../traffic-error.ts";
import { timeByArrivals, type RateProfile } from "./rate-profile.ts";

/** A stream of arrivals. */
export interface Arrivals {
  readonly rate: RateProfile;
  /**
   * Coefficient of variation of the gaps, where the rate is constant: 1 (default) is a Poisson process, less is more
   * regular (0: evenly spaced), more is bursts, with gaps of a gamma distribution. At most 100.
   */
  readonly cv?: number | undefined;
}

/**
 * Gives arrival times in seconds, ascending; infinite when there are no more.
 *
 * The gaps of a stationary renewal process of rate 1 are carried through the inverse of the expected number of arrivals.
 * With cv = 1 that is exactly the Poisson process of the profile; otherwise bursts keep their number of requests and
 * shorten where the rate is high. The first gap is what an onlooker at a random moment waits, so that the expected number
 * up to any time is the integral of the rate from the start on (D. Cox, Renewal Theory, 1962, sections 2.2 and 4.2).
 */
export function arrivalTimes({ rate, cv = 1 }: Arrivals, random: Random): () => number {
  demand(cv >= 0 && cv <= 100, `the coefficient of variation of the gaps must be 0 to 100, got ${cv}`);
  const next = timeByArrivals(rate);
  if (cv === 1) return () => next(random.exponential());
  let isFirst = true;
  const shape = 1 / (cv * cv);
  return () => {
    const first = isFirst;
    isFirst = false;
    if (cv === 0) return next(first ? random.uniform() : 1);
    // A gap met by an onlooker is longer than a usual one, in proportion to its length: a gamma of one more shape.
    return next(first ? (random.uniform() * random.gamma(shape + 1)) / shape : random.gamma(shape) / shape);
  };
}
