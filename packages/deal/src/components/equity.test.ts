import { describe, expect, it } from "vitest";
import type { Result } from "../result.ts";
import { figureOf, mistakesIn, numberOf, result, seriesOf } from "../small-deal.contract.ts";

function deal(lines: readonly string[], months = 37): string {
  return `deal: e
as_of: 2026-05-09
calendar: { start: 2026-06, months: ${months} }
currency: USD
contracts:
  e:
    kind: equity
    investor: A fund
    company: A host
${lines.map((line) => `    ${line}\n`).join("")}`;
}

const value = (run: Result, name: string): number => numberOf(run, `contracts.e.${name}`);

describe("equity of 100 with 20 a year and an exit at 121 less 20 after three", () => {
  // 100 now, 20, 20 and 121 at the ends of three years.
  const terms = [
    "amount: 100 USD",
    "on: 2026-06-20",
    'distributions: "20 USD * (during(2027-06-01, 2027-07-01) + during(2028-06-01, 2028-07-01))"',
    "exit: { value: 121 USD, on: 2029-06-11 }",
    "discount: 10 %/yr",
  ];

  it("has the returns of three yearly flows", async () => {
    const run = await result(deal(terms));
    const worth = (rate: number): number => -100 + 20 / (1 + rate) + 20 / (1 + rate) ** 2 + 121 / (1 + rate) ** 3;
    expect(worth(value(run, "irr") / 100)).toBeCloseTo(0, 9);
    expect(value(run, "irr-count")).toBe(1);
    expect(value(run, "npv")).toBeCloseTo(worth(0.1), 9);
    expect(value(run, "moic")).toBeCloseTo(1.61, 12);
    expect(value(run, "dpi")).toBeCloseTo(0.4, 12);
    expect(value(run, "tvpi")).toBeCloseTo(1.61, 12);
    expect(value(run, "deepest-exposure")).toBe(100);
    for (const name of ["headline", "firm", "protected", "expected"]) expect(value(run, name)).toBe(100);
    const company = seriesOf(run, "contracts.e.company-cash");
    for (const [month, cash] of seriesOf(run, "contracts.e.investor-cash").entries())
      expect(cash + (company[month] ?? NaN)).toBe(0);
  });

  it("owes nothing once it is paid in", async () => {
    const run = await result(deal([...terms, "valued_on: 2026-06-21"]));
    expect(value(run, "headline")).toBe(0);
  });

  it("refuses days outside the calendar", () => {
    expect(mistakesIn(deal(terms, 30)).map(({ message }) => message)).toEqual([
      expect.stringContaining("contracts.e.exit-in-calendar is 0"),
    ]);
  });
});

describe("equity by months", () => {
  it("counts every rate of return", async () => {
    // 100 out, 230 back, 132 out: worth nothing at 10 % and at 20 % a month.
    const months = (first: number): string => `during(2026-0${first}-01, 2026-0${first + 1}-01)`;
    const run = await result(
      deal(
        [`contributions: "100 USD * ${months(6)} + 132 USD * ${months(8)}"`, `distributions: "230 USD * ${months(7)}"`],
        3,
      ),
    );
    expect(value(run, "irr-count")).toBe(2);
  });

  it("without any money has no return, no multiple and no headline", async () => {
    const run = await result(deal(["contributions: 0 USD"]));
    expect(value(run, "headline")).toBe(0);
    for (const name of ["irr", "moic", "dpi", "tvpi"]) expect(figureOf(run, `contracts.e.${name}`).value).toBeNull();
  });

  it("that never pays back has no payback", async () => {
    const run = await result(deal(["contributions: 1 USD", "distributions: 0.5 USD"]));
    expect(figureOf(run, "contracts.e.payback").value).toBeNull();
    expect(value(run, "deepest-exposure")).toBeCloseTo(18.5, 12);
  });

  it.each([
    [[], /needs contributions/],
    [["contributions: 1 USD", "amount: 1 USD"], /not both/],
    [["contributions: 1 USD", "exit: { value: 1 USD }"], /a value and a day/],
  ])("%j", (lines, message) => {
    expect(
      mistakesIn(deal(lines))
        .map((found) => found.message)
        .join(),
    ).toMatch(message);
  });
});
