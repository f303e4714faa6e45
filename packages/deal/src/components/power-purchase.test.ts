import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "../result.ts";
import { mistakesIn, numberOf, result, seriesOf } from "../small-deal.contract.ts";

const year = "term: { from: 2026-06-01, months: 12 month }";

function deal(lines: readonly string[], months = 12, id = "p"): string {
  return `deal: p
as_of: 2026-05-09
calendar: { start: 2026-06, months: ${months} }
currency: USD
contracts:
${written(id, lines)}`;
}

const written = (id: string, lines: readonly string[]): string =>
  `  ${id}:\n    kind: power-purchase\n    seller: A utility\n    buyer: A host\n${lines.map((line) => `    ${line}\n`).join("")}`;

const value = (run: Result, name: string, id = "p"): number => numberOf(run, `contracts.${id}.${name}`);

describe("300 MW at the state's price of 64.3 dollars per MWh", () => {
  it("cost 169 million dollars a year", async () => {
    const run = await result(deal(["load: 300 MW", "shape: fixed", "energy: 64.3 USD/MWh", year]));
    expect(Math.round(value(run, "annual-bill") / 1e6)).toBe(169);
    expect(value(run, "annual-bill")).toBeCloseTo(300 * 8760 * 64.3, 3);
    expect(value(run, "mean-price")).toBeCloseTo(0.0643, 12);
    expect(value(run, "headline")).toBeCloseTo(300 * 8760 * 64.3, 3);
    expect(value(run, "firm")).toBe(0);
  });

  it("cost the same in a leap year, by the month of 730 hours", async () => {
    const leap = "term: { from: 2028-01-01, months: 12 month }";
    const run = await result(deal(["load: 300 MW", "shape: fixed", "energy: 64.3 USD/MWh", leap], 36));
    expect(value(run, "headline")).toBeCloseTo(300 * 8760 * 64.3, 3);
  });
});

describe("shapes of price", () => {
  it("escalate on each anniversary", async () => {
    const terms = ["load: 1 MW", "shape: fixed", "energy: 100 USD/MWh", "escalator: 10 %/yr"];
    const run = await result(deal([...terms, "term: { from: 2026-08-01, months: 30 month }"], 36));
    const prices = seriesOf(run, "contracts.p.energy-price").map((price) => Math.round(price * 1e6) / 1e6);
    expect([prices[2], prices[13], prices[14], prices[25], prices[26], prices[31]]).toEqual([
      100, 100, 110, 110, 121, 121,
    ]);
  });

  it("charge energy, peak and capacity under a tariff", async () => {
    const terms = ["load: 80 MW", "peak: 100 MW", "shape: tariff", "energy: 40 USD/MWh", "demand: 10 USD/kW/month"];
    const run = await result(deal([...terms, "capacity: 300 USD/MW/day", year]));
    const energy = 80 * 8760 * 40;
    const standing = 100e3 * 10 * 12 + 100 * 300 * 365;
    expect(value(run, "annual-bill")).toBeCloseTo(energy + standing, 3);
    expect(value(run, "mean-price")).toBeCloseTo((energy + standing) / (80e3 * 8760), 12);
    // Standing charges are owed whether energy is taken or not.
    expect(value(run, "firm")).toBeCloseTo(standing, 3);
  });

  it("make power from gas: 4 dollars at 7,000 Btu/kWh, and 5 for upkeep, are 33 dollars a MWh", async () => {
    const terms = [
      "load: 10 MW",
      "shape: heat-rate",
      "gas: 4 USD/MMBtu",
      "heat_rate: 7000 Btu/kWh",
      "upkeep: 5 USD/MWh",
    ];
    const run = await result(deal([...terms, year]));
    expect(value(run, "mean-price")).toBeCloseTo(0.033, 12);
  });

  it("pass a market's monthly price through", async () => {
    const terms = [
      "load: 10 MW",
      "shape: pass-through",
      "market: 30 USD/MWh + 20 USD/MWh * step(2026-12-01)",
      "margin: 2 USD/MWh",
    ];
    const run = await result(deal([...terms, year]));
    expect(value(run, "annual-bill")).toBeCloseTo(10 * 730 * (6 * 32 + 6 * 52), 6);
  });

  it.each([
    [["shape: fixed"], /needs `energy`/],
    [["shape: heat-rate", "gas: 4 USD/MMBtu"], /needs `gas` and `heat_rate`/],
    [["shape: fixed", "energy: 4 USD/MWh", "demand: 1 USD/kW/month"], /has no `demand`/],
    [["shape: fixed", "energy: 4 USD/MWh", "exit: { hazard: 1 %/month }"], /without a notice/],
  ])("%j", (lines, message) => {
    expect(
      mistakesIn(deal(["load: 1 MW", year, ...lines]))
        .map((found) => found.message)
        .join(),
    ).toMatch(message);
  });
});

describe("what is taken", () => {
  it("is billed at least to the minimum, and costs more per energy below it", async () => {
    const terms = ["load: 10 MW", "shape: fixed", "energy: 50 USD/MWh", "used: 40 %", "take_or_pay: 80 %"];
    const run = await result(deal([...terms, year]));
    const whole = 10 * 8760 * 50;
    expect(value(run, "expected")).toBeCloseTo(0.8 * whole, 6);
    expect(value(run, "firm")).toBeCloseTo(0.8 * whole, 6);
    expect(value(run, "mean-price")).toBeCloseTo(0.1, 12);
  });

  it("is cheaper and less where it may be interrupted", async () => {
    const terms = ["load: 10 MW", "shape: fixed", "energy: 50 USD/MWh"];
    const run = await result(deal([...terms, "interruptible: { share: 40 %, discount: 25 %, curtailed: 10 % }", year]));
    // 60 % always at the full price, 40 % for 90 % of time at three quarters.
    expect(value(run, "headline")).toBeCloseTo(10 * 8760 * 50 * (0.6 + 0.4 * 0.9 * 0.75), 6);
    expect(value(run, "mean-price")).toBeCloseTo((0.05 * (0.6 + 0.27)) / 0.96, 12);
  });

  it("is nothing without a load, and has no price", async () => {
    const run = await result(deal(["load: 0 MW", "shape: fixed", "energy: 50 USD/MWh", year]));
    expect(value(run, "headline")).toBe(0);
    expect(run.figures["contracts.p.mean-price"]?.value).toBeNull();
  });
});

const anyTerms = fc.record({
  from: fc.constantFrom("2026-06-01", "2026-06-20", "2027-02-28", "2028-02-29"),
  months: fc.constantFrom(0, 1, 7, 24),
  used: fc.integer({ min: 0, max: 100 }),
  top: fc.integer({ min: 0, max: 100 }),
  curtailed: fc.integer({ min: 0, max: 100 }),
  notice: fc.constantFrom("0 day", "10 day", "3 month"),
  valued: fc.constantFrom(undefined, "2026-06-10", "2027-01-31", "2030-01-01"),
  shape: fc.constantFrom(
    "shape: fixed\n    energy: 50 USD/MWh\n    escalator: 3 %/yr",
    "shape: tariff\n    energy: 40 USD/MWh\n    demand: 12 USD/kW/month",
    'shape: pass-through\n    market: "yearly(20 USD/MWh, 90 USD/MWh, 0 USD/MWh)"',
  ),
});

describe("any power purchase", () => {
  it("pays one side what the other pays, and is worth less the surer the money must be", async () => {
    await fc.assert(
      fc.asyncProperty(anyTerms, fc.integer({ min: 0, max: 100 }), async (terms, hazard) => {
        const { from, months, used, top, curtailed, notice, valued, shape } = terms;
        const lines = [
          "load: 10 MW",
          shape,
          `used: ${used} %`,
          `take_or_pay: ${top} %`,
          `interruptible: { share: 30 %, discount: 20 %, curtailed: ${curtailed} % }`,
          `term: { from: ${from}, months: ${months} month }`,
          `exit: { notice: ${notice}, hazard: ${hazard} %/month }`,
          ...(valued === undefined ? [] : [`valued_on: ${valued}`]),
        ];
        const run = await result(deal(lines, 48), { samples: 16 });
        const buyer = seriesOf(run, "contracts.p.buyer-cash");
        for (const [month, cash] of seriesOf(run, "contracts.p.seller-cash").entries())
          expect(cash + (buyer[month] ?? NaN)).toBe(0);
        const names = ["headline", "scheduled", "expected", "firm", "protected"];
        const values = names.map((name) => value(run, name));
        const slack = 1e-12 * Number(values[0]);
        for (const [index, worth] of values.entries()) {
          expect(worth).toBeGreaterThanOrEqual(0);
          if (index > 0) expect(worth).toBeLessThanOrEqual(Number(values[index - 1]) + slack);
        }
      }),
      { numRuns: 25 },
    );
  });
});
