import { expect, it } from "vitest";
import { allOrders, oneOrder, randomOrder, type Comparison } from "./orders.ts";

/** Each group's effect, given the variance that each set of known groups leaves. */
const effects = ({ known, weights }: Comparison, left: (known: ReadonlySet<number>) => number): number[] =>
  weights.map((row) => known.reduce((sum, set, place) => sum + (row[place] ?? NaN) * left(set), 0));

it("one order takes from the remaining variance group by group", () => {
  const comparison = oneOrder([2, 0, 1]);
  expect(comparison.known).toEqual([new Set(), new Set([2]), new Set([2, 0])]);
  expect(effects(comparison, ({ size }) => [10, 6, 1][size] ?? NaN)).toEqual([5, 1, 4]);
});

it("all orders together are the mean of every one", () => {
  const left = (known: ReadonlySet<number>): number => [...known].reduce((rest, group) => rest / (group + 2), 7);
  const every = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ].map((order) => effects(oneOrder(order), left));
  for (const [group, effect] of effects(allOrders(3), left).entries())
    expect(effect).toBeCloseTo(every.reduce((sum, each) => sum + (each[group] ?? NaN), 0) / 6, 12);
});

it("random orders are permutations, all equally likely", () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 6000; seed++) {
    const order = randomOrder(3, seed);
    counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(["0,1,2", "0,2,1", "1,0,2", "1,2,0", "2,0,1", "2,1,0"]);
  // Five standard deviations of a binomial count about 1000.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
