import { describe, expect, test } from "vitest";
import { mirr } from "../cash-flow/index.ts";
import { makeCalendar } from "../calendar/calendar.ts";
import { day as parsedDay, evaluated, problemsOf, valueOf } from "../graph/graph.fixture.ts";

/** The calendar runs from May 2026 to April 2028; cash is 1, 2, 3 ... 24. */
const cash = { "m.cash": "cumulative(monthly(1 USD))" };
const series = (formula: string): number[] => evaluated(formula, cash).values;
const months = Array.from({ length: 24 }, (_, month) => month);

describe("present-value", () => {
  test("is the value at the start of each month of what is still to come", () => {
    const growth = 1.2 ** (1 / 12);
    let value = 0;
    const wanted = months
      .toReversed()
      .map((month) => (value = (month + 1 + value) / growth))
      .toReversed();
    for (const [month, got] of series("present-value(20 %/yr, cash)").entries())
      expect(got / (wanted[month] ?? NaN)).toBeCloseTo(1, 12);
  });

  test("of nothing more to come is nothing", () => {
    expect(series("present-value(20 %/yr, cash * during(2026-05-01, 2027-05-01))").slice(12)).toEqual(
      Array(12).fill(0),
    );
    expect(series("present-value(0 %/yr, cash)")[0]).toBe(300);
  });

  test("discounts each month by that month's rate, where rates differ", () => {
    const rates = { ...cash, "m.rate": "yearly(20 %, 5 %)" };
    let value = 0;
    const wanted = months
      .toReversed()
      .map((month) => (value = (month + 1 + value) / (month < 12 ? 1.2 : 1.05) ** (1 / 12)))
      .toReversed();
    for (const [month, got] of evaluated("present-value(rate, cash)", rates).values.entries())
      expect(got / (wanted[month] ?? NaN)).toBeCloseTo(1, 12);
  });

  test("of what is undefined is undefined, and of what comes after it is not", () => {
    const found = series("present-value(10 %, if(step(2027-05-01) > 0, cash))");
    expect(found.map(Number.isNaN)).toEqual(months.map((month) => month < 12));
    expect(series("present-value(-100 %, cash)").every(Number.isNaN)).toBe(true);
    expect(
      evaluated("present-value(10 %, monthly(1 USD))", {}, makeCalendar(parsedDay("2026-05"), 1)).values[0],
    ).toBeCloseTo(1.1 ** (-1 / 12), 12);
  });

  test("a recurrence cannot pass through it", () => {
    const { message = "" } = problemsOf("previous(x, 1 USD)", { "m.x": "present-value(5 %, m.under-test)" })[0] ?? {};
    expect(message).toContain("present-value(...)");
  });
});

describe("totals of some months", () => {
  test.each([0, 1, 6, 30])("ahead and behind, %i months", (count) => {
    const within = (month: number): number => (month < 0 || month > 23 ? 0 : month + 1);
    const span = (from: number): number => [...Array(count).keys()].reduce((sum, step) => sum + within(from + step), 0);
    expect(series(`ahead(cash, ${count})`)).toEqual(months.map((month) => span(month + 1)));
    expect(series(`behind(cash, ${count} month)`)).toEqual(months.map((month) => span(month - count + 1)));
  });

  test("a recurrence can pass through behind and not through ahead", () => {
    expect(problemsOf("previous(x, 1 USD) * 1.01", { "m.x": "behind(m.under-test, 2 month)" })).toEqual([]);
    expect(problemsOf("previous(x, 1 USD) * 1.01", { "m.x": "ahead(m.under-test, 2 month)" })[0]?.message).toContain(
      "months that are still to come",
    );
  });
});

describe("totals of months that are not all defined, or of a number that is uncertain", () => {
  test("only what they hold makes them undefined", () => {
    const gap = "if(during(2026-08-01, 2026-09-01) == 0, cash)"; // month 3
    expect(series(`behind(${gap}, 3)`).map(Number.isNaN)).toEqual(months.map((month) => month >= 3 && month < 6));
    expect(series(`ahead(${gap}, 2)`).map(Number.isNaN)).toEqual(months.map((month) => month === 1 || month === 2));
  });

  test("their number is rounded, none below 1, and undefined where it is", () => {
    expect(series("behind(cash, 2.4)")).toEqual(series("behind(cash, 2)"));
    expect(series("ahead(cash, 1 quarter)")).toEqual(series("ahead(cash, 3)"));
    for (const name of ["behind", "ahead"]) {
      expect(series(`${name}(cash, -2)`)).toEqual(months.map(() => 0));
      expect(series(`${name}(cash, 0 / 0)`).every(Number.isNaN)).toBe(true);
      expect(series(`${name}(cash, 1 / 0)`)).toEqual(series(`${name}(cash, 24)`));
      expect(problemsOf(`${name}(cash, cash / USD)`, cash)[0]?.message).toContain("monthly series");
      const drawn = { ...cash, "m.n": "uniform(2, 4)" };
      expect(evaluated(`${name}(cash, n)`, drawn).values).toEqual(series(`${name}(cash, 3)`));
    }
  });
});

describe("annuity", () => {
  test("repays 1, month by month, down to rates that are mere rounding", () => {
    for (const rate of [0.3, 0.01, 1e-5, 5.6e-17, -1e-9, -0.02]) {
      const payment = valueOf(`annuity(${rate}, 30)`);
      let left = 1;
      for (let period = 0; period < 30; period++) left = left * (1 + rate) - payment;
      expect(left).toBeCloseTo(0, 9);
    }
    expect(series("annuity(yearly(1 %, 0), 10)")[12]).toBe(0.1);
  });

  test.each([
    ["annuity(7 %, 5)", 0.243_890_694],
    ["annuity(0, 4)", 0.25],
    ["annuity(8 % / 12, 10) * 10000", 1037.032_089],
  ])("%s", (formula, wanted) => {
    expect(valueOf(formula)).toBeCloseTo(wanted, 6);
  });
});

describe("mirr", () => {
  test("is that of the months, made yearly", () => {
    const flows = months.map((month) => (month === 0 ? -100 : month % 5 === 0 ? -3 : 7));
    const text = flows.map((flow, month) => `${flow} USD * during(${day(month)}, ${day(month + 1)})`).join(" + ");
    const monthly = mirr(flows, 1.1 ** (1 / 12) - 1, 1.12 ** (1 / 12) - 1);
    expect(valueOf(`mirr(10 %/yr, 12 %/yr, ${text})`)).toBeCloseTo(100 * ((1 + monthly) ** 12 - 1), 9);
    expect(valueOf("mirr(10 %/yr, 12 %/yr, monthly(5 USD))")).toBeNaN();
    expect(valueOf("mirr(10 %/yr, 12 %/yr, monthly(-5 USD))")).toBeNaN();
    expect(problemsOf("mirr(10 %, monthly(12 %), monthly(5 USD))")[0]?.message).toContain("monthly series");
  });
});

function day(month: number): string {
  const index = 4 + month;
  return `${2026 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}-01`;
}

describe("irr-count", () => {
  test.each([
    ["irr-count(10 USD * during(2026-06-01, 2026-08-01) - 15 USD * during(2026-05-01, 2026-06-01))", 1],
    ["irr-count(monthly(10 USD))", 0],
    [
      "irr-count(10 USD * during(2026-06-01, 2026-07-01) - 1.6 USD * during(2026-05-01, 2026-06-01) - 10 USD * during(2026-07-01, 2026-08-01))",
      2,
    ],
  ])("%s is %d", (formula, wanted) => {
    expect(valueOf(formula)).toBe(wanted);
  });
});
