import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pmt } from "../annuity.ts";
import { ipmt, ppmt } from "../annuity-split.ts";
import { anyRate, anyTenor, farthest, sum } from "./debt.fixture.ts";
import { equalPrincipalDebt, levelDebt, scaleDebt } from "./schedule.ts";

const anyDebt = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e10, noNaN: true }));

describe("level debt", () => {
  it("has the payments that spreadsheets have", () => {
    const loan = levelDebt(200_000, 0.005, 180);
    expect(loan.debtService[52]).toBeCloseTo(-pmt(0.005, 180, 200_000), 8);
    expect(loan.interest[52]).toBeCloseTo(-ipmt(0.005, 53, 180, 200_000), 6);
    expect(loan.principal[52]).toBeCloseTo(-ppmt(0.005, 53, 180, 200_000), 6);
    // ExcelFinancialFunctions test suite, Readme1.
    expect(loan.interest[52]).toBeCloseTo(796.374758, 5);
  });

  it("is paid in equal parts, to nothing", () => {
    fc.assert(
      fc.property(anyDebt, anyRate, anyTenor, (debt, rate, periods) => {
        const { debtService, principal, balance } = levelDebt(debt, rate, periods);
        const level = Array.from({ length: periods }, () => debtService[0] ?? NaN);
        expect(farthest(debtService, level, debt)).toBeLessThan(1e-10);
        expect(sum(principal)).toBeCloseTo(debt, 3);
        expect(balance.at(-1)).toBe(0);
      }),
    );
  });
});

describe("equal principal", () => {
  it("pays the same off every period, and interest on the rest", () => {
    expect(equalPrincipalDebt(90, 0.1, 3)).toEqual({
      debt: 90,
      interest: [9, 6, 3],
      principal: [30, 30, 30],
      debtService: [39, 36, 33],
      balance: [60, 30, 0],
    });
    expect(equalPrincipalDebt(90, [0.1, 0.2, 0.3], 3).interest).toEqual([9, 12, 9]);
  });
});

describe("any loan", () => {
  it("at another size is the same loan in proportion", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e6, noNaN: true }), anyRate, anyTenor, (debt, rate, periods) => {
        const scaled = scaleDebt(levelDebt(100, rate, periods), debt);
        const made = levelDebt(debt, rate, periods);
        expect(scaled.debt).toBe(debt);
        expect(farthest(scaled.balance, made.balance, debt)).toBeLessThan(1e-10);
        expect(farthest(scaled.debtService, made.debtService, debt)).toBeLessThan(1e-10);
      }),
    );
  });

  it("needs a whole number of periods, and stays nothing where it is nothing", () => {
    expect(() => levelDebt(1, 0.1, 0)).toThrow("a loan over 0 periods");
    expect(() => equalPrincipalDebt(1, 0.1, 2.5)).toThrow("a loan over 2.5 periods");
    expect(scaleDebt(levelDebt(0, 0.1, 2), 50)).toEqual(levelDebt(0, 0.1, 2));
    expect(levelDebt(NaN, 0.1, 2).debtService).toEqual([NaN, NaN]);
  });
});
