import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { irr, irrRoots, npv } from "./index.ts";

/** numpy-financial, TestIrr.test_gh_39: late outlays, several roots. */
const lateOutlays = [
  -217500.0, -217500.0, 108466.80462450592, 101129.96439328062, 93793.12416205535, 86456.28393083003, 79119.44369960476,
  71782.60346837944, 64445.76323715414, 57108.92300592884, 49772.08277470355, 42435.24254347826, 35098.40231225296,
  27761.56208102766, 20424.721849802358, 13087.88161857707, 5751.041387351768, -1585.7988438735192, -8922.639075098821,
  -16259.479306324123, -23596.31953754941, -30933.159768774713, -38270.0, -45606.8402312253, -52943.680462450604,
  -60280.520693675906, -67617.36092490121,
];

describe("published", () => {
  test.each([
    ["numpy-financial test_basic_values", [-150000, 15000, 25000, 35000, 45000, 60000], 0.0524, 5e-5],
    ["numpy-financial test_basic_values", [-100, 0, 0, 74], -0.0955, 5e-5],
    ["numpy-financial test_basic_values", [-100, 39, 59, 55, 20], 0.28095, 5e-6],
    ["numpy-financial test_basic_values", [-100, 100, 0, -7], -0.0833, 5e-5],
    ["numpy-financial test_gh_39", lateOutlays, 0.12, 1e-10],
    ["numpy-financial test_gh_44", [-1678.87, 771.96, 1814.05, 3520.3, 3552.95, 3584.99, 4789.91, -1], 1.00426, 2e-5],
    ["formulajs IRR", [-75000, 12000, 15000, 18000, 21000, 24000], 0.05715142887178467, 1e-12],
    [
      "formulajs IRR",
      [-9765000, -24338874, -3354506, 814300, 1595562, 1975118, 1688159, 391944],
      -0.33923419058193316,
      1e-9,
    ],
  ])("%s %j", (_, flows, expected, tolerance) => {
    expect(Math.abs(irr(flows) - expected)).toBeLessThan(tolerance);
  });

  test("J. Lorie and L. Savage, Journal of Business 28 (1955): the pump with rates of 25 % and 400 %", () => {
    const { roots, signChanges, norstrom, chosen } = irrRoots([-1600, 10_000, -10_000]);
    expect(roots).toHaveLength(2);
    expect(roots[0]).toBeCloseTo(0.25, 12);
    expect(roots[1]).toBeCloseTo(4, 12);
    expect({ signChanges, norstrom }).toEqual({ signChanges: 2, norstrom: false });
    expect(chosen).toBe(roots[0]);
  });
});

describe("undefined stays undefined", () => {
  test.each([[[]], [[5]], [[0, 0, 0]], [[1, 2, 3]], [[-1, 0, -2]], [[1, -3, 2.5]], [[-1, NaN, 2]], [[-1, Infinity]]])(
    "%j",
    (flows) => {
      expect(irr(flows)).toBeNaN();
      expect(irrRoots(flows)).toMatchObject({ roots: [], chosen: undefined });
    },
  );

  test("and the reason is given", () => {
    expect(irrRoots([1, 2]).why).toBe("the flows never change sign");
    expect(irrRoots([1, -3, 2.5]).why).toBe("no rate makes the present value zero");
    expect(irrRoots([1, NaN]).why).toBe("a flow is not a finite number");
    expect(irrRoots([1, -2], { times: [1, 1] }).why).toBe("the times do not increase");
  });
});

describe("several roots", () => {
  test("a root the present value only touches is found, once", () => {
    expect(irrRoots([-100, 220, -121]).roots).toEqual([expect.closeTo(0.1, 9)]);
    expect(irr([-100, 220, -121])).toBeCloseTo(0.1, 9);
    expect(irrRoots([1, -4, 6, -4, 1]).roots).toEqual([expect.closeTo(0, 3)]);
  });

  test("two roots a ten-thousandth apart are told apart", () => {
    const { roots } = irrRoots(withRoots([0.1, 0.1001]));
    expect(roots).toEqual([expect.closeTo(0.1, 9), expect.closeTo(0.1001, 9)]);
  });

  test("a venture that repays its outlay is quoted its smallest positive rate, though a negative one is nearer zero", () => {
    const flows = withRoots([-0.05, 0.3, 2]).map((flow) => -flow);
    expect(irr(flows)).toBeCloseTo(irrRoots(flows).chosen ?? NaN, 12);
    const decommissioned = [-100, 150, 0, -20];
    const { roots, chosen } = irrRoots(decommissioned);
    expect(chosen).toBe(roots.find((root) => root > 0));
    expect(irr(decommissioned, { policy: "nearest" })).toBeCloseTo(chosen ?? NaN, 12);
    expect(irr(lateOutlays)).toBeCloseTo(0.12, 10);
    expect(irr(lateOutlays, { policy: "nearest" })).toBeCloseTo(-0.0181, 4);
    expect(irr(lateOutlays, { policy: "nearest", guess: 0.1 })).toBeCloseTo(0.12, 10);
  });

  test("a prepayment before the outlay does not turn the venture into a loan", () => {
    const flows = [5, -1000, 300, 300, 300, 300, 300];
    expect(irrRoots(flows).roots).toHaveLength(2);
    expect(irr(flows)).toBeCloseTo(0.15484, 5);
  });
});

describe("properties", () => {
  const amounts = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 60 });

  test("at every root the present value is rounding, and roots are no more than sign changes", () => {
    let seen = 0;
    fc.assert(
      fc.property(amounts, (flows) => {
        const { roots, signChanges, norstrom } = irrRoots(flows);
        expect(roots.length).toBeLessThanOrEqual(signChanges);
        if (norstrom) expect(roots.filter((root) => root > 0)).toHaveLength(1);
        for (const root of roots) {
          // Near -1 the spacing of doubles in 1 + rate, not the solver, sets the residue.
          if (root < -0.9) continue;
          seen++;
          expect(Math.abs(npv(root, flows)) / npv(root, flows.map(Math.abs))).toBeLessThan(1e-11);
        }
      }),
    );
    expect(seen).toBeGreaterThan(50);
  });

  test("all rates built in are found, and no other", () => {
    const logs = fc.uniqueArray(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(logs, (tenths) => {
        const rates = tenths.map((tenth) => Math.expm1(tenth / 10)).sort((a, b) => a - b);
        expect(irrRoots(withRoots(rates)).roots).toEqual(rates.map((rate) => expect.closeTo(rate, 6)));
      }),
    );
  });

  test("between two neighbouring roots, and outside them, the present value keeps its sign", () => {
    fc.assert(
      fc.property(amounts, fc.double({ min: -0.6, max: 3, noNaN: true }), (flows, rate) => {
        const { roots } = irrRoots(flows);
        const next = roots.find((root) => root > rate) ?? Infinity;
        if (roots.some((root) => Math.abs(Math.log1p(root) - Math.log1p(rate)) < 1e-3)) return;
        const other = Math.min(rate + 0.3 * (1 + rate), (rate + next) / 2);
        const values = [npv(rate, flows), npv(other, flows)];
        const noise = 1e-12 * npv(rate, flows.map(Math.abs));
        if (values.every((value) => Math.abs(value) > noise)) {
          expect(Math.sign(values[0] ?? NaN)).toBe(Math.sign(values[1] ?? NaN));
        }
      }),
    );
  });

  test("a known rate is recovered from months of noisy margins", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.03, max: 0.2, noNaN: true }),
        fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 360 }),
        (rate, margins) => {
          const flows = Float64Array.of(-npv(rate, [0, ...margins]), ...margins);
          expect(irr(flows)).toBeCloseTo(rate, 10);
        },
      ),
    );
  });

  test("the fast way and the full search agree, under both policies", () => {
    fc.assert(
      fc.property(amounts, fc.constantFrom("economic" as const, "nearest" as const), (flows, policy) => {
        const full = irrRoots(flows, { policy }).chosen ?? NaN;
        // A total of a few roundings from zero could tip the choice; whole amounts cannot do that.
        const fast = irr(flows, { policy });
        if (Number.isNaN(full)) expect(fast).toBeNaN();
        else expect(Math.log1p(fast)).toBeCloseTo(Math.log1p(full), 6);
      }),
      { numRuns: 1000 },
    );
  });

  test("neither scale nor the side of the table matters, and a series read backwards has the inverse rates", () => {
    fc.assert(
      fc.property(amounts, fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (flows, scale) => {
        const { roots, chosen } = irrRoots(flows);
        const logs = roots.map((root) => expect.closeTo(Math.log1p(root), 6));
        const logRoots = (series: number[]) => irrRoots(series).roots.map(Math.log1p);
        expect(logRoots(flows.map((flow) => flow * scale))).toEqual(logs);
        expect(irrRoots(flows.map((flow) => -flow)).chosen).toBe(chosen);
        const backwards = logRoots(flows.toReversed()).map((log) => 0 - log);
        expect(backwards.toReversed()).toEqual(logs);
      }),
    );
  });
});

/** Flows whose present value is Π (v (1 + rate) - 1), v the discount factor. */
function withRoots(rates: readonly number[]): number[] {
  return rates.reduce<number[]>(
    (flows, rate) => flows.concat(0).map((flow, t) => (flows[t - 1] ?? 0) * (1 + rate) - flow),
    [1],
  );
}
