import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  act360,
  act365Fixed,
  actActIsda,
  dayCounts,
  npv,
  parseDate,
  xirr,
  xirrRoots,
  xnpv,
  type DatedFlow,
} from "../index.ts";

function flows(...list: readonly [string, number][]): DatedFlow[] {
  return list.map(([date, amount]) => ({ day: parseDate(date) ?? NaN, amount }));
}

const excel = flows(
  ["2008-01-01", -10_000],
  ["2008-03-01", 2750],
  ["2008-10-30", 4250],
  ["2009-02-15", 3250],
  ["2009-04-01", 2750],
);

const mathworks = flows(
  ["2007-01-12", -10_000],
  ["2008-02-14", 2500],
  ["2008-03-03", 2000],
  ["2008-06-14", 3000],
  ["2008-12-01", 4000],
);

describe("published", () => {
  test("Microsoft Excel documentation, XIRR and XNPV", () => {
    expect(xirr(excel)).toBeCloseTo(0.373362535, 8);
    expect(xnpv(0.09, excel)).toBeCloseTo(2086.65, 2);
  });

  test("MathWorks xirr documentation, by day count (pyxirr test suite)", () => {
    expect(xirr(mathworks)).toBeCloseTo(0.10064378342638, 10);
    expect(xirr(mathworks, { dayCount: act360 })).toBeCloseTo(0.0991988898057063, 10);
    expect(xirr(mathworks, { dayCount: actActIsda })).toBeCloseTo(0.10074, 5);
  });

  test("pyxirr test suite, unordered.csv: dates in any order", () => {
    const unordered = flows(
      ["2015-06-11", -1000],
      ["2015-07-21", -9000],
      ["2018-06-10", 20_000],
      ["2015-10-17", -3000],
    );
    expect(xirr(unordered)).toBeCloseTo(0.16353715844, 10);
    expect(xnpv(0.1, unordered)).toBeCloseTo(2218.42566365675, 8);
    expect(xnpv(0.1, unordered.toReversed())).toBeCloseTo(2218.42566365675, 8);
  });

  test("ExcelFinancialFunctions issue 27: near total loss", () => {
    expect(xirr(flows(["2020-07-03", -177_900_000], ["2021-02-25", 8_799_805.85]))).toBeCloseTo(-0.990247691899517, 10);
  });

  test("java-xirr issue 14: Newton from 10 % does not converge", () => {
    const issue = flows(
      ["2018-08-30", -1_498_500],
      ["2018-08-30", -1500],
      ["2019-01-10", -499_500],
      ["2019-01-10", -500],
      ["2019-03-07", -499_500],
      ["2019-03-07", -500],
      ["2019-03-19", -44_955_000],
      ["2019-03-19", -45_000],
      ["2019-03-31", 44_630_158.4897253],
      ["2019-03-31", 44_674.8333230484],
    );
    expect(xirr(issue)).toBeCloseTo(-0.724636607244611, 7);
  });
});

describe("undefined stays undefined", () => {
  test("no change of sign, one day only, no flows, not a number", () => {
    expect(xirr(flows(["2026-01-01", 1], ["2027-01-01", 2]))).toBeNaN();
    expect(xirr(flows(["2026-01-01", -1], ["2026-01-01", 2]))).toBeNaN();
    expect(xirr([])).toBeNaN();
    expect(xirr(flows(["2026-01-01", -1], ["2026-13-01", 2]))).toBeNaN();
    expect(xirrRoots(flows(["2026-01-01", -1], ["2027-01-01", NaN]))).toMatchObject({ roots: [], chosen: undefined });
    expect(xnpv(-1, excel)).toBeNaN();
  });
});

describe("properties", () => {
  const datedFlows = fc.array(
    fc.record({ day: fc.integer({ min: 0, max: 7300 }), amount: fc.integer({ min: -1000, max: 1000 }) }),
    { minLength: 2, maxLength: 30 },
  );

  test("every root makes the present value vanish, whatever the convention, and the chosen one is among them", () => {
    let seen = 0;
    fc.assert(
      fc.property(datedFlows, fc.constantFrom(...dayCounts), (list, dayCount) => {
        const { roots, signChanges, chosen } = xirrRoots(list, { dayCount });
        expect(roots.length).toBeLessThanOrEqual(signChanges);
        expect(chosen === undefined ? roots.length === 0 : roots.includes(chosen)).toBe(true);
        for (const root of roots) {
          const size = xnpv(
            root,
            list.map(({ day, amount }) => ({ day, amount: Math.abs(amount) })),
            dayCount,
          );
          // A double rounds rates near -1 coarsely: the slack grows with the steepness there.
          if (root < -0.999 || !Number.isFinite(size)) continue;
          seen++;
          expect(Math.abs(xnpv(root, list, dayCount)) / size).toBeLessThan(1e-9);
        }
      }),
    );
    expect(seen).toBeGreaterThan(20);
  });

  test("a rate built in is found again, flows in any order and of any scale", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.9, max: 5, noNaN: true }),
        fc.uniqueArray(
          fc.record({ day: fc.integer({ min: 1, max: 5000 }), amount: fc.integer({ min: 1, max: 999 }) }),
          {
            minLength: 1,
            maxLength: 20,
            selector: ({ day }) => day,
          },
        ),
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        (rate, receipts, scale) => {
          const price = receipts.reduce((sum, { day, amount }) => sum + amount * (1 + rate) ** (-day / 365), 0);
          const list = [...receipts, { day: 0, amount: -price }];
          expect(xirr(list)).toBeCloseTo(rate, 8);
          const scaled = list.map(({ day, amount }) => ({ day: day + 12_345, amount: amount * scale })).toReversed();
          expect(xirr(scaled)).toBeCloseTo(rate, 8);
        },
      ),
    );
  });

  test("yearly flows of 365 days agree with the periodic functions", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 20 }), (amounts) => {
        const list = amounts.map((amount, t) => ({ day: 365 * t, amount }));
        expect(xnpv(0.07, list, act365Fixed)).toBeCloseTo(npv(0.07, amounts), 8);
        expect(npv(0.07, amounts, 1) * 1.07).toBeCloseTo(npv(0.07, amounts, 0), 8);
      }),
    );
  });
});
