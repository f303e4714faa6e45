import { describe, expect, it } from "vitest";
import { disagreements, type ClaimedRange } from "./disagreement.ts";

function range(id: string, low: number, high = low, more: Partial<ClaimedRange> = {}): ClaimedRange {
  return { id, about: "lease", quantity: "rent", unit: "", low, high, ...more };
}

function between(...ranges: ClaimedRange[]): readonly (readonly string[])[] {
  return disagreements(ranges).map((found) => found.between);
}

describe("claims about one quantity", () => {
  it.each<[string, ClaimedRange[], string[][]]>([
    ["two values", [range("b", 5), range("a", 6)], [["a", "b"]]],
    ["one value, rounded differently", [range("a", 2.594), range("b", 2.6)], []],
    ["overlapping intervals", [range("a", 4, 5), range("b", 5, 6)], []],
    ["intervals apart", [range("a", 4, 5), range("b", 5.1, 6)], [["a", "b"]]],
    ["a value above its floor", [range("a", 100, Infinity), range("b", 150)], []],
    ["a value below its floor", [range("a", 100, Infinity), range("b", 50)], [["a", "b"]]],
    ["a value above its ceiling", [range("a", -Infinity, 100), range("b", 150)], [["a", "b"]]],
    ["a floor and a ceiling that meet", [range("a", 90, Infinity), range("b", -Infinity, 100)], []],
    ["nothing known", [range("a", -Infinity, Infinity), range("b", 3)], []],
    ["negative values", [range("a", -5), range("b", -6)], [["a", "b"]]],
    ["zero and something", [range("a", 0), range("b", 1)], [["a", "b"]]],
    ["zero and zero", [range("a", 0), range("b", 0)], []],
  ])("%s", (_, ranges, found) => {
    expect(between(...ranges)).toEqual(found);
    expect(between(...ranges.toReversed())).toEqual(found);
  });

  it("names only those that do not meet another", () => {
    expect(between(range("c", 9), range("all", 1, 10), range("a", 2))).toEqual([["a", "c"]]);
  });

  it("are not compared across subjects, quantities or units", () => {
    expect(between(range("a", 1), range("b", 2, 2, { about: "sale" }))).toEqual([]);
    expect(between(range("a", 1), range("b", 2, 2, { quantity: "fee" }))).toEqual([]);
    expect(between(range("a", 1), range("b", 2, 2, { unit: "USD" }))).toEqual([]);
  });

  it("come in alphabetical order of subject and quantity", () => {
    const pair = (about: string): ClaimedRange[] => [
      range(`${about}1`, 1, 1, { about }),
      range(`${about}2`, 2, 2, { about }),
    ];
    expect(disagreements([...pair("z"), ...pair("a")]).map(({ about }) => about)).toEqual(["a", "z"]);
  });
});
