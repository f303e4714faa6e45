/** Figures that are the same in every period, or one for each. */

/**
 * A rate per period as a fraction: one for all, or each period's own (a floating rate). The rate of a month is
 * (1 + effective)^(1/12) - 1 of an effective yearly one, and a twelfth of a nominal one.
 */
export type Rates = number | ArrayLike<number>;

/** The figure of one period; NaN where there is none. */
export function inPeriod(figures: number | ArrayLike<number>, period: number): number {
  return typeof figures === "number" ? figures : (figures[period] ?? NaN);
}

/** Value at the start of period `from` of flows at the ends of the periods from there to `to`, that one not included. */
export function valueAt(from: number, to: number, flows: ArrayLike<number>, rate: Rates): number {
  let value = 0;
  for (let t = to - 1; t >= from; t--) value = (value + (flows[t] ?? NaN)) / (1 + inPeriod(rate, t));
  return value;
}
