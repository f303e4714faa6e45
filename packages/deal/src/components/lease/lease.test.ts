import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "../../result.ts";
import { figureOf, numberOf, prepared, result, seriesOf } from "../../small-deal.contract.ts";

interface Terms {
  readonly from: string;
  readonly months: number;
  readonly ramp?: number;
  readonly rampFee?: number;
  readonly takeOrPay?: number;
  readonly used?: number;
  readonly notice?: number;
  readonly notBefore?: string;
  readonly hazard?: number;
}

function contract(id: string, terms: Terms, fee = "1.25 billion USD/month"): string {
  const { from, months, ramp = 0, rampFee, takeOrPay = 100, used = 100, notice, notBefore, hazard = 0 } = terms;
  const ramped = rampFee === undefined ? "" : `, ramp_fee: ${rampFee} %`;
  const exit =
    notice === undefined
      ? ""
      : `    exit: { notice: ${notice} day, ${notBefore === undefined ? "" : `not_before: ${notBefore}, `}hazard: ${hazard} %/month }\n`;
  return `  ${id}:
    kind: lease
    lessor: A
    lessee: B
    gpus: 325000 GPU
    fee: ${fee}
    billing: { take_or_pay: ${takeOrPay} %, used: ${used} % }
    term: { from: ${from}, months: ${months} month, ramp: ${ramp} month${ramped} }
${exit}`;
}

async function leases(start: string, contracts: Readonly<Record<string, Terms>>, months = 72): Promise<Result> {
  const written = Object.entries(contracts).map(([id, terms]) => contract(id, terms));
  const deal = `deal: leases\nas_of: 2026-05-09\ncalendar: { start: ${start}, months: ${months} }\ncurrency: USD\ncontracts:\n`;
  return await result(deal + written.join(""), { samples: 16 });
}

const value = (run: Result, id: string, name: string): number => numberOf(run, `contracts.${id}.${name}`);

describe("a lease with 31 months left, a fee of 1.25 billion a month and three months' notice", () => {
  const terms = { from: "2026-11-01", months: 31, notice: 92, notBefore: "2026-11-01" };

  it("is worth what the sum over its months gives, for each chance of exit", async () => {
    const run = await leases(
      "2026-11",
      { a: { ...terms, hazard: 2 }, b: { ...terms, hazard: 5 }, c: { ...terms, hazard: 10 } },
      40,
    );
    expect(["a", "b", "c"].map((id) => Math.round(value(run, id, "expected") / 1e8) / 10)).toEqual([30.2, 21.9, 14.4]);
    for (const [id, hazard] of [
      ["a", 0.02],
      ["b", 0.05],
      ["c", 0.1],
    ] as const) {
      // Three sure months and 28 more, each less likely by the hazard than the one before.
      const months =
        3 +
        Array.from({ length: 28 }, (_, month) => (1 - hazard) ** (month + 1)).reduce((sum, share) => sum + share, 0);
      expect(value(run, id, "expected") / (1.25e9 * months)).toBeCloseTo(1, 12);
      expect(value(run, id, "headline")).toBe(38.75e9);
      expect(value(run, id, "firm")).toBe(3.75e9);
    }
  });
});

describe("the time of a lease", () => {
  it("pays a ramp in a straight line, or the share that was agreed", async () => {
    const run = await leases(
      "2026-06",
      {
        line: { from: "2026-06-01", months: 4, ramp: 2 },
        none: { from: "2026-06-01", months: 4, ramp: 2, rampFee: 0 },
        half: { from: "2026-06-01", months: 4, ramp: 2, rampFee: 50 },
      },
      5,
    );
    const shares = (id: string): number[] =>
      seriesOf(run, `contracts.${id}.fee-share`).map((share) => Math.round(share * 1e4) / 1e4);
    // A line over 61 days: the mean of June's 30 is 15 / 61, of July's 31 it is 45.5 / 61.
    expect(shares("line")).toEqual([0.2459, 0.7459, 1, 1, 0]);
    expect(shares("none")).toEqual([0, 0, 1, 1, 0]);
    expect(shares("half")).toEqual([0.5, 0.5, 1, 1, 0]);
  });

  it("runs by the calendar, also over a leap day", async () => {
    const run = await leases("2028-01", { leap: { from: "2028-02-29", months: 12, notice: 366 } }, 24);
    expect(figureOf(run, "contracts.leap.ends").value).toBe("2029-02-28");
    expect(figureOf(run, "contracts.leap.firm-until").value).toBe("2029-02-28");
    expect(value(run, "leap", "firm")).toBe(value(run, "leap", "scheduled"));
    // One day of February, ten whole months, January, and 27 days of the next February.
    expect(value(run, "leap", "scheduled") / 1.25e9).toBeCloseTo(1 / 29 + 11 + 27 / 28, 12);
  });

  it("is firm to the end where nobody can leave", async () => {
    const run = await leases("2026-06", { fixed: { from: "2026-06-01", months: 24 } });
    expect(value(run, "fixed", "firm")).toBe(30e9);
    expect(value(run, "fixed", "firm-share")).toBe(100);
  });

  it("of no months owes nothing", async () => {
    const run = await leases("2026-06", { none: { from: "2026-06-01", months: 0, notice: 30, hazard: 5 } });
    expect(["headline", "scheduled", "firm", "expected"].map((name) => value(run, "none", name))).toEqual([0, 0, 0, 0]);
    expect(figureOf(run, "contracts.none.firm-share").value).toBeNull();
  });

  it("counts notice from the first day it can be given, and not before the term", async () => {
    const run = await leases("2026-06", {
      early: { from: "2026-07-01", months: 24, notice: 90, notBefore: "2026-01-01" },
      late: { from: "2026-07-01", months: 24, notice: 90, notBefore: "2026-10-01" },
    });
    expect(figureOf(run, "contracts.early.firm-until").value).toBe("2026-09-29");
    expect(figureOf(run, "contracts.late.firm-until").value).toBe("2026-12-30");
  });
});

describe("the money of a lease", () => {
  it("is the same by price and by fee", async () => {
    const byPrice = contract("price", { from: "2026-06-01", months: 12 }).replace(
      "fee: 1.25 billion USD/month",
      "price: 2.60 USD/GPU/h",
    );
    const byFee = contract("fee", { from: "2026-06-01", months: 12 }, "2.60 USD/GPU/h * 325000 GPU");
    const run = await result(
      `deal: l\nas_of: 2026-05-09\ncalendar: { start: 2026-06, months: 12 }\ncurrency: USD\ncontracts:\n${byPrice}${byFee}`,
    );
    for (const name of ["rate", "monthly-fee", "annual-rent", "headline"])
      expect(value(run, "price", name)).toBeCloseTo(value(run, "fee", name), 5);
    expect(value(run, "price", "annual-rent")).toBeCloseTo(2.6 * 325_000 * 8760, 3);
  });

  it("is billed for what is used, and at least for what must be taken", async () => {
    const run = await leases("2026-06", {
      idle: { from: "2026-06-01", months: 10, takeOrPay: 80, used: 30 },
      busy: { from: "2026-06-01", months: 10, takeOrPay: 80, used: 90 },
    });
    expect([value(run, "idle", "scheduled"), value(run, "busy", "scheduled")]).toEqual([10e9, 11.25e9]);
  });
});

const day = fc
  .integer({ min: Date.UTC(2023, 0, 1) / 86_400_000, max: Date.UTC(2029, 11, 31) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

const anyTerms = fc.record({
  from: fc.oneof(
    day,
    day.map((date) => `${date.slice(0, 8)}01`),
    fc.constant("2028-02-29"),
  ),
  months: fc.oneof(fc.constant(0), fc.constant(1), fc.integer({ min: 0, max: 40 })),
  ramp: fc.integer({ min: 0, max: 6 }),
  takeOrPay: fc.integer({ min: 0, max: 100 }),
  used: fc.integer({ min: 0, max: 100 }),
  notice: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })),
  notBefore: day,
});

describe("any lease", () => {
  it("pays one side what the other pays, and is worth less the surer the money must be", async () => {
    await fc.assert(
      fc.asyncProperty(anyTerms, fc.integer({ min: 0, max: 50 }), async (terms, hazard) => {
        const start = terms.from.slice(0, 7);
        const run = await leases(
          start,
          {
            never: { ...terms, hazard: 0 },
            some: { ...terms, hazard },
            more: { ...terms, hazard: hazard + 20 },
            once: { ...terms, hazard: 100 },
          },
          48,
        );
        const lessee = seriesOf(run, "contracts.some.lessee-cash");
        for (const [month, cash] of seriesOf(run, "contracts.some.lessor-cash").entries())
          expect(cash + (lessee[month] ?? NaN)).toBe(0);
        const [headline, scheduled, firm] = ["headline", "scheduled", "firm"].map((name) => value(run, "some", name));
        const expected = ["never", "some", "more", "once"].map((id) => value(run, id, "expected"));
        const [never = NaN, some = NaN, more = NaN, once = NaN] = expected;
        const slack = 1e-12 * Number(headline);
        expect(Math.abs(never - Number(scheduled))).toBeLessThanOrEqual(slack);
        expect(some).toBeGreaterThanOrEqual(Number(firm) - slack);
        expect(never).toBeGreaterThanOrEqual(some - slack);
        expect(some).toBeGreaterThanOrEqual(more - slack);
        expect(more).toBeGreaterThanOrEqual(once - slack);
        // Who leaves at the first chance pays the firm part and no more.
        expect(Math.abs(once - Number(firm))).toBeLessThanOrEqual(slack);
        expect(firm).toBeLessThanOrEqual(Number(scheduled) + slack);
        // Part months are counted by days, of which a month has 28 to 31: only whole months sum to the headline.
        const parts = terms.from.endsWith("-01") ? slack : 0.11 * 1.25e9;
        expect(scheduled).toBeLessThanOrEqual(Number(headline) + parts);
      }),
      { numRuns: 60 },
    );
  });
});

describe("bounds", () => {
  it("hold at their ends", () => {
    for (const share of [0, 100]) {
      expect(() =>
        prepared(
          `deal: l\nas_of: 2026-05-09\ncalendar: { start: 2026-06, months: 12 }\ncurrency: USD\ncontracts:\n${contract("l", { from: "2026-06-01", months: 1, takeOrPay: share })}`,
        ),
      ).not.toThrow();
    }
  });
});
