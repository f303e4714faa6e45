import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "../../result.ts";
import { figureOf, mistakesIn, numberOf, result, seriesOf } from "../../small-deal.contract.ts";

const months = 72;

interface Terms {
  readonly revenue: readonly number[];
  readonly cost: number;
  readonly life: number;
  readonly years: number;
  readonly taxRate: number;
  readonly losses: "carried" | "lost";
  readonly decay: number;
  readonly drop: number;
  readonly sold: number;
  readonly receivable: number;
}

/** Operation begins after a year of spending, on 1 June 2027. */
function deal(terms: Terms, more = ""): string {
  const yearly = terms.revenue.map((amount) => `${amount} USD`).join(", ");
  return `deal: project
as_of: 2026-05-09
calendar: { start: 2026-06, months: ${months} }
currency: USD
projects:
  hall:
    owner: Host
    revenue: model.revenue
    operation: { from: 2027-06-01, until: ${2027 + terms.years}-06-01 }
    assets:
      gpus: { cost: ${terms.cost} USD, life: ${terms.life} yr, decay: ${terms.decay} %/yr, drop: ${terms.drop} %, sold: ${terms.sold} % }
    launches: { first: 2028-01-01, every: 24 month }
    energy: { power: 1 MW, pue: 1.2, load: 80 %, price: 60 USD/MWh, demand: 10 USD/kW/month, passed_through: 25 % }
    running: { cost: 5000 USD/month, staff: 60000 USD/yr, upkeep: 2 %/yr, insurance: 1 %/yr }
    tax: { rate: ${terms.taxRate} %, losses: ${terms.losses} }
    receivable: ${terms.receivable} day
    discount: 10 %/yr
${more}model:
  revenue: yearly(${yearly}) * during(2027-06-01, ${2027 + terms.years}-06-01)
`;
}

const series = (run: Result, name: string): number[] => seriesOf(run, `projects.hall.${name}`);
const value = (run: Result, name: string): number => numberOf(run, `projects.hall.${name}`);

/** The same, counted month by month. Month 12 is the first of operation. */
function ledger(terms: Terms) {
  const end = 12 + 12 * terms.years;
  const rows = [];
  let losses = 0;
  let book = 0;
  let waiting = 0;
  let paid = 0;
  for (let month = 0; month < months; month++) {
    const inside = month >= 12 && month < end;
    const spend = month < 12 ? terms.cost / 12 : 0;
    paid += spend;
    const revenue = inside ? (terms.revenue[Math.min(terms.revenue.length - 1, Math.floor(month / 12))] ?? 0) : 0;
    const energy = inside ? 0.75 * 1.2 * 730 * (0.8 * 60) + 0.75 * 1200 * 10 : 0;
    const running = inside ? 5000 + 5000 + (0.03 / 12) * terms.cost : 0;
    const depreciation = inside && month < 12 + 12 * terms.life ? terms.cost / terms.life / 12 : 0;
    book += spend - depreciation;
    const launched = month < 19 ? 0 : 1 + Math.floor((month - 19) / 24);
    const age = Math.max(0, month - 12 + 1) / 12;
    const worth = paid * Math.exp((-terms.decay / 100) * age) * (1 - terms.drop / 100) ** launched;
    const last = month === end - 1;
    const proceeds = last ? (worth * terms.sold) / 100 : 0;
    const gain = last ? proceeds - book : 0;
    const ebitda = revenue - energy - running;
    const before = ebitda - depreciation + gain;
    const taxable = terms.losses === "carried" ? Math.max(0, before - losses) : Math.max(0, before);
    losses = Math.max(0, losses - before);
    const tax = (terms.taxRate / 100) * taxable;
    const owed = (revenue * terms.receivable * 24) / 730;
    const cfads = ebitda - (owed - waiting) - tax;
    waiting = owed;
    rows.push({ spend, ebitda, depreciation, worth, proceeds, tax, cfads, free: cfads - spend + proceeds });
  }
  return rows;
}

const anyTerms: fc.Arbitrary<Terms> = fc.record({
  revenue: fc.array(fc.integer({ min: 0, max: 400_000 }), { minLength: 1, maxLength: 6 }),
  cost: fc.integer({ min: 1, max: 10_000_000 }),
  life: fc.integer({ min: 1, max: 6 }),
  years: fc.integer({ min: 1, max: 5 }),
  taxRate: fc.constantFrom(0, 21, 100),
  losses: fc.constantFrom("carried", "lost"),
  decay: fc.constantFrom(0, 15, 60),
  drop: fc.constantFrom(0, 20, 100),
  sold: fc.constantFrom(0, 80, 100),
  receivable: fc.constantFrom(0, 30, 60),
});

describe("any project", () => {
  it("comes to what its terms come to, counted month by month", async () => {
    await fc.assert(
      fc.asyncProperty(anyTerms, async (terms) => {
        const run = await result(deal(terms), { samples: 16 });
        const rows = ledger(terms);
        const names = [
          ["spend", "spend"],
          ["ebitda", "ebitda"],
          ["depreciation", "depreciation"],
          ["worth", "worth"],
          ["proceeds", "proceeds"],
          ["tax", "tax"],
          ["cfads", "cfads"],
          ["free-cash", "free"],
        ] as const;
        for (const [name, key] of names)
          for (const [month, got] of series(run, name).entries()) {
            const wanted = rows[month]?.[key] ?? NaN;
            expect(Math.abs(got - wanted), `${name} of month ${month}`).toBeLessThan(1e-8 * terms.cost + 1e-6);
          }
        expect(series(run, "owner-cash")).toEqual(series(run, "free-cash"));
      }),
      { numRuns: 40 },
    );
  });
});

const plain: Terms = {
  revenue: [150_000],
  cost: 4_000_000,
  life: 5,
  years: 5,
  taxRate: 0,
  losses: "carried",
  decay: 0,
  drop: 0,
  sold: 0,
  receivable: 0,
};

describe("a project", () => {
  it("breaks even at the share of its revenue that it says", async () => {
    const run = await result(deal(plain, "    rate: 3 USD/GPU/h\n    occupancy: 90 %\n"), { samples: 16 });
    const share = value(run, "break-even");
    expect(value(run, "break-even-rate")).toBeCloseTo((3 * share) / 100, 9);
    expect(value(run, "break-even-occupancy")).toBeCloseTo((90 * share) / 100, 9);
    const there = await result(deal({ ...plain, revenue: [(150_000 * share) / 100] }), { samples: 16 });
    expect(value(there, "free-npv")).toBeCloseTo(0, 2);
    expect(value(there, "free-irr")).toBeCloseTo(10, 6);
  });

  it("that earns nothing has no margins, and says so rather than 0", async () => {
    const run = await result(deal({ ...plain, revenue: [0] }), { samples: 16 });
    for (const name of ["gross-margin", "cash-margin", "break-even", "free-irr"])
      expect(figureOf(run, `projects.hall.${name}`).value).toBeNull();
    expect(figureOf(run, "projects.hall.free-payback").value).not.toBe(0);
  });

  it("with debt leaves the owners what the lender does not take", async () => {
    const loan = `contracts:
  loan:
    kind: debt
    lender: Bank
    borrower: Host
    project: hall
    rate: 9 %/yr
    fee: 1 %
    repay: { months: 48 month }
    sizing: { dscr: 1.4, gearing: 70 % }
    reserve: { months: 3 month }
`;
    const terms = { ...plain, revenue: [200_000], taxRate: 21 };
    const run = await result(deal(terms, "    debt: loan\n").replace("model:", `${loan}model:`), { samples: 16 });
    const owner = series(run, "owner-cash");
    const lender = seriesOf(run, "contracts.loan.lender-cash");
    const all = series(run, "cfads").map(
      (cash, m) => cash - (series(run, "spend")[m] ?? NaN) + (series(run, "proceeds")[m] ?? NaN),
    );
    // All that the project makes goes to one of the two, but for what the reserve keeps from month to month.
    const reserve = seriesOf(run, "contracts.loan.reserve");
    for (const [month, cash] of all.entries()) {
      const kept = (reserve[month] ?? NaN) - (reserve[month - 1] ?? 0);
      expect((owner[month] ?? NaN) + (lender[month] ?? NaN) + kept).toBeCloseTo(cash, 5);
    }
    expect(value(run, "owner-irr")).toBeGreaterThan(value(run, "free-irr"));
    // Interest lowers tax, so cover on the cash that comes is above the cover that was lent on.
    expect(numberOf(run, "contracts.loan.min-dscr")).toBeGreaterThan(1.4);
  });
});

describe("mistakes", () => {
  const good = deal(plain);
  it.each([
    ["energy twice", good.replace("energy: { power", "energy: { cost: 5 USD, power"), "not both"],
    ["energy without a price", good.replace("price: 60 USD/MWh, ", ""), "energy needs a power and a price"],
    ["launches without a first", good.replace("first: 2028-01-01, ", ""), "launches need a first one"],
    [
      "a debt that is not there",
      good.replace("owner: Host", "owner: Host\n    debt: lone"),
      'there is no contract "lone"',
    ],
  ])("%s", (_, text, said) => {
    expect(
      mistakesIn(text)
        .map(({ message }) => message)
        .join("\n"),
    ).toContain(said);
  });
});
