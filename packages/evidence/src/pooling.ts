/** One distribution out of several sources' distributions of the same quantity. */

/** One source: what it says, as a mean and a standard deviation, and how much it counts. */
export interface Opinion {
  readonly mean: number;
  readonly sd: number;
  readonly weight: number;
}

/** Mean and standard deviation of a pool. */
export interface Moments {
  readonly mean: number;
  readonly sd: number;
}

/**
 * Mean and standard deviation of the linear pool, the mixture p = Σ w p_i: it keeps what the sources disagree by as width,
 * and may have a hump for each. The default. Weights need not come to 1; each source may have any distribution.
 * NaN without sources.
 *
 * Source: M. Stone, "The opinion pool", Annals of Mathematical Statistics 32, 1961.
 * @example linearPoolMoments([{ mean: 2.6, sd: 0.4, weight: 1 }, { mean: 5.27, sd: 0.3, weight: 1 }]) // 3.935, 1.381
 */
export function linearPoolMoments(opinions: readonly Opinion[]): Moments {
  const { mean, within, between } = spread(opinions);
  return { mean, sd: Math.sqrt(within + between) };
}

/**
 * The logarithmic pool of normal distributions, p proportional to Π p_i^w_i, which is normal: it weighs by precision and
 * does not see that sources disagree. Only for independent measurements of one thing. Weights are taken as they stand: they
 * come to 1 unless the sources are independent, and a sum of 2 says that there are two independent ones.
 * NaN without sources; a standard deviation of 0 decides alone.
 *
 * Source: C. Genest and J. Zidek, "Combining probability distributions", Statistical Science 1(1), 1986.
 */
export function logPoolNormal(opinions: readonly Opinion[]): Moments {
  const certain = opinions.filter(({ sd, weight }) => sd === 0 && weight > 0);
  if (certain.length > 0) return { mean: weightedMean(certain), sd: agree(certain) ? 0 : Number.NaN };
  let [precision, sum] = [0, 0];
  for (const { mean, sd, weight } of opinions) {
    if (weight === 0) continue;
    precision += weight / sd ** 2;
    sum += (weight * mean) / sd ** 2;
  }
  return { mean: sum / precision, sd: precision > 0 ? 1 / Math.sqrt(precision) : Number.NaN };
}

/**
 * How much of a linear pool's variance is sources saying different things, rather than each being unsure: variance between
 * over total, 0..1. Above {@link decideAbove} a reader has to choose rather than to average. NaN for a pool without spread.
 */
export function disagreementIndex(opinions: readonly Opinion[]): number {
  const { within, between } = spread(opinions);
  return between / (within + between);
}

/** The disagreement from which a pool is not to be used without a decision. Our convention. */
export const decideAbove = 0.5;

function spread(opinions: readonly Opinion[]): { mean: number; within: number; between: number } {
  const mean = weightedMean(opinions);
  let [within, between, weights] = [0, 0, 0];
  for (const { mean: own, sd, weight } of opinions) {
    within += weight * sd ** 2;
    between += weight * (own - mean) ** 2;
    weights += weight;
  }
  return { mean, within: within / weights, between: between / weights };
}

function weightedMean(opinions: readonly Opinion[]): number {
  const weights = opinions.reduce((sum, { weight }) => sum + weight, 0);
  return opinions.reduce((sum, { mean, weight }) => sum + weight * mean, 0) / weights;
}

function agree([first, ...others]: readonly Opinion[]): boolean {
  return others.every(({ mean }) => mean === first?.mean);
}
