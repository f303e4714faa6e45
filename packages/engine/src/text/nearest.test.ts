import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearest } from "./nearest.ts";

/** Restricted Damerau-Levenshtein distance by its definition, without shortcuts. */
function distance(left: string, right: string): number {
  const [a, b] = [left[0], right[0]];
  if (a === undefined || b === undefined) return left.length + right.length;
  const [restLeft, restRight] = [left.slice(1), right.slice(1)];
  const least = Math.min(
    distance(restLeft, restRight) + (a === b ? 0 : 1),
    distance(restLeft, right) + 1,
    distance(left, restRight) + 1,
  );
  const swapped = left.length > 1 && right.length > 1 && a === right[1] && left[1] === b;
  return swapped ? Math.min(least, distance(left.slice(2), right.slice(2)) + 1) : least;
}

describe("nearest", () => {
  test.each([
    ["GPUz", ["GPU", "USD", "h"], "GPU"],
    ["mnoth", ["month", "yr"], "month"],
    ["anual-rent", ["model.annual-rent", "annual-rent"], "annual-rent"],
    ["price", ["assumptions.price", "prize"], "assumptions.price"],
    ["PRICE", ["price"], "price"],
    ["zebra", ["horse", "cow"], undefined],
    ["", ["a", "b"], undefined],
    ["abc", [], undefined],
    ["cat", ["cut", "bat"], "bat"],
  ])("%s among %j is %s", (text, candidates, expected) => {
    expect(nearest(text, candidates)).toBe(expected);
  });

  test("agrees with the definition of the distance", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 6 }), (text, candidates) => {
        const limit = Math.max(1, Math.floor(text.length / 3));
        const near = candidates.filter((candidate) => distance(text, candidate) <= limit);
        const least = Math.min(...near.map((candidate) => distance(text, candidate)));
        const best = near.filter((candidate) => distance(text, candidate) === least).sort()[0];
        expect(nearest(text, candidates)).toBe(best);
      }),
      { numRuns: 1000 },
    );
  });

  test("hostile lengths take no time", () => {
    const long = "a-".repeat(5000);
    expect(nearest(long, ["a", "b", long.slice(1)])).toBe(long.slice(1));
  });
});
