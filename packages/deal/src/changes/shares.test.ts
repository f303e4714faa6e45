import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostTogether, shareOut } from "./shares.ts";

type Game = (moved: ReadonlySet<number>) => number;

async function amountsOf(days: readonly (number | undefined)[], game: Game): Promise<readonly number[]> {
  // oxlint-disable-next-line typescript/require-await
  return (await shareOut(days, async (moved) => game(moved))).amounts;
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
/** A game without any order in it: a value for each set of up to twelve, as if by chance. */
const chance = (moved: ReadonlySet<number>): number => Math.sin(1 + sum([...moved].map((index) => 2.3 ** index)));

describe("shares", () => {
  it("of a sum are its terms, however many and on whatever days", async () => {
    const term = fc.tuple(fc.integer({ min: -99, max: 99 }), fc.option(fc.integer({ min: 1, max: 4 })));
    await fc.assert(
      fc.asyncProperty(fc.array(term, { maxLength: 12 }), async (terms) => {
        const days = terms.map(([, day]) => day ?? undefined);
        const amounts = await amountsOf(days, (moved) => sum([...moved].map((index) => terms[index]?.[0] ?? 0)));
        for (const [index, [size]] of terms.entries()) expect(amounts[index]).toBeCloseTo(size, 9);
      }),
    );
  });

  it("add up to the whole change of any game", async () => {
    const days = fc.array(fc.option(fc.integer({ min: 1, max: 3 })), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(days, async (given) => {
        const amounts = await amountsOf(
          given.map((day) => day ?? undefined),
          chance,
        );
        expect(sum(amounts)).toBeCloseTo(chance(new Set(given.keys())) - chance(new Set()), 9);
      }),
    );
  });

  it("of the glove game are the published ones: two thirds to the only left glove, a sixth to each right one", async () => {
    const pair = (moved: ReadonlySet<number>): number => (moved.has(0) && (moved.has(1) || moved.has(2)) ? 1 : 0);
    const amounts = await amountsOf([1, 1, 1], pair);
    for (const [index, share] of [2 / 3, 1 / 6, 1 / 6].entries()) expect(amounts[index]).toBeCloseTo(share, 12);
  });

  it("do not depend on the order in which movers stand", async () => {
    const order = [3, 0, 4, 2, 1];
    const straight = await amountsOf([1, 1, 1, 1, 1], chance);
    const turned = await amountsOf([1, 1, 1, 1, 1], (moved) =>
      chance(new Set([...moved].map((at) => order[at] ?? -1))),
    );
    for (const [at, index] of order.entries()) expect(turned[at]).toBeCloseTo(straight[index] ?? NaN, 12);
  });

  it("say how they were found: all orders for a few, day by day for more, in a row for a long day", async () => {
    const method = async (days: readonly (number | undefined)[]): Promise<string> =>
      // oxlint-disable-next-line typescript/require-await
      (await shareOut(days, async (moved) => moved.size)).method;
    const few = Array.from({ length: mostTogether }, () => 1);
    expect(await method(few)).toBe("shapley");
    expect(await method([...few, 2])).toBe("by-day");
    expect(await method([...few, 1])).toBe("in-a-row");
  });

  it("are not numbers where a state has no value", async () => {
    expect(await amountsOf([1], ({ size }) => (size === 0 ? 1 : NaN))).toEqual([NaN]);
  });
});
