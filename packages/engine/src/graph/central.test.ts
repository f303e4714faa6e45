import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Evaluator } from "../compile/evaluator.ts";
import { evaluateAt } from "../evaluate/index.ts";
import { calendar, graphOf, quantity } from "./graph.fixture.ts";
import type { Graph } from "./graph.ts";

const at = (graph: Graph, path: string, u: number): number[] => [
  ...(evaluateAt(graph.program, [quantity(graph, path).step], u)[0]?.data ?? []),
];

describe("central goes through recurrences", () => {
  const loan = {
    rate: "uniform(0 %, 2 %)",
    balance: "previous(after, 100 USD)",
    after: "balance * (1 + rate) - payment",
    payment: "uniform(4 USD, 6 USD)",
  };
  let owed = 100;
  const wanted = Array.from({ length: calendar.months }, () => {
    const before = owed;
    owed = owed * 1.01 - 5;
    return before;
  });

  test("wherever in the file they stand, in one quantity or in several", () => {
    const order = fc.shuffledSubarray(Object.entries({ ...loan, base: "central(balance)" }), { minLength: 5 });
    fc.assert(
      fc.property(order, (formulas) => {
        const graph = graphOf(Object.fromEntries(formulas));
        expect(graph.problems).toEqual([]);
        expect(quantity(graph, "base").random).toBe(false);
        // Another quantile of the inputs moves the balance and not its base case.
        for (const [month, value] of at(graph, "base", 0.9).entries())
          expect(value).toBeCloseTo(wanted[month] ?? NaN, 9);
      }),
      { numRuns: 20 },
    );
  });

  test("one value of it may parameterise a distribution, and it may be read a month late", () => {
    const graph = graphOf({
      ...loan,
      last: "normal(central(last(balance)), 1 USD)",
      late: "central(previous(after, 100 USD))",
      power: "(2 USD) ^ (central(last(balance)) / last(central(balance)) + 1)",
    });
    expect(graph.problems).toEqual([]);
    expect(at(graph, "last", 0.5)[0]).toBeCloseTo(wanted.at(-1) ?? NaN, 9);
    expect(at(graph, "late", 0.1)).toEqual(at(graph, "late", 0.5));
    expect(at(graph, "late", 0.1)[3]).toBeCloseTo(wanted[3] ?? NaN, 9);
    expect(at(graph, "power", 0.1)).toEqual([4]);
  });

  test("and what uncertain recurrences read may hold it", () => {
    const graph = graphOf({
      ...loan,
      lent: "central(sum(sales)) / 24",
      sales: "uniform(1 USD, 3 USD) * step(2020-01-01)",
      debt: "previous(debt, lent) * (1 + rate) - sales / 10",
      "worst-case": "central(debt) * 2",
    });
    expect(graph.problems).toEqual([]);
    const debt = Array.from(
      { length: calendar.months },
      (_, month) => 2 * 1.01 ** (month + 1) - 20 * (1.01 ** (month + 1) - 1),
    );
    for (const [month, value] of at(graph, "worst-case", 0.05).entries())
      expect(value).toBeCloseTo(2 * (debt[month] ?? NaN), 9);
  });
});

test("what rests on inputs by way of central only has no drivers, and still says what it reads", () => {
  const graph = graphOf({
    u: "1 to 2 USD",
    x: "u * 2",
    base: "central(x)",
    both: "base - x",
    v: "1 to 2",
    z: "base * v",
  });
  const drivers = (path: string): string[] =>
    [...new Evaluator(graph.program, [quantity(graph, path).step]).inputs].map(
      (input) => graph.program.inputs[input]?.name ?? "",
    );
  expect(["base", "both", "z"].map(drivers)).toEqual([[], ["u"], ["v"]]);
  expect(quantity(graph, "base")).toMatchObject({ references: ["x"], random: false });
});

describe("central that cannot be known", () => {
  test("because what it reads rests on the formula a month later", () => {
    const { problems, quantities } = graphOf({
      u: "1 to 2 USD",
      size: "central(sum(owed)) / 24",
      owed: "previous(after, 5 USD)",
      after: "owed + size - u",
      beyond: "size * 2",
    });
    expect(problems).toMatchObject([
      { path: "size", message: expect.stringContaining("size -> owed -> after -> size") },
    ]);
    expect([...quantities.keys()]).toEqual(["u"]);
  });

  test("because it is its own month before", () => {
    const { problems } = graphOf({ own: "central(previous(own, 1) * 2)" });
    expect(problems).toMatchObject([{ path: "own", message: expect.stringContaining("depends on itself") }]);
  });

  test("because what it reads is at fault, which is said once", () => {
    const units = graphOf({ x: "previous(y, 1 USD)", y: "x * (1 GPU)", base: "central(x)", more: "base * 2" });
    expect(units.problems.map(({ path }) => path)).toEqual(["x"]);
    const foresight = graphOf({ x: "previous(y, 1 USD)", y: "x + sum(x)", base: "central(x)", more: "base * 2" });
    expect(foresight.problems).toMatchObject([{ message: expect.stringContaining("months that are still to come") }]);
    const unknown = graphOf({ x: "previous(z, 1 USD)", base: "central(x)" });
    expect(unknown.problems.map(({ path }) => path)).toEqual(["x"]);
    for (const graph of [units, foresight, unknown]) expect(graph.quantities.has("base")).toBe(false);
  });
});
