import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "../result.ts";
import { mistakesIn, numberOf, result, seriesOf } from "../small-deal.contract.ts";

function deal(lines: readonly string[], months = 24): string {
  return `deal: p
as_of: 2026-05-09
calendar: { start: 2026-06, months: ${months} }
currency: USD
contracts:
  p:
    kind: purchase
    seller: A maker
    buyer: A host
${lines.map((line) => `    ${line}\n`).join("")}`;
}

const millions = (run: Result, name: string): number => numberOf(run, `contracts.p.${name}`) / 1e6;
const cashOf = (run: Result, name = "seller-cash"): number[] =>
  seriesOf(run, `contracts.p.${name}`).map((cash) => Math.round(cash / 1e3) / 1e3);

describe("20,000 accelerators at 35,000 dollars", () => {
  const terms = ["price: 35000 USD/GPU", "gpus: 20000 GPU", "ordered: 2026-06-15"];
  const paid = [
    ...terms,
    "deposit: 20 %",
    "delivery: { from: 2026-12-01, over: 3 month }",
    "acceptance: { holdback: 10 %, after: 2 month }",
  ];

  it("are paid by deposit, delivery and acceptance", async () => {
    const run = await result(deal(paid));
    const third = 700 / 3;
    const cash = cashOf(run);
    const expected = [140, 0, 0, 0, 0, 0, 0.7 * third, 0.7 * third, 0.8 * third, 0.1 * third, 0.1 * third, 0];
    for (const [month, due] of expected.entries()) expect(cash[month]).toBeCloseTo(due, 2);
    for (const name of ["headline", "firm", "protected", "expected"]) expect(millions(run, name)).toBeCloseTo(700, 9);
  });

  it("are delivered at once where delivery takes no time", async () => {
    const run = await result(deal([...terms, "delivery: { from: 2026-12-20 }"]));
    expect(cashOf(run).slice(5, 8)).toEqual([0, 700, 0]);
  });

  it("are firm to the deposit while the buyer can cancel", async () => {
    const run = await result(deal([...paid, "cancel: { hazard: 2 %/month }"]));
    // From 15 June to 1 December are five calendar months and 16 days of November's 30.
    const stands = 0.98 ** (5 + 16 / 30);
    expect(millions(run, "firm")).toBeCloseTo(140, 9);
    expect(millions(run, "expected")).toBeCloseTo(140 + 560 * stands, 6);
    const sum = cashOf(run).reduce((total, cash) => total + cash, 0);
    expect(sum).toBeCloseTo(140 + 560 * stands, 1);
  });

  it("are owed whole once delivery has begun", async () => {
    const run = await result(deal([...paid, "cancel: { hazard: 2 %/month }", "valued_on: 2027-01-01"]));
    const left = 700 * (1 - 0.2 - 0.7 / 3);
    for (const name of ["headline", "firm", "protected", "expected"]) expect(millions(run, name)).toBeCloseTo(left, 6);
  });

  it("owe no deposit once it is paid", async () => {
    const run = await result(deal([...paid, "cancel: { hazard: 2 %/month }", "valued_on: 2026-06-16"]));
    expect(millions(run, "firm")).toBe(0);
    expect(millions(run, "headline")).toBeCloseTo(560, 9);
  });

  it("say what is paid after the calendar", async () => {
    const run = await result(deal(paid, 8));
    expect(numberOf(run, "contracts.p.unseen")).toBeCloseTo(70 / 3 + 10, 9);
  });
});

describe("what a purchase needs", () => {
  const days = ["ordered: 2026-06-15", "delivery: { from: 2026-12-01 }"];
  it.each([
    [days, /needs a total, or a price and a count/],
    [["total: 1 USD", "gpus: 1 GPU", ...days], /not both/],
    [["total: 1 USD", "ordered: 2027-06-15", "delivery: { from: 2026-12-01 }"], /lead is -/],
    [["total: 1 USD", "deposit: 60 %", "acceptance: { holdback: 50 % }", ...days], /on-delivery is -10/],
  ])("%j", (lines, message) => {
    expect(
      mistakesIn(deal(lines))
        .map((found) => found.message)
        .join(),
    ).toMatch(message);
  });
});

describe("any purchase", () => {
  const anyTerms = fc.record({
    ordered: fc.constantFrom("2026-06-01", "2026-06-20", "2026-07-31"),
    from: fc.constantFrom("2026-08-01", "2027-02-28", "2028-02-29"),
    over: fc.constantFrom(0, 1, 4.5),
    deposit: fc.constantFrom(0, 10, 35, 60),
    holdback: fc.constantFrom(0, 5, 40),
    after: fc.constantFrom(0, 1, 3),
    valued: fc.constantFrom(undefined, "2026-06-10", "2027-03-15", "2029-01-01"),
  });
  it("pays one side what the other pays, the price in all, and is worth less the surer the money must be", async () => {
    await fc.assert(
      fc.asyncProperty(anyTerms, fc.integer({ min: 0, max: 100 }), async (terms, hazard) => {
        const { ordered, from, over, deposit, holdback, after, valued } = terms;
        const run = await result(
          deal(
            [
              "total: 100 million USD",
              `ordered: ${ordered}`,
              `deposit: ${deposit} %`,
              `delivery: { from: ${from}, over: ${over} month }`,
              `acceptance: { holdback: ${holdback} %, after: ${after} month }`,
              `cancel: { hazard: ${hazard} %/month }`,
              ...(valued === undefined ? [] : [`valued_on: ${valued}`]),
            ],
            36,
          ),
          { samples: 16 },
        );
        const buyer = seriesOf(run, "contracts.p.buyer-cash");
        for (const [month, cash] of seriesOf(run, "contracts.p.seller-cash").entries())
          expect(cash + (buyer[month] ?? NaN)).toBe(0);
        const whole = seriesOf(run, "contracts.p.scheduled-cash").reduce((sum, cash) => sum + cash, 0);
        expect(whole / 1e6).toBeCloseTo(100, 9);
        const [headline = NaN, expected = NaN, firm = NaN] = ["headline", "expected", "firm"].map((name) =>
          millions(run, name),
        );
        expect(headline).toBeLessThanOrEqual(100 + 1e-9);
        expect(expected).toBeLessThanOrEqual(headline + 1e-9);
        expect(firm).toBeLessThanOrEqual(expected + 1e-9);
        if (valued === undefined) {
          const sum = seriesOf(run, "contracts.p.seller-cash").reduce((total, cash) => total + cash, 0) / 1e6;
          expect(sum).toBeCloseTo(expected, 9);
        }
      }),
      { numRuns: 25 },
    );
  });
});
