import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyCfads, anyRate, farthest, sum } from "./debt.fixture.ts";
import { dsraTarget } from "./reserve.ts";
import { equalPrincipalDebt, levelDebt } from "./schedule.ts";
import { sculptDebt } from "./sculpt.ts";
import { waterfall, type Waterfall, type WaterfallTerms } from "./waterfall.ts";

const anyTerms: fc.Arbitrary<WaterfallTerms> = fc.record({
  debt: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3000, noNaN: true })),
  rate: anyRate,
  principal: fc.array(fc.double({ min: -100, max: 500, noNaN: true }), { maxLength: 24 }),
  reserveTarget: fc.option(fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { maxLength: 25 }), {
    nil: undefined,
  }),
  openingReserve: fc.option(fc.double({ min: 0, max: 500, noNaN: true }), { nil: undefined }),
  lockUp: fc.option(fc.record({ dscr: fc.double({ min: 1, max: 2, noNaN: true }), periods: fc.constantFrom(1, 12) }), {
    nil: undefined,
  }),
  sweep: fc.constantFrom(0, 0.5, 1),
});

/** What each period leaves unexplained of the cash that came in. */
function leaks(cfads: readonly number[], flows: Waterfall, terms: WaterfallTerms): number[] {
  const grown = (series: Float64Array, t: number, opening: number) =>
    (series[t] ?? NaN) - (t === 0 ? opening : (series[t - 1] ?? NaN));
  const opening = terms.openingReserve ?? terms.reserveTarget?.[0] ?? 0;
  return cfads.map((cash, t) => {
    const paid = [flows.interest, flows.principal, flows.swept, flows.distributed].map((series) => series[t] ?? NaN);
    const kept = grown(flows.reserve, t, opening) + grown(flows.trapped, t, 0);
    return cash + grown(flows.operatingArrears, t, 0) - sum(paid) - kept;
  });
}

describe("over any terms", () => {
  it("conserves cash in every period", () => {
    fc.assert(
      fc.property(anyCfads(-1000), anyTerms, (cfads, terms) => {
        const lost = leaks(cfads, waterfall(cfads, terms), terms);
        const scale = 1 + terms.debt + sum(cfads.map(Math.abs)) * 10;
        expect(farthest(lost, new Float64Array(cfads.length), scale)).toBeLessThan(1e-12);
      }),
      { numRuns: 500 },
    );
  });

  it("conserves whole numbers of cents exactly", () => {
    const cents = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 24 });
    const whole = fc.array(fc.nat(300), { maxLength: 24 });
    fc.assert(
      fc.property(cents, whole, whole, fc.nat(3000), (cfads, principal, reserveTarget, debt) => {
        const terms = { debt, rate: 0.5, principal, reserveTarget, sweep: 0.5, lockUp: { dscr: 1.5, periods: 1 } };
        // Rates and shares of a half keep every amount a binary fraction, as long as there are few periods.
        const few = cfads.slice(0, 6);
        expect(leaks(few, waterfall(few, terms), terms)).toEqual(few.map(() => 0));
      }),
    );
  });

  it("pays nobody less than nothing, nor more than is owed, and owes what was not paid", () => {
    fc.assert(
      fc.property(anyCfads(-1000), anyTerms, (cfads, terms) => {
        const flows = waterfall(cfads, terms);
        const { interest, swept, distributed, reserve, trapped, balance } = flows;
        const arrears = [flows.interestArrears, flows.principalArrears, flows.operatingArrears];
        for (const series of [interest, swept, distributed, reserve, trapped, balance, ...arrears])
          expect(Math.min(...series)).toBeGreaterThanOrEqual(0);
        // Debt drawn = repaid + still owed.
        const repaid = sum(flows.principal) + sum(swept);
        expect(repaid + (balance.at(-1) ?? 0) - terms.debt).toBeCloseTo(0, 6);
        for (const [t, late] of flows.principalArrears.entries())
          expect(late).toBeLessThanOrEqual((balance[t] ?? NaN) + 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it("distributes nothing while anything is in arrears, the reserve is short or the test is failed", () => {
    fc.assert(
      fc.property(anyCfads(-1000), anyTerms, (cfads, terms) => {
        const flows = waterfall(cfads, terms);
        for (let t = 0; t < cfads.length; t++) {
          const owed = (flows.balance[t] ?? 0) + (flows.swept[t] ?? 0) + (flows.interestArrears[t] ?? 0) > 0;
          const target = owed ? (terms.reserveTarget?.[t + 1] ?? 0) : 0;
          const late = [flows.interestArrears, flows.principalArrears, flows.operatingArrears].some(
            (series) => (series[t] ?? 0) > 0,
          );
          const short = (flows.reserve[t] ?? 0) < target - 1e-9;
          if (late || short || flows.lockedUp[t] === true) expect(flows.distributed[t]).toBe(0);
          if (flows.lockedUp[t] !== true) expect(flows.trapped[t]).toBe(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("a loan that is served as agreed", () => {
  it("pays what its schedule says, whatever its shape", () => {
    fc.assert(
      fc.property(anyCfads(-200), anyRate, fc.constantFrom("level", "equal", "sculpted"), (cfads, rate, shape) => {
        const loan =
          shape === "sculpted"
            ? sculptDebt({ cfads, rate, dscr: 1.3 })
            : (shape === "level" ? levelDebt : equalPrincipalDebt)(500, rate, cfads.length);
        // Cash enough in every period.
        const cash = loan.debtService.map((due) => Math.max(0, due) * 1.3 + 1);
        const flows = waterfall(cash, { ...loan, rate });
        const scale = Math.max(1, loan.debt);
        expect(farthest(flows.interest, loan.interest, scale)).toBeLessThan(1e-9);
        expect(farthest(flows.principal, loan.principal, scale)).toBeLessThan(1e-9);
        expect(flows.balance.at(-1)).toBe(0);
        expect(sum(flows.interestArrears) + sum(flows.principalArrears)).toBe(0);
      }),
    );
  });
});

describe("in order", () => {
  const loan = equalPrincipalDebt(300, 0.1, 3);
  const terms = { ...loan, rate: 0.1 };

  it("a shortfall draws the reserve, the rest is carried and bears interest, and all is paid before anyone gets a cent", () => {
    // Due 130, then 120, then 110; the reserve holds 50.
    const flows = waterfall([60, 0, 400], { ...terms, openingReserve: 50, reserveTarget: [50, 50, 50, 0] });
    // 30 interest and 80 of 100 principal are paid; 20 are late. Then 22 interest are due on 220, none is paid.
    // At last 22 + 0.1 (220 + 22) = 46.2 of interest, and 220.
    expect([...flows.interest]).toEqual([30, 0, 46.2]);
    expect([...flows.principal]).toEqual([80, 0, 220]);
    expect([...flows.interestArrears]).toEqual([0, 22, 0]);
    expect([...flows.principalArrears]).toEqual([20, 120, 0]);
    expect([...flows.reserve]).toEqual([0, 0, 0]);
    expect([...flows.balance]).toEqual([220, 220, 0]);
    expect(flows.distributed[2]).toBeCloseTo(400 - 266.2, 9);
    expect(flows.dscr[0]).toBeCloseTo(60 / 130, 12);
  });

  it("the reserve is filled before distributions, and given back when it may be", () => {
    const reserveTarget = dsraTarget(loan.debtService, { months: 12, basis: "next-months", periodsPerYear: 1 });
    const flows = waterfall([200, 200, 200], { ...terms, openingReserve: 0, reserveTarget });
    expect([...flows.reserve].map(Math.round)).toEqual([70, 110, 0]);
    expect([...flows.distributed].map(Math.round)).toEqual([0, 40, 200]);
  });

  it("cash is trapped below the lock-up, pays what falls due, and is released once the test is passed", () => {
    const lockUp = { dscr: 1.2, periods: 1 };
    const flows = waterfall([150, 100, 200, 10], { ...equalPrincipalDebt(400, 0, 4), rate: 0, lockUp });
    expect([...flows.dscr]).toEqual([1.5, 1, 2, 0.1]);
    expect([...flows.distributed]).toEqual([50, 0, 100, 0]);
    const weak = waterfall([110, 90, 200, 120], { ...equalPrincipalDebt(400, 0, 4), rate: 0, lockUp });
    expect([...weak.trapped]).toEqual([10, 0, 0, 0]);
    expect([...weak.principalArrears]).toEqual([0, 0, 0, 0]);
    const kept = waterfall([110, 110, 200, 120], { ...equalPrincipalDebt(400, 0, 4), rate: 0, lockUp });
    expect([...kept.trapped]).toEqual([10, 20, 0, 0]);
    expect([...kept.distributed]).toEqual([0, 0, 120, 20]);
    expect(kept.lockedUp).toEqual([true, true, false, false]);
  });

  it("the test may look back over several periods", () => {
    const lockUp = { dscr: 1.2, periods: 2 };
    const flows = waterfall([150, 100, 120, 200], { ...equalPrincipalDebt(400, 0, 4), rate: 0, lockUp });
    expect(flows.lockedUp).toEqual([false, false, true, false]);
  });

  it("the sweep repays the last instalments first", () => {
    const flows = waterfall([260, 260, 260], { ...equalPrincipalDebt(300, 0, 3), rate: 0, sweep: 0.5 });
    expect([...flows.swept]).toEqual([80, 20, 0]);
    expect([...flows.principal]).toEqual([100, 100, 0]);
    expect([...flows.balance]).toEqual([120, 0, 0]);
    expect([...flows.distributed]).toEqual([80, 140, 260]);
  });

  it("negative cash is carried to those who run the plant, and never takes the lenders' reserve", () => {
    const flows = waterfall([-40, 100], { debt: 0, rate: 0, principal: [], openingReserve: 0 });
    expect([...flows.operatingArrears]).toEqual([40, 0]);
    expect([...flows.distributed]).toEqual([0, 60]);
    const owing = waterfall([-40, 300], { ...terms, openingReserve: 130, reserveTarget: [130, 0, 0, 0] });
    // 30 of interest and 100 of principal are drawn from the reserve, all it has.
    expect(owing.operatingArrears[0]).toBe(40);
    expect(owing.interest[0]).toBe(30);
    const released = waterfall([-40, 0], { debt: 0, rate: 0, principal: [], openingReserve: 100 });
    expect([...released.operatingArrears]).toEqual([0, 0]);
    expect([...released.distributed]).toEqual([60, 0]);
  });

  it("interest that is added to the debt by agreement is no cash", () => {
    const flows = waterfall([-10, 300], { debt: 100, rate: 0.1, principal: [-10, 110] });
    expect([...flows.balance]).toEqual([110, 0]);
    expect([...flows.interest]).toEqual([10, 11]);
    expect([...flows.principal]).toEqual([-10, 110]);
    expect(flows.dscr[0]).toBeNaN();
    expect([...flows.operatingArrears]).toEqual([10, 0]);
    expect([...flows.distributed]).toEqual([0, 300 - 10 - 121]);
  });

  it("without debt all goes to the owners", () => {
    const flows = waterfall([5, 6], { debt: 0, rate: 0.1, principal: [], lockUp: { dscr: 9, periods: 12 }, sweep: 1 });
    expect([...flows.distributed]).toEqual([5, 6]);
    expect([...flows.dscr]).toEqual([NaN, NaN]);
  });

  it("undefined cash makes what follows undefined, and a sweep is a share", () => {
    const flows = waterfall([200, NaN, 200], terms);
    expect(flows.distributed[0]).toBe(70);
    expect(flows.distributed[1]).toBeNaN();
    expect(flows.distributed[2]).toBeNaN();
    expect(() => waterfall([1], { ...terms, sweep: 2 })).toThrow("a sweep of 2");
  });
});
