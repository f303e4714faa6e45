/** Where a function, possibly with jumps, rises through zero. */

/**
 * A point of [low, high] at which `f` rises through zero, to about two units in the last place; the only one where
 * `f` does not decrease. If it is already positive at `low` that end is the answer, if still negative at `high` that one.
 *
 * At a jump the result lies on its upper side. Source: T. R. Chandrupatla, "A new hybrid quadratic/bisection
 * algorithm for finding the zero of a nonlinear function", Advances in Engineering Software 28 (1997).
 */
export function crossing(f: (x: number) => number, low: number, high: number): number {
  let [a, fa] = [high, f(high)];
  let [b, fb] = [low, f(low)];
  if (fb >= 0) return low;
  if (fa <= 0) return high;
  const finest = 1e-30 * (high - low);
  let t = 0.5;
  for (let iteration = 0; iteration < 500; iteration++) {
    const x = a + t * (b - a);
    const fx = f(x);
    if (fx === 0) return x;
    let [c, fc] = [a, fa];
    if (fx > 0 !== fa > 0) {
      [c, fc] = [b, fb];
      [b, fb] = [a, fa];
    }
    [a, fa] = [x, fx];
    const nearest = Math.abs(fa) < Math.abs(fb) ? a : b;
    const smallest = (2 * Number.EPSILON * Math.abs(nearest) + finest) / Math.abs(b - a);
    if (smallest > 0.5) break;
    t = Math.min(Math.max(interpolate(a, fa, b, fb, c, fc), smallest), 1 - smallest);
  }
  return fa > 0 ? a : b;
}

/** The next fraction of the way from a to b: inverse quadratic where that is safe, otherwise one half. */
function interpolate(a: number, fa: number, b: number, fb: number, c: number, fc: number): number {
  const xi = (a - b) / (c - b);
  const phi = (fa - fb) / (fc - fb);
  if (!(phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi)) return 0.5;
  return (fa / (fb - fa)) * (fc / (fb - fc)) + (((c - a) / (b - a)) * (fa / (fc - fa)) * fb) / (fc - fb);
}
