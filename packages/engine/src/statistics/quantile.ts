/** Quantiles of simulated values, some of which may be undefined (NaN) or infinite. */

/**
 * A copy of `values` in which every place that `quantile` reads for the given probabilities holds what it would in rising
 * order, the undefined ranked lowest. Selecting a few places costs a fraction of a sort.
 */
export function rank(values: Float64Array, probabilities: readonly number[]): Float64Array {
  const ranked = values.slice();
  let low = undefinedFirst(ranked, 0, ranked.length);
  const places = new Set(probabilities.flatMap((p) => neighbours(p, ranked.length)));
  for (const place of [...places].sort((left, right) => left - right)) {
    if (place < low) continue;
    select(ranked, place, low, ranked.length - 1);
    low = place + 1;
  }
  return ranked;
}

/** The two places a quantile lies between. */
function neighbours(p: number, length: number): number[] {
  const below = Math.floor(p * (length - 1));
  return below + 1 < length ? [below, below + 1] : [below];
}

/** Moves the undefined of [from, to) to its front; returns the place after them. */
export function undefinedFirst(values: Float64Array, from: number, to: number): number {
  let front = from;
  for (let i = from; i < to; i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isNaN(value)) continue;
    values[i] = values[front] ?? Number.NaN;
    values[front++] = Number.NaN;
  }
  return front;
}

/**
 * Hoare's quickselect (1961) within [low, high], with the median of three as pivot: afterwards `place` holds its value in
 * rising order, nothing before it in the range is larger, nothing after it smaller.
 */
export function select(values: Float64Array, place: number, low: number, high: number): void {
  const at = (index: number): number => values[index] ?? Number.NaN;
  while (low < high) {
    const [a, b, c] = [at(low), at((low + high) >>> 1), at(high)];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let [left, right] = [low, high];
    while (left <= right) {
      while (at(left) < pivot) left++;
      while (at(right) > pivot) right--;
      if (left > right) break;
      const swapped = at(left);
      values[left++] = at(right);
      values[right--] = swapped;
    }
    if (place <= right) high = right;
    else if (place >= left) low = left;
    else return;
  }
}

/**
 * The quantile of `ranked` values (see `rank`) at probability `p` in 0..1, one of those they were ranked for, interpolated
 * between neighbours.
 *
 * Undefined values rank lowest: a quantile that falls on one, or between one and a number, is undefined. Between a
 * number and an infinity it is that infinity. No values have no quantile.
 * Source: R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", 1996, definition 7.
 */
export function quantile(ranked: Float64Array, p: number): number {
  return quantileOf((place) => ranked[place] ?? Number.NaN, ranked.length, p);
}

/** The same quantile, by a function that gives the value at a place in rising order. */
export function quantileOf(valueAt: (place: number) => number, length: number, p: number): number {
  const position = p * (length - 1);
  const below = Math.floor(position);
  const low = valueAt(below);
  const fraction = position - below;
  if (fraction === 0) return low;
  const high = valueAt(below + 1);
  if (low === high) return low;
  return Number.isFinite(low) ? low + fraction * (high - low) : low + high;
}
