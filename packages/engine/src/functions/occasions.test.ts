import { addMonths } from "../calendar/civil-date.ts";
import { describe, expect, test } from "vitest";
import { makeCalendar } from "../calendar/calendar.ts";
import { Evaluator } from "../compile/evaluator.ts";
import { calendar, day, evaluated, graphOf, problemsOf, quantity, valueOf } from "../graph/graph.fixture.ts";

/** The calendar runs from May 2026 to April 2028. */
const some = {
  // Undefined in May and June 2026, then 3, 4, 5 ... 24 but for a dip to 1 in May 2027.
  "m.x": "if(step(2026-07-01) > 0, cumulative(monthly(1)) - (12 * during(2027-05-01, 2027-06-01)))",
  "m.none": "if(step(2030-01-01) > 0, monthly(1))",
};
const value = (formula: string): number => evaluated(formula, some).values[0] ?? NaN;
const series = (formula: string): number[] => evaluated(formula, some).values;

describe("over the months that are defined", () => {
  test.each([
    ["min-defined(x)", 1],
    ["max-defined(x)", 24],
    ["mean-defined(x)", (300 - 3 - 12) / 22],
    ["min-defined(none)", NaN],
    ["max-defined(none)", NaN],
    ["mean-defined(none)", NaN],
    ["min(x)", NaN],
    ["date-of-min(x)", day("2027-05-01")],
    ["date-of-max(x)", day("2028-04-01")],
    ["date-of-min(none)", NaN],
    ["date-when(x > 10)", day("2027-03-01")],
    ["date-when(x < 2)", day("2027-05-01")],
    ["date-when(x > 100)", NaN],
    ["date-when(none > 0)", NaN],
  ])("%s is %f", (formula, wanted) => {
    expect(value(formula)).toEqual(wanted);
  });

  test("of several equal months the first counts", () => {
    expect(value("date-of-min(monthly(5))")).toBe(day("2026-05-01"));
    expect(value("date-of-max(during(2026-09-01, 2027-01-01))")).toBe(day("2026-09-01"));
  });
});

describe("every", () => {
  const come = (formula: string): number[] => series(formula).flatMap((one, month) => (one === 0 ? [] : [month]));
  test("counts from the start, which it leaves out", () => {
    expect(come("every(2026-05-01, 6)")).toEqual([6, 12, 18]);
    expect(come("every(2026-05-20, 12 month)")).toEqual([12]);
    expect(come("every(2025-01-31, 1 month)")).toEqual(Array.from({ length: 24 }, (_, month) => month));
    expect(come("every(2025-08-31, 6 month)")).toEqual([3, 9, 15, 21]);
    expect(come("every(2027-12-01, 3 month)")).toEqual([22]);
    expect(come("every(2030-01-01, 3 month)")).toEqual([]);
  });

  test("keeps the last day of short months, also of leap years", () => {
    const leap = evaluated("every(2027-08-31, 6 month)", {}, makeCalendar(day("2028-01"), 6)).values;
    expect(leap).toEqual([0, 1, 0, 0, 0, 0]);
  });

  test("is the start moved by whole months, counted month by month, whatever its hour", () => {
    const starts = [day("2024-02-29"), day("2025-08-31") + 0.5, day("2026-05-01"), day("2026-06-15") + 0.25];
    for (const start of starts) {
      for (const by of [1, 5, 12]) {
        const dates = Array.from({ length: 60 }, (_, round) => addMonths(Math.floor(start), (round + 1) * by));
        const wanted = Array.from({ length: 24 }, (_, month) => {
          const [from, to] = [calendar.starts[month] ?? NaN, calendar.starts[month + 1] ?? NaN];
          return dates.some((date) => date >= from && date < to) ? 1 : 0;
        });
        expect(evaluated(`every(1970-01-01 + ${start} * 1 day, ${by})`).values).toEqual(wanted);
      }
    }
  });

  test("of no months, or none that are known, is undefined", () => {
    for (const by of ["0", "-3", "0 / 0"])
      expect(evaluated(`every(2026-06-01, ${by})`).values.every(Number.isNaN)).toBe(true);
  });
});

describe("central", () => {
  const uncertain = {
    "m.u": "uniform(0 USD, 10 USD)",
    "m.n": "lognormal(8 USD, 0.5)",
    "m.balance": "previous(m.balance, 100 USD) * 1.01 - u",
    "m.late": "2026-06-01 + uniform(0 day, 60 day)",
  };
  const of = (formula: string): { values: number[]; random: boolean } => {
    const graph = graphOf({ ...uncertain, "m.under-test": formula });
    const { values } = evaluated(formula, uncertain);
    return { values, random: quantity(graph, "m.under-test").random };
  };

  test.each([
    ["central(u)", 5],
    ["central(u * n) / (1 USD)", 40],
    ["central(u) + 1 USD", 6],
    ["central(3 USD)", 3],
    ["central(max(u, n))", 8],
    ["central(late)", day("2026-07-01")],
  ])("%s is %f, and certain", (formula, wanted) => {
    const { values, random } = of(formula);
    expect(values[0]).toBeCloseTo(wanted, 9);
    expect(random).toBe(false);
  });

  test("goes through recurrences", () => {
    let balance = 100;
    const wanted = Array.from({ length: calendar.months }, () => (balance = balance * 1.01 - 5));
    const { values, random } = of("central(balance)");
    for (const [month, got] of values.entries()) expect(got).toBeCloseTo(wanted[month] ?? NaN, 9);
    expect(random).toBe(false);
  });

  test("may parameterise a distribution, and stays what it is whatever is drawn", () => {
    expect(valueOf("central(normal(central(u), 1 USD))", uncertain)).toBeCloseTo(5, 9);
    const graph = graphOf({ ...uncertain, "m.left": "balance - central(balance)" });
    const { step } = quantity(graph, "m.left");
    const evaluator = new Evaluator(graph.program, [step]);
    const columns = evaluator.columns(2);
    const draws = graph.program.inputs.map(({ name }) =>
      name === "m.u" ? Float64Array.of(5, 6) : Float64Array.of(1, 1),
    );
    evaluator.fill(columns, 0, 2, (from, count) => draws.map((column) => column.subarray(from, from + count)));
    expect(columns[0]?.data[0]).toBeCloseTo(0, 9);
    expect(columns[0]?.data[1]).toBeCloseTo(-1, 9);
  });

  test("of what rests on it is a circle, which is said", () => {
    expect(problemsOf("central(x) + 1 USD", { "m.x": "m.under-test * 2" })[0]?.message).toContain("depends on itself");
  });
});
