import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "../../result.ts";
import { figureOf, mistakesIn, numberOf, result, seriesOf } from "../../small-deal.contract.ts";

const head = (months: number, start = "2026-07"): string =>
  `deal: c\nas_of: 2026-05-09\ncalendar: { start: ${start}, months: ${months} }\ncurrency: USD\ncontracts:\n`;

const commitment = (id: string, lines: readonly string[]): string =>
  [
    `  ${id}:`,
    "    kind: commitment",
    "    seller: A cloud",
    "    buyer: A lab",
    ...lines.map((line) => `    ${line}`),
    "",
  ].join("\n");

/** Money in millions of dollars. */
const millions = (run: Result, id: string, name: string): number => numberOf(run, `contracts.${id}.${name}`) / 1e6;
const cashOf = (run: Result, id: string, name: string): number[] =>
  seriesOf(run, `contracts.${id}.${name}`).map((cash) => Math.round(cash / 1e3) / 1e3);

describe("a commitment of 24 million over two years, all of it firm", () => {
  const terms = ["amount: 24 million USD", "term: { from: 2026-07-01, months: 24 month }"];

  it("is paid as it is used", async () => {
    const run = await result(head(26) + commitment("c", terms));
    expect(cashOf(run, "c", "seller-cash")).toEqual([...Array.from({ length: 24 }, () => 1), 0, 0]);
    for (const name of ["headline", "scheduled", "firm", "protected", "expected"])
      expect(millions(run, "c", name)).toBeCloseTo(24, 9);
  });

  it("costs what was not used at the end of each commitment period", async () => {
    const run = await result(head(26) + commitment("c", [...terms, "use: 25 %"]));
    const cash = cashOf(run, "c", "seller-cash");
    expect([cash[10], cash[11], cash[12], cash[22], cash[23], cash[24]]).toEqual([0.25, 9.25, 0.25, 0.25, 9.25, 0]);
    expect(millions(run, "c", "expected")).toBeCloseTo(24, 9);
  });

  it("has a last period that ends with the term, however short", async () => {
    const run = await result(head(26) + commitment("c", [...terms, "use: 0 %", "period: 18 month"]));
    const cash = cashOf(run, "c", "seller-cash");
    expect([cash[16], cash[17], cash[18], cash[23], cash[24]]).toEqual([0, 18, 0, 6, 0]);
  });

  it("counts what was used early towards later periods, up to the ceiling", async () => {
    const early = [...terms, 'drawdown: "2 million USD * during(2026-07-01, 2027-07-01)"'];
    const run = await result(head(26) + commitment("c", early));
    expect(cashOf(run, "c", "seller-cash")).toEqual([
      ...Array.from({ length: 12 }, () => 2),
      ...Array.from({ length: 14 }, () => 0),
    ]);
    const eager = await result(head(26) + commitment("c", [...terms, "drawdown: 5 million USD"]));
    expect(cashOf(eager, "c", "seller-cash").slice(0, 7)).toEqual([5, 5, 5, 5, 4, 0, 0]);
    expect(millions(eager, "c", "scheduled")).toBeCloseTo(24, 9);
  });

  it("buys less when shortfalls have been paid", async () => {
    const late = [...terms, 'drawdown: "2 million USD * step(2027-07-01)"'];
    const run = await result(head(26) + commitment("c", late));
    const cash = cashOf(run, "c", "seller-cash");
    // Twelve millions for nothing, then what is left of the ceiling.
    expect([cash[11], cash[12], cash[17], cash[18], cash[23]]).toEqual([12, 2, 2, 0, 0]);
  });
});

describe("a commitment by size", () => {
  const gigawatt = ["size: 2 GW", "price: 12 million USD/GW/yr", "term: { from: 2026-07-01, months: 36 month }"];

  it("has the announced headline, whatever the calendar holds", async () => {
    const run = await result(head(12) + commitment("c", gigawatt));
    expect(millions(run, "c", "headline")).toBeCloseTo(72, 9);
    expect(millions(run, "c", "scheduled")).toBeCloseTo(24, 9);
    expect(numberOf(run, "contracts.c.unseen")).toBeCloseTo(24, 12);
  });

  it("takes its firm part in money", async () => {
    const run = await result(head(36) + commitment("c", [...gigawatt, "committed: 18 million USD", "use: 0 %"]));
    expect(numberOf(run, "contracts.c.committed-share")).toBeCloseTo(25, 12);
    expect(millions(run, "c", "firm")).toBeCloseTo(18, 9);
    expect(millions(run, "c", "firm-share") * 1e6).toBeCloseTo(25, 9);
  });

  it("refuses a firm part above its ceiling", () => {
    const mistakes = mistakesIn(head(36) + commitment("c", [...gigawatt, "committed: 80 million USD"]));
    expect(mistakes.map(({ message }) => message).join()).toMatch(/committed-share is 111/);
  });
});

describe("the ramp of an amount", () => {
  it("leaves the whole amount to be used", async () => {
    const terms = ["amount: 100 million USD", "term: { from: 2026-07-15, months: 20 month, ramp: 7 month }"];
    const run = await result(head(26) + commitment("c", terms));
    expect(millions(run, "c", "scheduled")).toBeCloseTo(100, 9);
  });

  it("does not press the amount into a short calendar", async () => {
    const terms = ["amount: 60 million USD", "term: { from: 2026-07-01, months: 60 month }"];
    const run = await result(head(12) + commitment("c", terms));
    expect(millions(run, "c", "scheduled")).toBeCloseTo(12, 9);
    expect(millions(run, "c", "headline")).toBe(60);
  });
});

describe("exit on notice", () => {
  const terms = (more: string): string[] => [
    "amount: 24 million USD",
    "take_or_pay: 50 %",
    "use: 80 %",
    "term: { from: 2026-07-01, months: 24 month }",
    more,
  ];

  it("leaves the minimum up to its end firm, and of that the notice period protected", async () => {
    const run = await result(
      head(24) + commitment("c", terms("exit: { notice: 3 month, not_before: 2027-01-01, hazard: 10 %/month }")),
    );
    expect(figureOf(run, "contracts.c.firm-until").value).toBe("2027-04-01");
    expect(millions(run, "c", "firm")).toBeCloseTo(9 * 0.5, 9);
    expect(millions(run, "c", "protected")).toBeCloseTo(3 * 0.5, 9);
    const tail = Array.from({ length: 15 }, (_, month) => 0.9 ** (month + 1)).reduce((sum, share) => sum + share, 0);
    expect(millions(run, "c", "expected")).toBeCloseTo(0.8 * (9 + tail), 9);
  });

  it("counts from the day of valuation", async () => {
    const exit = "exit: { notice: 3 month, hazard: 10 %/month }";
    const run = await result(
      head(24) +
        commitment("c", [...terms(exit), "valued_on: 2027-01-01"]) +
        commitment("over", [...terms(exit), "valued_on: 2029-01-01"]),
    );
    expect(millions(run, "c", "headline")).toBeCloseTo(18, 9);
    expect(millions(run, "c", "scheduled")).toBeCloseTo(18 * 0.8, 9);
    // Half a year at 80 % instead of 50 % is 1.8 ahead: nothing of the next three months is owed.
    expect(millions(run, "c", "firm")).toBeCloseTo(0, 9);
    expect(
      ["headline", "scheduled", "firm", "protected", "expected"].map((name) =>
        Math.round(millions(run, "over", name) * 1e6),
      ),
    ).toEqual([0, 0, 0, 0, 0]);
  });
});

describe("a prepayment", () => {
  const terms = ["amount: 12 million USD", "term: { from: 2026-09-01, months: 12 month }"];

  it("is credited against what falls due first", async () => {
    const run = await result(
      head(16) + commitment("c", [...terms, "prepaid: { amount: 2.5 million USD, on: 2026-07-20 }"]),
    );
    expect(cashOf(run, "c", "seller-cash").slice(0, 8)).toEqual([2.5, 0, 0, 0, 0.5, 1, 1, 1]);
    expect(millions(run, "c", "expected")).toBeCloseTo(12, 9);
  });

  it("is lost by who uses less", async () => {
    const run = await result(
      head(16) +
        commitment("c", [
          ...terms,
          "take_or_pay: 0 %",
          "use: 0 %",
          "prepaid: { amount: 2.5 million USD, on: 2026-07-20 }",
        ]),
    );
    expect(millions(run, "c", "firm")).toBeCloseTo(2.5, 9);
    expect(millions(run, "c", "expected")).toBeCloseTo(2.5, 9);
  });

  it("made before the calendar or the valuation is credited and not counted", async () => {
    const before = "prepaid: { amount: 2.5 million USD, on: 2026-06-20 }";
    const run = await result(head(16) + commitment("c", [...terms, before, "valued_on: 2026-07-01"]));
    expect(cashOf(run, "c", "seller-cash").slice(0, 7)).toEqual([0, 0, 0, 0, 0.5, 1, 1]);
    expect(millions(run, "c", "expected")).toBeCloseTo(9.5, 9);
    expect(millions(run, "c", "firm")).toBeCloseTo(9.5, 9);
  });

  it("after the start is refused", () => {
    const late = "prepaid: { amount: 2.5 million USD, on: 2026-10-20 }";
    expect(mistakesIn(head(16) + commitment("c", [...terms, late]))).toHaveLength(1);
  });
});

describe("what a commitment needs", () => {
  it.each([
    [["term: { from: 2026-07-01, months: 1 month }"], /needs an amount, or a size and a price/],
    [["amount: 1 USD", "size: 1 GW", "price: 1 USD/GW/yr", "term: { from: 2026-07-01, months: 1 month }"], /not both/],
    [["size: 1 GW", "term: { from: 2026-07-01, months: 1 month }"], /a size needs a price/],
    [
      ["amount: 1 USD", "exit: { hazard: 1 %/month }", "term: { from: 2026-07-01, months: 1 month }"],
      /without a notice/,
    ],
    [
      ["amount: 1 USD", "committed: 1 USD", "take_or_pay: 1 %", "term: { from: 2026-07-01, months: 1 month }"],
      /given twice/,
    ],
  ])("%j", (lines, message) => {
    expect(
      mistakesIn(head(12) + commitment("c", lines))
        .map((found) => found.message)
        .join(),
    ).toMatch(message);
  });
});

const anyTerms = fc.record({
  from: fc.constantFrom("2026-07-01", "2026-07-15", "2027-02-28", "2028-02-29", "2028-01-31"),
  months: fc.constantFrom(0, 1, 5, 12, 24, 31),
  ramp: fc.constantFrom(0, 3, 40),
  top: fc.integer({ min: 0, max: 100 }),
  use: fc.oneof(
    fc.integer({ min: 0, max: 100 }).map((share) => `use: ${share} %`),
    fc.integer({ min: 0, max: 3 }).map((cash) => `drawdown: ${cash} million USD`),
  ),
  period: fc.constantFrom(1, 5, 12, 60),
  bySize: fc.boolean(),
  prepaid: fc.constantFrom(0, 1, 8),
  notice: fc.constantFrom("0 day", "10 day", "3 month", "400 day"),
  valued: fc.constantFrom(undefined, "2026-07-01", "2027-01-01", "2028-02-29"),
});

describe("any commitment", () => {
  it("pays one side what the other pays, and is worth less the surer the money must be", async () => {
    await fc.assert(
      fc.asyncProperty(anyTerms, fc.integer({ min: 0, max: 50 }), async (terms, hazard) => {
        const { from, months, ramp, top, use, period, bySize, prepaid, notice, valued } = terms;
        const lines = (chance: number): string[] => [
          ...(bySize ? ["size: 2 GW", "price: 5 million USD/GW/yr"] : ["amount: 24 million USD"]),
          `take_or_pay: ${top} %`,
          use,
          `period: ${period} month`,
          `term: { from: ${from}, months: ${months} month, ramp: ${ramp} month }`,
          ...(prepaid === 0 || bySize || months === 0 ? [] : [`prepaid: { amount: ${prepaid} million USD }`]),
          `exit: { notice: ${notice}, hazard: ${chance} %/month }`,
          ...(valued === undefined ? [] : [`valued_on: ${valued}`]),
        ];
        const run = await result(
          head(52) + commitment("some", lines(hazard)) + commitment("never", lines(0)) + commitment("once", lines(100)),
          { samples: 16 },
        );
        const buyer = seriesOf(run, "contracts.some.buyer-cash");
        for (const [month, cash] of seriesOf(run, "contracts.some.seller-cash").entries())
          expect(cash + (buyer[month] ?? NaN)).toBe(0);
        const names = ["headline", "scheduled", "firm", "protected", "expected"] as const;
        const [headline = NaN, scheduled = NaN, firm = NaN, kept = NaN, expected = NaN] = names.map((name) =>
          millions(run, "some", name),
        );
        // A month is counted by its 28 to 31 days, and a ramp by the mean of each month.
        const slack = 0.12 * 2;
        expect(scheduled).toBeLessThanOrEqual(headline + (months === 0 ? 1e-5 : slack));
        expect(expected).toBeLessThanOrEqual(scheduled + 1e-9);
        expect(firm).toBeLessThanOrEqual(expected + 1e-9);
        expect(kept).toBeLessThanOrEqual(firm + 1e-9);
        expect(millions(run, "never", "expected")).toBeCloseTo(scheduled, 9);
        expect(expected).toBeGreaterThanOrEqual(millions(run, "once", "expected") - 1e-9);
        // The whole cash of who never leaves is what it is worth before anything is paid.
        if (valued === undefined || valued <= from) {
          const whole = seriesOf(run, "contracts.never.seller-cash").reduce((sum, cash) => sum + cash, 0) / 1e6;
          expect(whole).toBeCloseTo(scheduled, 6);
        }
      }),
      { numRuns: 25 },
    );
  });
});
