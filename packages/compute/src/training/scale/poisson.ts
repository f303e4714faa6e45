/** How far a Poisson count goes beyond a number. */

export interface Exceedance {
  /** Probability that the count is at most the number. */
  readonly within: number;
  /** Probability that it is above, 1 - within. */
  readonly beyond: number;
  /** Mean of what it is above the number, 0 where it is not. */
  readonly excess: number;
}

/** Share of a sum below which terms no longer count. */
const negligible = 1e-18;

/**
 * Of a Poisson count of the given mean, next to `number` (whole, 0 or more). Terms are relative to the likeliest, so that none
 * underflows, and each side has its own sum, so that a small probability keeps its digits.
 */
export function poissonBeyond(mean: number, number: number): Exceedance {
  if (mean === 0) return { within: 1, beyond: 0, excess: 0 };
  let [within, beyond, excess] = [0, 0, 0];
  const add = (count: number, term: number): void => {
    if (count <= number) {
      within += term;
    } else {
      beyond += term;
      excess += term * (count - number);
    }
  };
  const likeliest = Math.floor(mean);
  let term = 1;
  for (let count = likeliest; term > 0; count++) {
    add(count, term);
    if (count > number && term * (count - number) < negligible * excess) break;
    term *= mean / (count + 1);
  }
  term = likeliest / mean;
  for (let count = likeliest - 1; count >= 0; count--) {
    add(count, term);
    if (count <= number && term < negligible * within) break;
    term *= count / mean;
  }
  const total = within + beyond;
  return { within: within / total, beyond: beyond / total, excess: excess / total };
}
