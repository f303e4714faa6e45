/** How far a Poisson count goes beyond a number. */

export interface Exceedance {
  /** Probability that the count is above the number. */
  readonly chance: number;
  /** Mean of what it is above the number, 0 where it is not. */
  readonly excess: number;
}

/** Of a Poisson count of the given mean, beyond `number` (whole, 0 or more). Terms relative to the likeliest: none underflows. */
export function poissonBeyond(mean: number, number: number): Exceedance {
  if (mean === 0) return { chance: 0, excess: 0 };
  const mode = Math.floor(mean);
  let [total, chance, excess] = [0, 0, 0];
  let term = 1;
  for (let count = mode; term > 0; count++) {
    total += term;
    if (count > number) {
      chance += term;
      excess += term * (count - number);
      if (term * (count - number) < 1e-18 * excess) break;
    }
    term *= mean / (count + 1);
  }
  term = mode / mean;
  for (let count = mode - 1; count >= 0 && (term > 1e-20 * total || count > number); count--) {
    total += term;
    if (count > number) {
      chance += term;
      excess += term * (count - number);
    }
    term *= count / mean;
  }
  return { chance: chance / total, excess: excess / total };
}
