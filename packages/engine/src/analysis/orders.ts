/** Orders in which groups of inputs become known, and the sets whose conditional variances they compare. */
import { mix32 } from "../sampling/index.ts";

/** What to evaluate for a block of points, and how it adds up to each group's effect. */
export interface Comparison {
  /** Sets of known groups, the empty one first. The set of all is not among them: there nothing is left to vary. */
  readonly known: readonly ReadonlySet<number>[];
  /** For each group, the weight of each set's remaining variance in its effect. */
  readonly weights: readonly Float64Array[];
}

/**
 * All orders at once: the effect of a group is the mean, over all orders, of what it takes away from the remaining variance.
 * 2^groups - 1 sets. Source: A. Owen, "Sobol' indices and Shapley value", 2014, equation 2.
 */
export function allOrders(groups: number): Comparison {
  const sets = 2 ** groups - 1;
  const members = (set: number): number[] => Array.from({ length: groups }, (_, i) => i).filter((i) => (set >> i) & 1);
  const weights = Array.from({ length: groups }, () => new Float64Array(sets));
  for (let set = 0; set < sets; set++) {
    const size = members(set).length;
    // |S|! (g - |S| - 1)! / g!: the share of orders in which exactly S comes before the group.
    const before = 1 / (groups * choose(groups - 1, size));
    const after = 1 / (groups * choose(groups - 1, size - 1));
    for (const [group, row] of weights.entries()) row[set] = (set >> group) & 1 ? -after : before;
  }
  return { known: Array.from({ length: sets }, (_, set) => new Set(members(set))), weights };
}

/** One order: as many sets as groups. */
export function oneOrder(order: readonly number[]): Comparison {
  const weights = order.map(() => new Float64Array(order.length));
  for (const [place, group] of order.entries()) {
    const row = weights[group];
    if (row === undefined) continue;
    row[place] = 1;
    // The last one leaves nothing, and its set is not evaluated.
    if (place + 1 < order.length) row[place + 1] = -1;
  }
  return { known: order.map((_, place) => new Set(order.slice(0, place))), weights };
}

/** A random order of 0 to size - 1, the same for equal seeds. Source: Fisher and Yates, in Durstenfeld's form. */
export function randomOrder(size: number, seed: number): number[] {
  const order = Array.from({ length: size }, (_, index) => index);
  for (let last = size - 1; last > 0; last--) {
    const other = Math.floor((mix32(seed, last) / 2 ** 32) * (last + 1));
    const [left = 0, right = 0] = [order[last], order[other]];
    order[last] = right;
    order[other] = left;
  }
  return order;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return Math.round(ways);
}
