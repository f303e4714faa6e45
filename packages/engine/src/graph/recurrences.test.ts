import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateAt, interpret } from "../evaluate/index.ts";
import { buildGraph, typeName, type Graph } from "./graph.ts";
import { calendar, definitions, graphOf, problemsOf, quantity, units } from "./graph.fixture.ts";

type Formulas = Readonly<Record<string, string>>;
const months = Array.from({ length: calendar.months }, (_, month) => month);

/** Values of a quantity with every input at its median. */
function values(graph: Graph, path: string): number[] {
  const [column] = evaluateAt(graph.program, [quantity(graph, path).step], 0.5);
  return [...(column?.data ?? [])];
}
function valuesOf(formulas: Formulas, path: string): number[] {
  const graph = graphOf(formulas);
  expect(graph.problems).toEqual([]);
  return values(graph, path);
}

describe("a recurrence", () => {
  test("of a loan balance is the annuity's closed form", () => {
    const [rate, loan] = [0.01, 100_000];
    const payment = (loan * rate) / (1 - (1 + rate) ** -24);
    const balance = valuesOf(
      {
        payment: "100 kUSD * 1 % / (1 - 1.01 ^ -24) in USD",
        balance: "previous(balance, 100000 USD) * (1 + 1 %) - payment",
      },
      "balance",
    );
    for (const month of months) {
      const growth = (1 + rate) ** (month + 1);
      expect(balance[month]).toBeCloseTo(loan * growth - (payment * (growth - 1)) / rate, 6);
    }
    expect(balance.at(-1)).toBeCloseTo(0, 6);
  });

  test("carries losses forward until they are used up", () => {
    const formulas = {
      profit: "yearly(-1 USD, 3 USD)",
      losses: "max(previous(losses, 0 USD) - profit, 0 USD)",
      taxable: "max(profit - previous(losses, 0 USD), 0 USD)",
    };
    expect(valuesOf(formulas, "losses").slice(10, 18)).toEqual([11, 12, 9, 6, 3, 0, 0, 0]);
    expect(valuesOf(formulas, "taxable")).toEqual(months.map((month) => (month < 16 ? 0 : 3)));
    // What is taxed in the end is what was earned in the end.
    expect(valuesOf({ ...formulas, all: "sum(taxable) - sum(profit)" }, "all")).toEqual([0]);
  });

  test("runs through two quantities that name each other: Fibonacci's rabbits", () => {
    const formulas = { old: "previous(all, 1)", all: "previous(all, 1) + previous(old, 0)" };
    expect(valuesOf(formulas, "all").slice(0, 8)).toEqual([1, 2, 3, 5, 8, 13, 21, 34]);
    expect(valuesOf(formulas, "old").slice(0, 8)).toEqual([1, 1, 2, 3, 5, 8, 13, 21]);
  });

  test("converts units on its way round", () => {
    const graph = graphOf({ total: "500 USD + previous(total, 2 kUSD)", late: "previous(total, 2 kUSD)" });
    expect(typeName(quantity(graph, "total").type)).toBe("USD");
    expect(values(graph, "total")).toEqual(months.map((month) => 2500 + 500 * month));
    expect(typeName(quantity(graph, "late").type)).toBe("kUSD");
    expect(values(graph, "late")).toEqual(months.map((month) => 2 + 0.5 * month));
  });

  test("holds dates and truth too", () => {
    const truth = {
      "has-begun": "previous(has-begun, false) or during(2026-08-01, 2026-09-01) > 0",
      due: "previous(due, 2026-05-31) + 1 month",
    };
    expect(valuesOf(truth, "has-begun")).toEqual(months.map((month) => (month < 3 ? 0 : 1)));
    expect(valuesOf({ ...truth, days: "due - previous(due, 2026-05-31)" }, "days").slice(0, 3)).toEqual([30, 30, 31]);
  });

  test("may look further back by lag, and keep a running total", () => {
    const formulas = {
      x: "previous(x, 1) + lag(total, 2)",
      total: "cumulative(x)",
    };
    const [x, total]: [number[], number[]] = [[], []];
    // x of this month needs the total of two months ago only, but says so by lag: that alone is a circle.
    expect(graphOf(formulas).problems[0]?.message).toContain("depends on itself");
    for (const month of months) {
      x.push((x[month - 1] ?? 1) + (total[month - 3] ?? 0));
      total.push((total[month - 1] ?? 0) + (x[month] ?? NaN));
    }
    const late = { ...formulas, x: "previous(x, 1) + lag(before, 2)", before: "previous(total, 0)" };
    expect(valuesOf(late, "x")).toEqual(x);
    expect(valuesOf(late, "total")).toEqual(total);
  });

  test("of one quantity is what a loop computes", () => {
    const factor = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(factor, factor, factor, (start, growth, more) => {
        const found = valuesOf({ x: `(${growth}) * previous(x, ${start}) + (${more})` }, "x");
        let expected = start;
        for (const value of found) {
          expected = growth * expected + more;
          expect(value + 0).toBe(expected + 0);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("previous without a circle", () => {
  const others = { s: "elapsed(2026-05-01) / month * (2 to 3)" };

  test("is lag with a start of one's own", () => {
    expect(valuesOf({ ...others, x: "previous(s, 0)" }, "x")).toEqual(valuesOf({ ...others, x: "lag(s, 1)" }, "x"));
    expect(valuesOf({ ...others, x: "previous(s, -7)" }, "x")[0]).toBe(-7);
    expect(valuesOf({ ...others, x: "previous(s * 2 + 1, 1)" }, "x").slice(1)).toEqual(
      valuesOf({ ...others, x: "s * 2 + 1" }, "x").slice(0, -1),
    );
  });

  test("reads a scalar as every month's value, and a quantity that is written later", () => {
    expect(valuesOf({ a: "previous(z, 1)", z: "5" }, "a")).toEqual(months.map((month) => (month === 0 ? 1 : 5)));
    expect(valuesOf({ x: "previous(month, 0 yr) in month" }, "x").slice(0, 3)).toEqual([0, 1, 1]);
  });

  test("reads in the unit of its start", () => {
    const graph = graphOf({ s: "500 USD * step(2026-05-01)", x: "previous(s, 1 kUSD)", y: "previous(s * 2, 1 kUSD)" });
    expect(values(graph, "x").slice(0, 2)).toEqual([1, 0.5]);
    expect(values(graph, "y").slice(0, 2)).toEqual([1, 1]);
    expect(graph.problems).toEqual([]);
  });
});

describe("certainty", () => {
  const graph = graphOf({
    rate: "1 to 2 %",
    certain: "previous(certain, 100 USD) * 1.01",
    "certain-sum": "sum(certain)",
    drawn: "previous(drawn, 100 USD) * (1 + rate)",
    "drawn-sum": "sum(drawn)",
    both: "previous(both, 0 USD) + certain * rate",
    mixed: "previous(certain, rate * 100 USD)",
  });
  const random = (path: string): boolean => quantity(graph, path).random;

  test("is lost to inputs only", () => {
    expect(graph.problems).toEqual([]);
    expect(["certain", "certain-sum"].map(random)).toEqual([false, false]);
    expect(["drawn", "drawn-sum", "both", "mixed"].map(random)).toEqual([true, true, true, true]);
    for (const path of ["certain", "certain-sum"]) {
      const step = graph.program.steps[quantity(graph, path).step];
      expect(step?.kind).toBe("certain");
      expect(step?.series).toBe(path === "certain");
    }
    expect(values(graph, "certain-sum")[0]).toBeCloseTo((100 * 1.01 * (1.01 ** 24 - 1)) / 0.01, 8);
  });

  test("of a step agrees with what it reads", () => {
    for (const step of graph.program.steps) {
      if (step.kind !== "operation") continue;
      expect(step.arguments.some((index) => graph.program.steps[index]?.random)).toBe(true);
    }
  });

  test("values at other inputs follow", () => {
    const [one, two] = [0.01, 0.02].map(
      (rate) => interpret(graph.program, [quantity(graph, "drawn").step], [rate * 100])[0]?.at(-1) ?? NaN,
    );
    expect(one).toBeCloseTo(100 * 1.01 ** 24, 9);
    expect(two).toBeCloseTo(100 * 1.02 ** 24, 9);
  });
});

describe("mistakes", () => {
  /** Messages by path, each with the text at its place. */
  function mistakes(formulas: Formulas): Record<string, [message: string, at: string]> {
    const graph = graphOf(formulas);
    return Object.fromEntries(
      graph.problems.map(({ path, message, at }) => [path, [message, formulas[path]?.slice(at.start, at.end) ?? ""]]),
    );
  }

  test.each([
    [{ x: "3 USD", y: "5 + previous(x, 0) * 2" }, { y: ["USD is not a plain number", "x"] }],
    [{ x: "previous(x, 0 GPU) * 1 USD / (1 GPU)" }, { x: ["USD is not GPU", "x"] }],
    [{ x: "1 < 2", y: "previous(x, 0 USD)" }, { y: ["this is true or false, not a number", "x"] }],
    [{ x: "1", y: "previous(x, 2026-01-01)" }, { y: ["this is a plain number, not a date", "x"] }],
    [{ x: "previous(3 USD, 0 GPU)" }, { x: ["USD is not GPU", "3 USD"] }],
    [{ x: "previous(x, step(2026-06))" }, { x: ["this is a monthly series, not one value", "step(2026-06)"] }],
    [{ x: "previous(nothing-such, 1)" }, { x: ['unknown name "nothing-such"', "nothing-such"] }],
    [{ x: "previous(x)" }, { x: ["previous does not take 1 argument", "previous(x)"] }],
  ])("%j", (formulas, expected) => {
    expect(mistakes(formulas)).toEqual(expected);
  });

  test("of units say so, so that an audit can make a finding of them", () => {
    expect(problemsOf("previous(x, 0 GPU)", { "m.x": "3 USD" })[0]).toMatchObject({ units: true });
  });

  test.each([
    ["without previous", { x: "y + 1", y: "x" }],
    ["that names itself both ways", { x: "previous(x, 0) + x" }],
    ["through the start", { x: "previous(y, sum(x))", y: "1" }],
    ["inside a formula given to previous", { x: "previous(x * 1, 0)" }],
  ])("a circle %s stays one, with the way out as a hint", (_, formulas) => {
    const [found, ...more] = graphOf(formulas).problems;
    expect(more).toEqual([]);
    expect(found?.message).toContain("this formula depends on itself: ");
    expect(found?.hint).toContain("previous(x, start)");
  });

  test.each([
    ["sum(y)", "sum"],
    ["max(y)", "max"],
    ["irr(y) / (1 %)", "irr"],
    ["lag(y, -1)", "lag"],
    ["lag(y, 1 to 2)", "lag"],
  ])("a recurrence through %s would look ahead", (formula, name) => {
    const formulas = { x: formula, y: "previous(x, 0) - step(2026-06)", z: "y * 2", free: "3" };
    expect(mistakes(formulas)).toEqual({
      y: [`this recurrence passes through ${name}(...), which needs months that are still to come`, "x"],
    });
    expect([...graphOf(formulas).quantities.keys()]).toEqual(["free"]);
  });

  test("what rests on something broken by previous is left out in silence", () => {
    const formulas = { broken: "1 USD + 1 GPU", a: "previous(broken, 0)", b: "a + previous(c, 0)", c: "b", free: "3" };
    const graph = graphOf(formulas);
    expect(graph.problems.map(({ path }) => path)).toEqual(["broken"]);
    expect([...graph.quantities.keys()]).toEqual(["free"]);
    expect([...graph.missing.keys()].sort()).toEqual(["a", "b", "c"]);
  });

  test("what waits for evidence by previous tells for which", () => {
    const formulas = { a: "previous(b, 0)", b: "a + claims.x", c: "previous(a, 1)", d: "previous(claims.y, 0) + c" };
    const graph = buildGraph(definitions(formulas), units, calendar, new Set(["claims.x", "claims.y"]));
    expect(graph.problems).toEqual([]);
    expect(graph.quantities.size).toBe(0);
    expect(Object.fromEntries(graph.missing)).toEqual({
      a: new Set(["claims.x"]),
      b: new Set(["claims.x"]),
      c: new Set(["claims.x"]),
      d: new Set(["claims.x", "claims.y"]),
    });
  });
});

test("references name what is read a month late", () => {
  const graph = graphOf({ x: "previous(y, 0) + z", y: "previous(y, 1) + x", z: "2" });
  expect(quantity(graph, "x").references).toEqual(["y", "z"]);
  expect(quantity(graph, "y").references).toEqual(["y", "x"]);
});
