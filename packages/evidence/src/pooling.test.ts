import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideAbove, disagreementIndex, linearPoolMoments, logPoolNormal, type Opinion } from "./pooling.ts";

/** What was said of the rent of Colossus 1, per GPU-hour, before and after the filing. */
const rents: Opinion[] = [
  { mean: 2.6, sd: 0.4, weight: 0.5 },
  { mean: 5.27, sd: 0.3, weight: 0.5 },
];

const opinion = fc.record({
  mean: fc.integer({ min: -50, max: 50 }),
  sd: fc.integer({ min: 1, max: 20 }),
  weight: fc.integer({ min: 1, max: 9 }),
});

describe("two sources far apart", () => {
  it("are one wide belief in the linear pool, and a narrow one between them in the logarithmic", () => {
    const linear = linearPoolMoments(rents);
    expect(linear.mean).toBeCloseTo(3.935, 12);
    expect(linear.sd).toBeCloseTo(1.38102317142, 10);
    const logarithmic = logPoolNormal(rents);
    expect(logarithmic.mean).toBeCloseTo(4.3088, 12);
    expect(logarithmic.sd).toBeCloseTo(0.33941125497, 10);
  });

  it("ask for a decision", () => {
    expect(disagreementIndex(rents)).toBeCloseTo(0.9344, 3);
    expect(disagreementIndex(rents)).toBeGreaterThan(decideAbove);
  });
});

describe("any sources", () => {
  it("have a linear pool whose moments are those of the mixture, and do not care for order or scale of weights", () => {
    fc.assert(
      fc.property(fc.array(opinion, { minLength: 1, maxLength: 6 }), (opinions) => {
        const { mean, sd } = linearPoolMoments(opinions);
        const weights = opinions.reduce((sum, { weight }) => sum + weight, 0);
        const square = opinions.reduce((sum, each) => sum + each.weight * (each.sd ** 2 + each.mean ** 2), 0) / weights;
        expect(mean ** 2 + sd ** 2).toBeCloseTo(square, 8);
        const again = linearPoolMoments(
          opinions.toReversed().map((each) => ({ ...each, weight: each.weight / weights })),
        );
        expect(again.mean).toBeCloseTo(mean, 9);
        expect(again.sd).toBeCloseTo(sd, 9);
      }),
    );
  });

  it("are no wider in the logarithmic pool than the widest, with weights of 1 in sum", () => {
    fc.assert(
      fc.property(fc.array(opinion, { minLength: 1, maxLength: 6 }), (opinions) => {
        const weights = opinions.reduce((sum, { weight }) => sum + weight, 0);
        const { mean, sd } = logPoolNormal(opinions.map((each) => ({ ...each, weight: each.weight / weights })));
        expect(sd).toBeLessThanOrEqual(Math.max(...opinions.map((each) => each.sd)) + 1e-9);
        expect(mean).toBeGreaterThanOrEqual(Math.min(...opinions.map((each) => each.mean)) - 1e-9);
        expect(mean).toBeLessThanOrEqual(Math.max(...opinions.map((each) => each.mean)) + 1e-9);
      }),
    );
  });

  it("that say the same do not disagree", () => {
    fc.assert(
      fc.property(opinion, fc.integer({ min: 1, max: 5 }), (one, count) => {
        expect(disagreementIndex(Array.from({ length: count }, () => one))).toBe(0);
      }),
    );
  });
});

describe("nothing, and certainty", () => {
  it("has no pool without sources", () => {
    expect(linearPoolMoments([]).mean).toBeNaN();
    expect(logPoolNormal([])).toEqual({ mean: NaN, sd: NaN });
    expect(disagreementIndex([{ mean: 1, sd: 0, weight: 1 }])).toBeNaN();
  });

  it("decides alone, unless two contradict each other", () => {
    expect(logPoolNormal([...rents, { mean: 5, sd: 0, weight: 0.1 }])).toEqual({ mean: 5, sd: 0 });
    const both = [4, 6].map((mean) => ({ mean, sd: 0, weight: 1 }));
    expect(logPoolNormal(both).sd).toBeNaN();
    expect(logPoolNormal([...rents, { mean: 9, sd: 0, weight: 0 }]).mean).toBeCloseTo(4.3088, 12);
  });
});
