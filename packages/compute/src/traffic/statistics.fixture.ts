/** Judges of samples, for the tests of traffic. */

/**
 * Kolmogorov and Smirnov's distance of a sample from a continuous distribution, times the root of its size. Of samples of
 * that distribution one in a thousand exceeds 1.95.
 */
export function kolmogorovSmirnov(sample: readonly number[], cdf: (x: number) => number): number {
  const ascending = Float64Array.from(sample).sort();
  let distance = 0;
  ascending.forEach((x, i) => {
    const p = cdf(x);
    distance = Math.max(distance, p - i / ascending.length, (i + 1) / ascending.length - p);
  });
  return distance * Math.sqrt(ascending.length);
}

/** Mean of a sample, and how many standard errors it lies from the expected one. */
export function standardErrorsOff(sample: ArrayLike<number>, expected: number): number {
  const { mean, variance } = moments(sample);
  return Math.abs(mean - expected) / Math.sqrt(variance / sample.length);
}

export function moments(sample: ArrayLike<number>): { mean: number; variance: number; cv: number } {
  const values = Array.from(sample);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  return { mean, variance, cv: Math.sqrt(variance) / mean };
}
