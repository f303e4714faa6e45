/** Simple payback: how long until the money is back. */

/**
 * Periods until the cumulative flow, having been negative, first reaches zero again; `cash[t]` falls at time t, and inside
 * the last period cash is taken to come evenly. 0 if it is never negative, Infinity if it never comes back, NaN for flows
 * that are not numbers. A later relapse (a clean-up cost, say) does not count: read it together with the total. Pass
 * discounted flows for the discounted payback.
 *
 * @example payback([-100, 60, 80]) // 1.5
 */
export function payback(cash: ArrayLike<number>): number {
  let cumulative = 0;
  let paidBack = NaN;
  let out = false;
  for (let t = 0; t < cash.length; t++) {
    const before = cumulative;
    cumulative += cash[t] ?? NaN;
    if (out && Number.isNaN(paidBack) && cumulative >= 0) paidBack = t - 1 - before / (cumulative - before);
    if (cumulative < 0) out = true;
  }
  if (Number.isNaN(cumulative)) return NaN;
  if (!out) return 0;
  return Number.isNaN(paidBack) ? Infinity : paidBack;
}
