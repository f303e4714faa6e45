import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coverSummary, dscr, llcr, plcr } from "./cover.ts";
import { anyCfads, anyRate } from "./debt.fixture.ts";
import { equalPrincipalDebt } from "./schedule.ts";

describe("debt service cover", () => {
  it("Law Insider, loan life coverage ratio, table 7: negative where the cash is", () => {
    const cash = [-42_685.7, -14_822.2, 14_461.2, 32_235.1, 51_136.9, 71_143.8, 82_290.8, 84_759.6];
    const service = [10_229.1, 9577.1, 8925.1, 8273.1, 7731.6, 7052, 6372.3, 5692.7];
    const published = [-4.2, -1.5, 1.6, 3.9, 6.6, 10.1, 12.9, 14.9];
    expect(dscr(cash, service).map((ratio) => Math.round(ratio * 10) / 10)).toEqual(published);
  });

  it("is undefined where there is nothing to serve", () => {
    expect(dscr([5, 5, 0], [0, 2, 2])).toEqual([NaN, 2.5, 0]);
    expect(dscr([5, 6], 2)).toEqual([2.5, 3]);
    expect(() => dscr([5], [1, 2])).toThrow("CFADS has 1 periods, debt service 2");
  });
});

describe("life cover", () => {
  it("by hand: a loan of 100 over two years at 10 %, in a project of three", () => {
    const loan = equalPrincipalDebt(100, 0.1, 2);
    const cash = [110, 121, 133.1];
    // At the start 100 + 100 (and 100 more of the tail) over 100; a year later 110 (and 110 more) over 50.
    const expected = [llcr(cash, loan, 0.1), plcr(cash, loan, 0.1)];
    expect(expected[0]?.[0]).toBeCloseTo(2, 12);
    expect(expected[0]?.[1]).toBeCloseTo(2.2, 12);
    expect(expected[1]?.[0]).toBeCloseTo(3, 12);
    expect(expected[1]?.[1]).toBeCloseTo(4.4, 12);
    expect(llcr(cash, loan, 0.1, [50, 50])[0]).toBeCloseTo(2.5, 12);
  });

  it("takes each period's own rate", () => {
    const [first, second] = llcr([110, 132], { debt: 100, balance: [100, 0] }, [0.1, 0.2]);
    expect(first).toBeCloseTo(2, 12);
    expect(second).toBeCloseTo(1.1, 12);
  });

  it("is undefined once the loan is repaid, rounding or not", () => {
    expect(llcr([1, 1], { debt: 100, balance: [1e-13, 0] }, 0)).toEqual([0.02, NaN]);
    expect(plcr([1, 1], { debt: 0, balance: [0, 0] }, 0)).toEqual([NaN, NaN]);
    expect(() => llcr([1], { debt: 1, balance: [1, 0] }, 0)).toThrow("CFADS has 1 periods and the loan 2");
  });

  it("in the last period equals debt service cover", () => {
    fc.assert(
      fc.property(anyCfads(-500), anyRate, (cash, rate) => {
        const loan = equalPrincipalDebt(1000, rate, cash.length);
        const last = cash.length - 1;
        expect(llcr(cash, loan, rate)[last]).toBeCloseTo(dscr(cash, loan.debtService)[last] ?? NaN, 9);
      }),
    );
  });
});

describe("the summary of a ratio", () => {
  it("names the first period of the minimum, and leaves out what is undefined", () => {
    expect(coverSummary([NaN, 2, 1.2, NaN, 1.2, 1.6])).toEqual({ minimum: 1.2, minimumPeriod: 2, average: 1.5 });
    expect(coverSummary([NaN])).toEqual({ minimum: NaN, minimumPeriod: undefined, average: NaN });
    expect(coverSummary([])).toEqual({ minimum: NaN, minimumPeriod: undefined, average: NaN });
  });
});
