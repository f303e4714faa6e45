import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capByGearing, interestDuringConstruction } from "./gearing.ts";

// Nothing, or a billionth of a dollar and more: near 5e-324 doubles keep no twelve digits, and a relative bound means nothing.
const cost = fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e11, noNaN: true }));
const share = fc.double({ min: 0, max: 0.3, noNaN: true });

describe("debt capped by gearing", () => {
  it("satisfies its own equation without going round in circles", () => {
    fc.assert(
      fc.property(
        cost,
        fc.double({ min: 0, max: 1, noNaN: true }),
        share,
        share,
        share,
        (spent, gearing, fees, idc, reserve) => {
          const found = capByGearing({ cost: spent, gearing, fees, interestDuringConstruction: idc, reserve });
          expect(Math.abs(found.debt - gearing * found.uses)).toBeLessThanOrEqual(1e-12 * found.uses);
          expect(Math.abs(found.debt + found.equity - found.uses)).toBeLessThanOrEqual(1e-12 * found.uses);
          const parts = spent + found.fees + found.interestDuringConstruction + found.reserve;
          expect(Math.abs(parts - found.uses)).toBeLessThanOrEqual(1e-12 * found.uses);
          expect(found.binding).toBe("gearing");
        },
      ),
    );
  });

  it("comes to what iterating the circle comes to", () => {
    let debt = 0;
    for (let round = 0; round < 200; round++) debt = 0.7 * (1000 + (0.02 + 0.05 + 0.06) * debt);
    const terms = { cost: 1000, gearing: 0.7, fees: 0.02, interestDuringConstruction: 0.05, reserve: 0.06 };
    expect(capByGearing(terms).debt).toBeCloseTo(debt, 9);
  });

  it("names what holds it down", () => {
    const terms = { cost: 100, gearing: 0.6, fees: 0.1 };
    expect(capByGearing({ ...terms, capacity: 40 })).toMatchObject({
      debt: 40,
      uses: 104,
      equity: 64,
      binding: "cover",
    });
    expect(capByGearing({ ...terms, capacity: 40 }).gearing).toBeCloseTo(40 / 104, 12);
    expect(capByGearing({ ...terms, capacity: 90 })).toMatchObject({ debt: 60 / 0.94, binding: "gearing" });
    expect(capByGearing({ ...terms, capacity: 0 })).toMatchObject({ debt: 0, equity: 100, binding: "cover" });
  });

  it("has no cap where a loan pays for itself, and no debt without another limit", () => {
    const terms = { cost: 100, gearing: 1, fees: 1 };
    expect(capByGearing({ ...terms, capacity: 50 })).toMatchObject({ debt: 50, binding: "cover" });
    expect(capByGearing(terms).debt).toBeNaN();
    expect(capByGearing({ cost: NaN, gearing: 0.5, capacity: 50 }).debt).toBeNaN();
  });
});

describe("interest before there is revenue", () => {
  it("is paid on what is drawn", () => {
    expect(interestDuringConstruction([0.5, 0.5], 0.01)).toBeCloseTo(0.015, 15);
    expect(interestDuringConstruction([1], 0.01)).toBe(0.01);
    expect(interestDuringConstruction([0.5, 0.5], [0.02, 0.01])).toBeCloseTo(0.02, 15);
  });

  it("needs all of the debt drawn", () => {
    expect(() => interestDuringConstruction([0.5], 0.01)).toThrow("draws come to 0.5 of the debt");
  });
});
