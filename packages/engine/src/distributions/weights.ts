/** Probabilities that go with a list of alternatives, checked once for the families that take them. */
import { demand } from "./distribution.ts";

/**
 * The `weights` scaled to sum to one exactly as far as doubles allow; raises a `DistributionError` naming `family`
 * unless there are `count` of them, none is negative and they sum to 1 within 1e-9.
 */
export function checkedWeights(family: string, weights: readonly number[], count: number): readonly number[] {
  demand(count > 0, `${family}: needs at least one alternative`);
  demand(weights.length === count, `${family}: got ${count} alternatives but ${weights.length} weights`);
  for (const weight of weights) demand(weight >= 0, `${family}: a weight must not be negative, got ${weight}`);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  demand(Math.abs(sum - 1) <= 1e-9, `${family}: the weights must sum to 1, they sum to ${sum}`);
  return weights.map((weight) => weight / sum);
}
