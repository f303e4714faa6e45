/** A discrete distribution: a few values, each with its probability, such as a clause that holds or does not. */
import { demand, type Distribution } from "./distribution.ts";
import { checkedWeights } from "./weights.ts";

/**
 * The `values`, in any order, with their `weights`, which must sum to 1 within 1e-9.
 * They are sorted by value, so that a higher `u` never gives a lower value.
 */
export function discrete(values: readonly number[], weights: readonly number[]): Distribution {
  for (const value of values) demand(Number.isFinite(value), `discrete: a value must be a finite number, got ${value}`);
  const shares = checkedWeights("discrete", weights, values.length);
  const atoms = values
    .map((value, i) => ({ value, weight: shares[i] ?? 0 }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => one.value - other.value);
  const expected = (f: (value: number) => number) => atoms.reduce((sum, atom) => sum + atom.weight * f(atom.value), 0);

  const lowest = Math.min(...atoms.map(({ value }) => value));
  const highest = Math.max(...atoms.map(({ value }) => value));
  // Measured from the lowest value, so that a single value is its own mean to the last bit.
  const mean = lowest + expected((value) => value - lowest);
  return {
    family: "discrete",
    parameters: Object.fromEntries(
      values.flatMap((value, i) => [
        [`value${i + 1}`, value],
        [`weight${i + 1}`, weights[i] ?? 0],
      ]),
    ),
    support: [lowest, highest],
    mean,
    variance: expected((value) => (value - mean) ** 2),
    cdf(x) {
      if (x >= highest) return 1;
      return expected((value) => (value <= x ? 1 : 0));
    },
    quantile(u) {
      let reached = 0;
      for (const { value, weight } of atoms) {
        reached += weight;
        if (reached >= u) return value;
      }
      return highest;
    },
  };
}
