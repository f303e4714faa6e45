import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { farthest } from "./debt.fixture.ts";
import { dsraTarget } from "./reserve.ts";

describe("the reserve's target", () => {
  it("is the debt service of the coming months, and nothing at the end", () => {
    expect(dsraTarget([1, 2, 3, 4], { months: 2, basis: "next-months" })).toEqual([3, 5, 7, 4, 0]);
    expect(dsraTarget([12, 24], { months: 6, basis: "share-of-next-year" })).toEqual([18, 12, 0]);
    expect(dsraTarget([], { months: 6, basis: "next-months" })).toEqual([0]);
  });

  it("counts periods longer than a month, and parts of them", () => {
    expect(dsraTarget([10, 20, 30], { months: 6, basis: "next-months", periodsPerYear: 4 })).toEqual([30, 50, 30, 0]);
    expect(dsraTarget([10, 20], { months: 6, basis: "next-months", periodsPerYear: 1 })).toEqual([5, 10, 0]);
    expect(dsraTarget([10, 20], { months: 6, basis: "share-of-next-year", periodsPerYear: 1 })).toEqual([5, 10, 0]);
  });

  it("is the same by either basis for level debt service, but for the last year", () => {
    fc.assert(
      fc.property(fc.integer({ min: 13, max: 60 }), fc.integer({ min: 1, max: 12 }), (periods, months) => {
        const level = Array.from({ length: periods }, () => 7);
        const [next, year] = (["next-months", "share-of-next-year"] as const).map((basis) =>
          dsraTarget(level, { months, basis }).slice(0, periods - 12),
        );
        expect(farthest(next ?? [], year ?? [], 7)).toBeLessThan(1e-12);
      }),
    );
  });
});
