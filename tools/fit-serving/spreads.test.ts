import { constantNames, levelFamilies, type ConstantName, type LevelFamily } from "@underwatt/compute";
import { describe, expect, it } from "vitest";
import { baseSpread, chosenScales, spreadsOf } from "./spreads.ts";

describe("spreads", () => {
  it("are positive for every constant, and for families that exist", () => {
    const spreads = spreadsOf(chosenScales);
    for (const name of constantNames) {
      expect(baseSpread(name)).toBeGreaterThan(0);
      for (const [family, sd] of spreads(name)) {
        expect(levelFamilies).toContain(family);
        expect(sd).toBeGreaterThan(0);
      }
    }
  });

  it("scale by how broad a family is, and apart for what only the first token knows", () => {
    const twice = spreadsOf({ ...chosenScales, cell: 2 * chosenScales.cell });
    const own = spreadsOf(chosenScales);
    const ratio = (constant: ConstantName, wanted: LevelFamily): number => {
      const of = (spreads: typeof own): number => spreads(constant).find(([family]) => family === wanted)?.[1] ?? NaN;
      return of(twice) / of(own);
    };
    expect(ratio("linear", "cell")).toBeCloseTo(2, 12);
    expect(ratio("linear", "engine")).toBe(1);
    expect(ratio("front", "cell")).toBe(1);
  });
});
