import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dscr, llcr } from "./cover.ts";
import { anyCfads, anyCover, anyRate, farthest, sum } from "./debt.fixture.ts";
import { sculptDebt } from "./sculpt.ts";
import { sizeDebtDual, sizeLevelDebt } from "./size.ts";
import { levelDebt } from "./schedule.ts";

const growing = [100, 110, 120, 130, 140];

describe("sculpted debt", () => {
  it("has the principal that cash over cover leaves after interest", () => {
    const loan = sculptDebt({ cfads: growing, rate: 0.06, dscr: 1.3 });
    expect(loan.debt).toBeCloseTo(385.062973407, 9);
    expect(
      farthest(loan.principal, [53.8192985187, 64.7407641221, 76.3175176617, 88.5888764137, 101.5965166909], 1),
    ).toBeLessThan(1e-9);
    expect(loan.llcr).toBeCloseTo(1.3, 12);
  });

  it("has the cover asked for in every period, over the loan's life and over each period, and is repaid", () => {
    fc.assert(
      fc.property(anyCfads(1), anyRate, anyCover, (cfads, rate, cover) => {
        const loan = sculptDebt({ cfads, rate, dscr: cover });
        const wanted = cfads.map(() => cover);
        expect(farthest(dscr(cfads, loan.debtService), wanted, cover)).toBeLessThan(1e-6);
        expect(loan.llcr).toBeCloseTo(cover, 9);
        expect(farthest(llcr(cfads, loan, rate), wanted, cover)).toBeLessThan(1e-6);
        expect(loan.balance.at(-1)).toBe(0);
        expect(sum(loan.principal) / loan.debt).toBeCloseTo(1, 9);
      }),
    );
  });

  it("lends nothing against negative cash, and adds the interest of such a period to the debt", () => {
    const loan = sculptDebt({ cfads: [-500, 0, 121], rate: 0.1, dscr: 1 });
    expect(loan.debt).toBeCloseTo(121 / 1.1 ** 3, 12);
    expect(loan.debtService.slice(0, 2)).toEqual([0, 0]);
    expect(loan.principal[0]).toBeCloseTo(-loan.debt * 0.1, 12);
    expect(loan.debtService[2]).toBeCloseTo(121, 9);
    expect(dscr([-500, 0, 121], loan.debtService)[0]).toBeNaN();
  });

  it("is the same whether a period's cash is negative or nothing", () => {
    fc.assert(
      fc.property(anyCfads(-1000), anyRate, anyCover, (cfads, rate, cover) => {
        const cut = cfads.map((cash) => Math.max(0, cash));
        const loan = sculptDebt({ cfads, rate, dscr: cover });
        expect(loan).toEqual({ ...sculptDebt({ cfads: cut, rate, dscr: cover }), llcr: loan.llcr });
        expect(loan.debt).toBeGreaterThanOrEqual(0);
        if (loan.debt === 0) expect(loan.llcr).toBeNaN();
        else expect(loan.llcr).toBeLessThanOrEqual(cover + 1e-9);
      }),
    );
  });

  it("takes each period's own cover and rate", () => {
    const loan = sculptDebt({ cfads: [120, 150], rate: [0, 0.5], dscr: [1.2, 1.5] });
    expect(loan.debt).toBeCloseTo(100 + 100 / 1.5, 12);
    expect(loan.debtService[0]).toBeCloseTo(100, 12);
    expect(loan.debtService[1]).toBeCloseTo(100, 12);
  });

  it("has no size for a cover that is none", () => {
    expect(sculptDebt({ cfads: [1], rate: 0, dscr: 0 }).debt).toBeNaN();
    expect(sculptDebt({ cfads: [], rate: 0, dscr: 1 }).debt).toBe(0);
  });
});

describe("debt sized by several cases", () => {
  it("is what the worst of them allows", () => {
    const low = growing.map((cash) => cash * 0.72);
    const cases = [
      { cfads: growing, dscr: 1.3 },
      { cfads: low, dscr: 1 },
    ];
    const found = sizeDebtDual({ cases, rate: 0.06 });
    expect(found.debt).toBeCloseTo(360.418943109, 9);
    expect(found.binding).toBe(1);
  });

  it("is no more than any case allows, and all that one does", () => {
    const anyCase = fc.record({ cfads: anyCfads(-200), dscr: anyCover });
    fc.assert(
      fc.property(fc.array(anyCase, { minLength: 1, maxLength: 4 }), anyRate, (cases, rate) => {
        const { debt, binding = NaN, capacities } = sizeDebtDual({ cases, rate });
        for (const [index, each] of cases.entries()) {
          expect(capacities[index]).toBe(sculptDebt({ ...each, rate }).debt);
          expect(debt).toBeLessThanOrEqual(capacities[index] ?? NaN);
        }
        expect(capacities[binding]).toBe(debt);
      }),
    );
  });

  it("has no size by no case, or by one without", () => {
    expect(() => sizeDebtDual({ cases: [], rate: 0 })).toThrow("no case");
    expect(sizeDebtDual({ cases: [{ cfads: [NaN], dscr: 1 }], rate: 0 })).toMatchObject({
      debt: NaN,
      binding: undefined,
    });
  });
});

describe("level debt", () => {
  it("sized by its worst period has the cover there, and sculpted debt is never less", () => {
    fc.assert(
      fc.property(anyCfads(1), anyRate, anyCover, (cfads, rate, cover) => {
        const debt = sizeLevelDebt({ cfads, rate, dscr: cover });
        const ratios = dscr(cfads, levelDebt(debt, rate, cfads.length).debtService);
        expect(Math.min(...ratios)).toBeCloseTo(cover, 6);
        expect(debt).toBeLessThanOrEqual(sculptDebt({ cfads, rate, dscr: cover }).debt * (1 + 1e-12));
      }),
    );
  });

  it("is nothing where one period has no cash", () => {
    expect(sizeLevelDebt({ cfads: [100, -5, 100], rate: 0.1, dscr: 1.2 })).toBe(0);
  });
});
