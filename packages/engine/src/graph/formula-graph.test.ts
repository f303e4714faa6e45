import { expect, it } from "vitest";
import { evaluateAt } from "../evaluate/interpret.ts";
import { calendar, definitions, units } from "./graph.fixture.ts";
import { buildFormulaGraph, buildGraph } from "./graph.ts";

const formulas = {
  a: "3",
  b: "1",
  same: "a",
  product: "a * b",
  again: "a * b",
  sum: "a + b",
  power: "(2 m)^b",
  drawn: "lognormal(a, 0.1) * (1 to 4)",
  day: "2026-05-01",
  number: "20574",
  later: "day + 30 day",
  left: "previous(left, a) - b",
};
const graph = buildFormulaGraph(definitions(formulas), units, calendar);

function stepOf(path: string) {
  const step = graph.quantities.get(path)?.step ?? -1;
  return { index: step, step: graph.program.steps[step] };
}

it("keeps operations on certain values, and has each written value once for each figure", () => {
  expect(graph.problems).toEqual([]);
  expect(stepOf("a").step?.kind).toBe("certain");
  expect(stepOf("sum").step).toMatchObject({ operation: "add", arguments: [stepOf("a").index, stepOf("b").index] });
  expect(stepOf("left").step).toMatchObject({ kind: "operation", operation: "subtract" });
});

it("still knows what is certain, where a formula must be", () => {
  expect(graph.quantities.has("power")).toBe(true);
  expect(graph.program.inputs.map(({ name }) => name)).toEqual(["drawn", "drawn#2"]);
});

it("tells figures of equal value apart, and says which step the second one names", () => {
  const steps = Object.keys(formulas).map((path) => stepOf(path).index);
  expect(new Set(steps).size).toBe(steps.length);
  expect(graph.synonyms.get(stepOf("same").index)).toBe(stepOf("a").index);
  const [one, other] = [stepOf("product").index, stepOf("again").index];
  expect([graph.synonyms.get(one), graph.synonyms.get(other)]).toContain(graph.synonyms.has(one) ? other : one);
});

it("tells dates from numbers", () => {
  expect(["day", "number", "later"].map((path) => graph.dates.has(stepOf(path).index))).toEqual([true, false, true]);
});

it("computes what the graph that computes ahead does", () => {
  const ahead = buildGraph(definitions(formulas), units, calendar);
  const paths = Object.keys(formulas);
  const values = (of: typeof ahead): number[][] => {
    const wanted = paths.map((path) => of.quantities.get(path)?.step ?? -1);
    return evaluateAt(of.program, wanted, 0.5).map(({ data }) => [...data]);
  };
  expect(values(graph)).toEqual(values(ahead));
});
