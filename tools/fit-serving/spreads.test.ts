import { constantTable, levelFamilies } from "@underwatt/compute";
import { describe, expect, it } from "vitest";
import { constantNames } from "./design.ts";
import { baseSpread, chosenScales, spreadsOf } from "./spreads.ts";

describe("spreads", () => {
  it("are positive for every constant, and for families that exist", () => {
    const spreads = spreadsOf(chosenScales);
    expect(Object.keys(spreads).sort()).toEqual(Object.keys(constantTable).sort());
    for (const name of constantNames) {
      expect(baseSpread(name)).toBeGreaterThan(0);
      for (const [family, sd] of Object.entries(spreads[name])) {
        expect(levelFamilies).toContain(family);
        expect(sd).toBeGreaterThan(0);
      }
    }
  });

  it("scale by how broad a family is, and apart for what only the first token knows", () => {
    const twice = spreadsOf({ ...chosenScales, cell: 2 * chosenScales.cell });
    const own = spreadsOf(chosenScales);
    expect(twice.linear.cell).toBeCloseTo(2 * (own.linear.cell ?? NaN), 12);
    expect(twice.linear.engine).toBe(own.linear.engine);
    expect(twice.front.cell).toBe(own.front.cell);
  });
});
