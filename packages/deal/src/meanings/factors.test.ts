import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conversionOf, factorsOf, isQuantity, multiply, named, plain, same, spelled, type Factors } from "./factors.ts";
import { meaningIds, meanings, type MeaningId } from "./table.ts";

function product(ids: readonly MeaningId[]): Factors {
  return ids.map(factorsOf).reduce((whole, part) => multiply(whole, part), plain);
}

describe("the table", () => {
  it("has one name for one product, and factors that are of the table", () => {
    for (const id of meaningIds) {
      expect(named(factorsOf(id)), id).toBe(id);
      for (const factor of meanings[id].factors ?? []) expect(meaningIds, `${id} is of ${factor}`).toContain(factor);
    }
  });

  it("makes a fleet's MFU of a job's by goodput, what runs hold and what training is given, in any order", () => {
    expect(named(product(["allocated-share", "job-mfu", "running-share", "goodput"]))).toBe("fleet-mfu");
    expect(named(product(["job-mfu", "goodput"]))).toBe("run-mfu");
    expect(named(product(["hfu", "model-flops-share"]))).toBe("job-mfu");
    expect(named(product(["job-mfu", "goodput", "allocated-share"]))).toBeUndefined();
  });

  it("divides back", () => {
    expect(named(multiply(factorsOf("run-mfu"), factorsOf("job-mfu"), -1))).toBe("goodput");
    expect(named(multiply(factorsOf("fleet-mfu"), factorsOf("allocated-share"), -1))).toBe("allocated-mfu");
  });
});

describe("a product", () => {
  const someIds = fc.array(fc.constantFrom(...meaningIds), { minLength: 1, maxLength: 6 });

  it("is spelled in meanings that multiply to it, no more than it was made of", () => {
    fc.assert(
      fc.property(someIds, (ids) => {
        const whole = product(ids);
        expect(same(product(spelled(whole)), whole)).toBe(true);
        expect(spelled(whole).length).toBeLessThanOrEqual(ids.length);
      }),
    );
  });

  it("over one of its parts is the other, whatever the order", () => {
    fc.assert(
      fc.property(someIds, someIds, (left, right) => {
        const whole = multiply(product(left), product(right));
        expect(same(whole, multiply(product(right), product(left)))).toBe(true);
        expect(same(multiply(whole, product(right), -1), product(left))).toBe(true);
      }),
    );
  });
});

describe("a conversion", () => {
  it("names every factor that is missing", () => {
    expect(conversionOf(factorsOf("job-mfu"), factorsOf("fleet-mfu"))).toEqual([
      "goodput",
      "running-share",
      "allocated-share",
    ]);
    expect(conversionOf(factorsOf("hfu"), factorsOf("run-mfu"))).toEqual(["model-flops-share", "goodput"]);
  });

  it("does not exist between quantities that no product ties, nor backwards, nor to itself", () => {
    expect(conversionOf(factorsOf("job-mfu"), factorsOf("occupancy"))).toBeUndefined();
    expect(conversionOf(factorsOf("fleet-mfu"), factorsOf("job-mfu"))).toBeUndefined();
    expect(conversionOf(factorsOf("goodput"), factorsOf("goodput"))).toBeUndefined();
  });
});

it("a plain number and an inverse are no quantity", () => {
  expect(isQuantity(plain)).toBe(false);
  expect(isQuantity(multiply(plain, factorsOf("goodput"), -1))).toBe(false);
  expect(isQuantity(factorsOf("goodput"))).toBe(true);
});
