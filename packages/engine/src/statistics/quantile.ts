/** Quantiles of simulated values, some of which may be undefined (NaN) or infinite. */

/** A copy of `values` in rising order, with the undefined ones ranked lowest. */
export function rank(values: Float64Array): Float64Array {
  // The platform sorts NaN to the end.
  const sorted = values.toSorted();
  const defined = sorted.findLastIndex((value) => !Number.isNaN(value)) + 1;
  sorted.copyWithin(sorted.length - defined, 0, defined);
  return sorted.fill(Number.NaN, 0, sorted.length - defined);
}

/**
 * The quantile of `ranked` values (see `rank`) at probability `p` in 0..1, interpolated between neighbours.
 *
 * Undefined values rank lowest: a quantile that falls on one, or between one and a number, is undefined. Between a
 * number and an infinity it is that infinity. No values have no quantile.
 * Source: R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", 1996, definition 7.
 */
export function quantile(ranked: Float64Array, p: number): number {
  const position = p * (ranked.length - 1);
  const below = Math.floor(position);
  const low = ranked[below] ?? Number.NaN;
  const fraction = position - below;
  if (fraction === 0) return low;
  const high = ranked[below + 1] ?? Number.NaN;
  if (low === high) return low;
  return Number.isFinite(low) ? low + fraction * (high - low) : low + high;
}
