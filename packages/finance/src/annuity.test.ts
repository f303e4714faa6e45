import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cumipmt, cumprinc, effect, fv, ipmt, nominal, nper, npv, pmt, ppmt, pv, rate } from "./index.ts";

describe("published", () => {
  test("Microsoft Excel documentation: PMT, NPV", () => {
    expect(pmt(0.08 / 12, 10, 10_000)).toBeCloseTo(-1037.03, 2);
    expect(pmt(0.08 / 12, 10, 10_000, 0, "begin")).toBeCloseTo(-1030.16, 2);
    expect(pmt(0.06 / 12, 18 * 12, 0, 50_000)).toBeCloseTo(-129.0811608679973, 9);
    expect(npv(0.1, [-10_000, 3000, 4200, 6800], 1)).toBeCloseTo(1188.44, 2);
  });

  test("numpy-financial test suite", () => {
    expect(pmt(0.08 / 12, 60, 15_000)).toBeCloseTo(-304.1459143262052, 9);
    expect(pmt(0, 60, 15_000)).toBe(-250);
    expect(ppmt(0.1 / 12, 1, 60, 55_000)).toBeCloseTo(-710.2541257864217, 9);
    expect(fv(0.075, 20, -2000)).toBeCloseTo(86_609.36267304292, 6);
    expect(pv(0.07, 20, 12_000)).toBeCloseTo(-127_128.17094619393, 6);
    expect(rate(10, 0, -3500, 10_000)).toBeCloseTo(0.1106908537142689, 10);
    expect(nper(0.075, -2000, 0, 100_000)).toBeCloseTo(21.5449442, 7);
    expect(npv(0.05, [-15_000, 1500, 2500, 3500, 4500, 6000])).toBeCloseTo(122.89, 2);
  });

  test("formulajs test suite: RATE, CUMIPMT, CUMPRINC, EFFECT, NOMINAL", () => {
    expect(rate(48, -200, 8000)).toBeCloseTo(0.007701472, 9);
    expect(cumipmt(0.1 / 12, 360, 100_000, 13, 24)).toBeCloseTo(-9916.77251395708, 7);
    expect(cumprinc(0.1 / 12, 360, 100_000, 13, 24)).toBeCloseTo(-614.0863271085149, 7);
    expect(effect(0.1, 4)).toBeCloseTo(0.10381289062499977, 13);
    expect(nominal(0.1, 4)).toBeCloseTo(0.09645475633778045, 13);
  });
});

test("undefined stays undefined", () => {
  expect(ipmt(0.01, 0, 12, 1000)).toBeNaN();
  expect(ipmt(0.01, 13, 12, 1000)).toBeNaN();
  expect(cumipmt(0.01, 12, 1000, 5, 4)).toBeNaN();
  expect(rate(12, 100, 1000)).toBeNaN();
  expect(rate(2.5, -100, 200)).toBeNaN();
  expect(nper(0.1, -10, 1000)).toBeNaN();
});

describe("properties of a loan", () => {
  const loan = fc.record({
    interest: fc.double({ min: 1e-6, max: 0.03, noNaN: true }),
    periods: fc.integer({ min: 2, max: 120 }),
    amount: fc.integer({ min: 1, max: 1_000_000 }),
    balloon: fc.integer({ min: -1_000_000, max: 0 }),
    timing: fc.constantFrom("end" as const, "begin" as const),
  });

  test("the five quantities follow from each other", () => {
    fc.assert(
      fc.property(loan, ({ interest, periods, amount, balloon, timing }) => {
        const payment = pmt(interest, periods, amount, balloon, timing);
        expect(pv(interest, periods, payment, balloon, timing) / amount).toBeCloseTo(1, 8);
        const size = amount * (1 + interest) ** periods - balloon;
        expect((fv(interest, periods, payment, amount, timing) - balloon) / size).toBeCloseTo(0, 10);
      }),
    );
  });

  test("rate and term of a loan repaid in full are found again", () => {
    fc.assert(
      fc.property(loan, ({ interest, periods, amount, timing }) => {
        const payment = pmt(interest, periods, amount, 0, timing);
        expect(rate(periods, payment, amount, 0, timing)).toBeCloseTo(interest, 9);
        expect(nper(interest, payment, amount, 0, timing)).toBeCloseTo(periods, 3);
      }),
    );
  });

  test("interest and principal make up the payments, and principal repays the loan", () => {
    fc.assert(
      fc.property(loan, ({ interest, periods, amount, timing }) => {
        const principal = cumprinc(interest, periods, amount, 1, periods, timing);
        expect(principal / amount).toBeCloseTo(-1, 8);
        const paid = pmt(interest, periods, amount, 0, timing) * periods;
        expect((cumipmt(interest, periods, amount, 1, periods, timing) + principal) / paid).toBeCloseTo(1, 10);
      }),
    );
  });
});
