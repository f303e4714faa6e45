import { describe, expect, it } from "vitest";
import { evaluateInputs, independent, type Dependence } from "../evaluate/index.ts";
import { graphOf, quantity } from "../graph/graph.fixture.ts";
import { marginOf, scaledMargin } from "./margin.ts";
import { narrowedModel } from "./narrowed-model.ts";
import { InputSpace } from "./input-space.ts";

const plan = { seed: 1, samples: 512, replicates: 16 };
const inputs = {
  a: "normal(0, 1)",
  b: "normal(1, 10)",
  start: "2026-06-06 + (5 to 90 day)",
  money: "1 to 3 billion USD",
  clause: "discrete(0 @ 30 %, 1 @ 70 %)",
  drop: "money - 1 billion USD * ramp(start, 6 month)",
  flow: "money * ramp(start, 6 month) - 1 billion USD",
};

/** Test and margin of a formula over the same draws. */
function judged(formula: string): { test: Float64Array; margin: Float64Array; plain: boolean } {
  const graph = graphOf({ ...inputs, t: formula });
  const { step } = quantity(graph, "t");
  const margin = scaledMargin(graph.program, independent, step, plan);
  if (margin === undefined) throw new Error("it has no margin");
  const space = new InputSpace(graph.program.inputs, independent);
  const values = space.values(space.independent(plan, 0, plan.samples));
  const [test, size] = evaluateInputs(margin.program, [step, margin.step], values, plan.samples);
  return { test: test?.data ?? new Float64Array(0), margin: size?.data ?? new Float64Array(0), plain: margin.plain };
}

describe("the sign of a margin says what the test says", () => {
  it.each([
    "a < b",
    "a >= 0.3",
    "not (a < b)",
    "a < b and money > 2 billion USD",
    "a < b or money > 2 billion USD",
    "not (a > 0 and (b > 0 or start <= 2026-07-01))",
    "clause == 1 and a < 0",
    "clause == 1 or a < 0",
    "if(clause == 1, a < 0, b < 0)",
    "if(a < 0, b < 0, money < 2 billion USD)",
    "if(a < 0, true, b < 0)",
    "min(drop > 1 billion USD)",
    "max(flow > 1 billion USD)",
    "last(flow >= 0.9 billion USD)",
    "at(flow > 0 USD, 2026-11-01)",
    "min(drop) > 1 billion USD and a < 1",
    "defined(irr(flow)) and b > 0",
    "true and a < 0",
  ])("%s", (formula) => {
    const { test, margin } = judged(formula);
    expect(new Set(test).size).toBe(2);
    expect(Array.from(margin, (size) => (size > 0 ? 1 : 0))).toEqual([...test]);
  });
});

it("of a single comparison is the difference, in its own unit", () => {
  const { margin, plain } = judged("money > 2 billion USD");
  expect(plain).toBe(true);
  const { margin: opposite } = judged("not (money > 2 billion USD)");
  expect([...opposite]).toEqual([...margin].map((size) => -size));
  expect(Math.min(...margin)).toBeGreaterThan(-1.9e9);
  expect(Math.max(...margin)).toBeGreaterThan(1e9);
});

it("of several is in spreads, so that dollars and days compare", () => {
  const { margin, plain } = judged("money > 2 billion USD and start <= 2026-07-01");
  expect(plain).toBe(false);
  const sizes = Array.from(margin, Math.abs);
  expect(Math.max(...sizes)).toBeLessThan(10);
  // Either part decides somewhere: neither unit drowns the other.
  const [money, start] = [judged("money > 2 billion USD").margin, judged("start <= 2026-07-01").margin];
  const scale = (of: Float64Array, at: number): number => (of[at] ?? NaN) / (margin[at] ?? NaN);
  const ratios = [money, start].map((of) => new Set([...of.keys()].map((at) => scale(of, at).toPrecision(6))));
  expect(ratios.every((set) => set.size < margin.length)).toBe(true);
});

it.each(["clause == 1", "defined(irr(flow))", "2 > 1", "clause == 1 and defined(irr(flow))"])(
  "there is none for %s",
  (formula) => {
    const graph = graphOf({ ...inputs, t: formula });
    expect(marginOf(graph.program, quantity(graph, "t").step)).toBeUndefined();
  },
);

it("leaves the program's own steps where they were", () => {
  const graph = graphOf({ ...inputs, t: "a < b and b < 3" });
  const margin = marginOf(graph.program, quantity(graph, "t").step);
  expect(margin?.program.steps.slice(0, graph.program.steps.length)).toEqual(graph.program.steps);
  expect(margin?.parts).toHaveLength(2);
  expect(() => marginOf(graph.program, 9999)).toThrow("there is no step 9999");
});

it("a model can be narrowed to what the outputs rest on, with the draws it had", async () => {
  const graph = graphOf({ ...inputs, t: "a < b and money > 2 billion USD" });
  const { step } = quantity(graph, "t");
  const dependence: Dependence = { pairs: [{ between: ["a", "clause"], spearman: 0.5 }], drivers: [] };
  const narrow = narrowedModel(graph.program, dependence, [step]);
  expect(narrow.inputs.map(({ name }) => name).toSorted()).toEqual(["a", "b", "clause", "money"]);
  expect(narrow.read.map((input) => narrow.inputs[input]?.name ?? "").toSorted()).toEqual(["a", "b", "money"]);
  const drawn = new InputSpace(narrow.inputs, narrow.dependence);
  const all = new InputSpace(graph.program.inputs, dependence);
  const [less] = await narrow.evaluate(drawn.values(drawn.correlate(drawn.independent(plan, 0, 64))));
  const [whole] = evaluateInputs(graph.program, [step], all.values(all.correlate(all.independent(plan, 0, 64))), 64);
  expect(less).toEqual(whole?.data);
});
