/** Descartes' count: how often a series turns from gain to loss or back. */

/** Changes of sign from one non-zero flow to the next. */
export function signChanges(flows: ArrayLike<number>): number {
  let changes = 0;
  let last = 0;
  for (let t = 0; t < flows.length; t++) {
    const flow = flows[t] ?? NaN;
    if (flow * last < 0) changes++;
    if (flow !== 0) last = Math.sign(flow);
  }
  return changes;
}

/**
 * Changes of sign of the running total, taken from the first flow on or (`reversed`) from the last flow back; with `twice`,
 * of the running total of the running total, continued beyond the last flow. There are at most so many roots at positive
 * rates (reversed: at negative rates), and unless the flows sum to zero the two numbers are both odd or both even. Summing
 * twice smooths noise away and can only lower the count.
 *
 * Source: C. J. Norstrom, "A sufficient condition for a unique nonnegative internal rate of return", JFQA 7(3), 1972, is
 * the case of one change, once. In general: the present value divided by 1 - v, v the discount factor, has the running
 * totals as its power series, to which Descartes' rule applies; divided by (1 - v)² it has their running totals.
 */
export function cumulativeSignChanges(flows: ArrayLike<number>, reversed: boolean, twice: boolean): number {
  let changes = 0;
  let last = 0;
  let once = 0;
  let total = 0;
  for (let t = 0; t < flows.length; t++) {
    once += flows[reversed ? flows.length - 1 - t : t] ?? NaN;
    total = twice ? total + once : once;
    if (total * last < 0) changes++;
    if (total !== 0) last = Math.sign(total);
  }
  // After the last flow the running total stands still and its own running total heads for the same sign.
  return once * last < 0 ? changes + 1 : changes;
}
