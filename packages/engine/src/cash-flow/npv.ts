/** Net present value of flows one period apart. */

/**
 * Value today of `flows[0]` now, `flows[1]` after one period and so on: Σ flows[t] / (1 + rate)^t. The first flow is not
 * discounted, unlike the spreadsheet function of the same name.
 *
 * @param rate per period, as a fraction, above -1; NaN is returned otherwise
 * @param flows in one currency, received positive
 * @example npv(0.05, [-15000, 1500, 2500, 3500, 4500, 6000]) // 122.89
 */
export function npv(rate: number, flows: ArrayLike<number>): number {
  if (!(rate > -1)) return NaN;
  const factor = 1 / (1 + rate);
  let value = 0;
  for (let t = flows.length - 1; t >= 0; t--) value = value * factor + (flows[t] ?? NaN);
  return value;
}
