/** Leases of random terms against a ledger that is kept by hand, path by path. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "../../result.ts";
import { figureOf, numberOf, result, seriesOf } from "../../small-deal.contract.ts";
import { events, Ledger, starts, type Booked, type SideName } from "./ledger.fixture.ts";
import { anyTerms, calendar, gpus, written, type Terms } from "./terms.fixture.ts";

const total = (series: readonly number[]): number => series.reduce((sum, value) => sum + value, 0);
const series = (run: Result, name: string): number[] => seriesOf(run, `contracts.x.${name}`);
const value = (run: Result, name: string): number => numberOf(run, `contracts.x.${name}`);
const months = Array.from({ length: calendar.months }, (_, month) => month);

/** Equal up to rounding, against what is at stake. */
function expectSame(found: readonly number[], wanted: readonly number[], stake: number, what: string): void {
  expect(found.length, what).toBe(wanted.length);
  for (const [index, number] of wanted.entries()) {
    const off = Math.abs((found[index] ?? NaN) - number);
    expect(off, `${what}, month ${index}: ${found[index]} instead of ${number}`).toBeLessThanOrEqual(
      1e-9 * (1 + stake),
    );
  }
}

function stakeOf(terms: Terms): number {
  return 10 * (terms.fee * 60 + (terms.prepayment?.amount ?? 0) + 3000);
}

/** The mean of what is booked over all paths. */
function meanBooked(ledger: Ledger): Record<Exclude<keyof Booked, "ended">, number[]> {
  const mean = { cash: zeros(), fees: zeros(), renewal: zeros(), termination: zeros(), hours: zeros() };
  for (const [path, chance] of ledger.paths()) {
    const booked = ledger.book(path);
    for (const name of ["cash", "fees", "renewal", "termination", "hours"] as const)
      for (const month of months) mean[name][month] = (mean[name][month] ?? 0) + chance * (booked[name][month] ?? NaN);
  }
  return mean;
}

function zeros(): number[] {
  return months.map(() => 0);
}

/** Numbers of which each side's decides when it leaves. */
const anyDraws = fc.record({
  exit: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  other: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  reclaim: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  renewal: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
});

const drawOf: Readonly<Record<SideName, string>> = {
  exit: "exit-draw",
  lessee: "lessee-exit-draw",
  lessor: "lessor-exit-draw",
};

/** First month by whose end the chance of nothing having happened is down to the number drawn. */
function drawnMonth(draw: number, chanceIn: (month: number) => number): number | undefined {
  let gone = 0;
  for (const [month, chance] of events(chanceIn)) {
    gone += chance;
    if (month !== undefined && 1 - gone <= draw) return month;
  }
  return undefined;
}

describe("a lease of any terms", () => {
  it("pays, expects and is worth what a ledger kept by hand says", async () => {
    await fc.assert(
      fc.asyncProperty(anyTerms, async (terms) => {
        const run = await result(written(terms), { samples: 16 });
        const ledger = new Ledger(terms);
        const stake = stakeOf(terms);
        const mean = meanBooked(ledger);
        const fees = ledger.fees(ledger.ends);
        expectSame(series(run, "fees"), fees, stake, "fees");
        expectSame(series(run, "expected-fees"), mean.fees, stake, "expected fees");
        expectSame(series(run, "lessor-cash"), mean.cash, stake, "cash");
        expectSame(
          series(run, "lessee-cash"),
          series(run, "lessor-cash").map((cash) => 0 - cash),
          0,
          "the other side",
        );

        const from = Math.max(
          ledger.from,
          terms.valuedOn === undefined ? -Infinity : Date.parse(terms.valuedOn) / 864e5,
        );
        const past = total(ledger.fees(from));
        const feared = ledger.sides.find(([side]) => side !== "lessor")?.[1];
        const firmDay = feared === undefined ? ledger.ends : ledger.free(feared);
        const firm = total(ledger.fees(firmDay)) - past;
        const leaving = "lessee" in terms.exits && firmDay < ledger.ends ? (feared?.fee ?? 0) : 0;
        const noticed = feared === undefined ? past : total(ledger.fees(ledger.noticeFrom(feared)));
        const one = (name: string, wanted: number): void => expectSame([value(run, name)], [wanted], stake, name);
        one("scheduled", total(fees) - past);
        one("firm", firm + leaving);
        one("protected", feared === undefined ? firm : total(ledger.fees(firmDay)) - noticed);
        one("expected", total(mean.fees) - past + total(mean.termination) + total(mean.renewal));

        if (terms.use === undefined) return;
        const { earns, discount } = terms.use;
        expectSame(series(run, "used-hours"), mean.hours, gpus * 730 * 100, "hours in use");
        const worth = (month: number): number => {
          const end = starts[month + 1] ?? NaN;
          const whole = months.filter((each) => each <= month && (starts[each] ?? NaN) >= from).length;
          const holding = months.find((each) => from > (starts[each] ?? NaN) && from < (starts[each + 1] ?? NaN)) ?? -1;
          const part = ((starts[holding + 1] ?? 0) - from) / ((starts[holding + 1] ?? 1) - (starts[holding] ?? 0));
          const counts = terms.valuedOn === undefined ? 1 : sinceValued(terms.valuedOn, month);
          const late = end <= from ? 0 : whole + (holding >= 0 && holding <= month ? part : 0);
          return counts / (1 + discount / 100) ** (late / 12);
        };
        const margin = months.map(
          (month) => ledger.ofYear(earns, month) * (mean.hours[month] ?? NaN) - (mean.cash[month] ?? NaN),
        );
        const npv = total(margin.map((sum, month) => sum * worth(month)));
        const large = stake + 10 * gpus * 730 * 60;
        expectSame([value(run, "lessee-npv")], [npv], large, "worth to the lessee");
        const sooner = months.map(
          (month) =>
            ledger.ofYear(earns, Math.max(0, month - 1)) * (mean.hours[month] ?? NaN) - (mean.cash[month] ?? NaN),
        );
        const early = total(sooner.map((sum, month) => sum * worth(month))) * (1 + discount / 100) ** (1 / 12);
        expectSame([value(run, "month-earlier")], [early - npv], large, "a month earlier");
      }),
      { numRuns: 12 },
    );
  });

  it("pays along a drawn path what the ledger pays along it, and ends on its day", async () => {
    await fc.assert(
      fc.asyncProperty(anyTerms, anyDraws, async (terms, draws) => {
        const ledger = new Ledger(terms);
        if (ledger.sides.length === 0 && terms.reclaim === undefined && terms.renewal === undefined) return;
        const drawn = ledger.sides.map(([side, right], index) => ({
          side,
          right,
          draw: index === 0 ? draws.exit : draws.other,
        }));
        const set = new Map([
          ...drawn.map(({ side, draw }) => [`contracts.x.${drawOf[side]}`, String(draw)] as const),
          ...(terms.reclaim === undefined ? [] : [["contracts.x.reclaim-draw", String(draws.reclaim)] as const]),
          ...(terms.renewal === undefined ? [] : [["contracts.x.renewal-draw", String(draws.renewal)] as const]),
        ]);
        const run = await result(written(terms), { samples: 16, set });
        const left = drawn.map(({ side, right, draw }) => [
          side,
          drawnMonth(draw, (month) => ledger.leavingChance(right, month)),
        ]);
        const reclaimed =
          terms.reclaim === undefined ? undefined : drawnMonth(draws.reclaim, (month) => ledger.reclaimable(month));
        const renewed = terms.renewal !== undefined && draws.renewal < terms.renewal.chance / 100;
        const booked = ledger.book({ end: ledger.endOf(Object.fromEntries(left)), reclaimed, renewed });
        expectSame(series(run, "paid"), booked.cash, stakeOf(terms), "paid");
        expect(figureOf(run, "contracts.x.exits").value).toBe(
          new Date(booked.ended * 864e5).toISOString().slice(0, 10),
        );
        if (terms.prepayment !== undefined && ledger.ends < (starts.at(-1) ?? 0)) {
          // What is paid in advance moves cash in time, and on no path does it make any.
          const others = await result(written({ ...terms, prepayment: undefined }), { samples: 16, set });
          const difference = total(series(run, "paid")) - total(series(others, "paid"));
          expect(Math.abs(difference)).toBeLessThanOrEqual(1e-9 * stakeOf(terms));
        }
      }),
      { numRuns: 12 },
    );
  });

  it("banks no more volume than is made up, expires or is left", async () => {
    await fc.assert(
      fc.asyncProperty(anyTerms, fc.integer({ min: 0, max: 14 }), async (terms, makeUp) => {
        const run = await result(written({ ...terms, makeUp }), { samples: 16 });
        const { shares, banked, madeUp, expired } = new Ledger({ ...terms, makeUp }).billed();
        const kept = series(run, "make-up-bank").at(-1) ?? NaN;
        const percent = (name: string): number => total(series(run, name));
        expect(percent("banked")).toBeCloseTo(100 * banked, 6);
        expect(percent("made-up")).toBeCloseTo(100 * madeUp, 6);
        expect(percent("made-up") + percent("make-up-expired") + kept).toBeCloseTo(percent("banked"), 6);
        expect(percent("make-up-expired")).toBeCloseTo(100 * expired, 6);
        expectSame(
          series(run, "billed-share"),
          shares.map((share) => 100 * share),
          100,
          "billed",
        );
      }),
      { numRuns: 6 },
    );
  });
});

/** Share of a month that comes after the day of valuation. */
function sinceValued(valuedOn: string, month: number): number {
  const [first, next] = [starts[month] ?? NaN, starts[month + 1] ?? NaN];
  return Math.max(0, next - Math.max(first, Date.parse(valuedOn) / 864e5)) / (next - first);
}
