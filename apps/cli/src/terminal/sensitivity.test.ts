import { stripVTControlCharacters } from "node:util";
import type { Sensitivity, SensitivityFigure, Interval } from "@underwatt/deal";
import { expect, it } from "vitest";
import { sensitivityTables } from "./sensitivity.ts";

const interval = (value: number, reach: number): Interval => ({
  value,
  se: reach / 2,
  low: value - reach,
  high: value + reach,
});
const unknown: Interval = { value: null, se: null, low: null, high: null };
const named = (input: string) => ({ input, inputs: [input], part: false, formula: `formula of ${input}` });
const common = {
  unit: "USD",
  because: "they are independent",
  variance: interval(4, 1),
  undefined: 0,
  replicates: 8,
  points: 1250,
  evaluations: 50_000,
};

function shown(figure: SensitivityFigure, width = 100): string[] {
  const result: Sensitivity = {
    schema: "underwatt/sensitivity@1",
    deal: "small",
    title: "Small",
    as_of: "2026-05-09",
    run: { version: "0", seed: 1 },
    figures: { "model.margin": figure },
    warnings: [],
  };
  return sensitivityTables(result, width).map((line) => stripVTControlCharacters(line));
}

it("a table has the digits that the interval supports, and tells the least inputs together", () => {
  const lines = shown({
    method: "sobol",
    ...common,
    says: "Margin",
    inputs: [
      { ...named("a"), first: interval(0.4231, 0.03), total: interval(0.6, 0.05) },
      { ...named("b"), first: interval(0.1034, 0.002), total: interval(0.98, 0.04) },
      { ...named("c"), first: interval(0.001, 0.004), total: interval(0.004, 0.001) },
      { ...named("d"), first: interval(0.002, 0.004), total: interval(0.001, 0.001) },
    ],
    interactions: interval(0.005, 0.02),
  });
  expect(lines.slice(3)).toEqual(
    [
      "model.margin",
      "Margin",
      "input        is            alone [95 %]          in total [95 %]",
      "───────────  ────────────  ────────────────────  ───────────────────  ──────────────",
      "a            formula of a  42 % [39 to 45]       60 % [55 to 65]      ████████▍",
      "b            formula of b  10.3 % [10.1 to 10.5]  98 % [94 to 100]     █████████████▊",
      "the other 2                0 %                 at most 0.4 % each",
      "interactions hold 1 % [0 to 3] of the variance",
      "Sobol indices, since they are independent; 8 replicates of 1,250 points, 50,000 evaluations",
    ].map((line) => expect.stringMatching(like(line))),
  );
});

/** The line, however wide its columns are. */
function like(line: string): RegExp {
  const cells = line.split(/ {2,}/).map((cell) => cell.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${cells.map((cell) => cell.replaceAll(/─+/g, "─+")).join(" {2,}")}$`);
}

it("shares that sum to one do so with the rest", () => {
  const lines = shown({
    method: "shapley",
    ...common,
    because: "a and b hang together",
    undefined: 0.125,
    inputs: [
      { ...named("a"), share: interval(0.993, 0.01) },
      { ...named("b"), share: interval(0.007, 0.01) },
    ],
  });
  const text = lines.join("\n");
  expect(text).toMatch(/a +formula of a +99 % \[98 to 100\] +█/);
  expect(text).toMatch(/the other 1 +1 %/);
  expect(text).toContain("Shapley effects, since a and b hang together");
  expect(text).toContain("left out: 12.5 % of the points");
  expect(text).not.toContain("hint");
});

it("shares that a few points decide are called a hint", () => {
  const inputs = [
    { ...named("a"), share: interval(1.2, 0.5) },
    { ...named("b"), share: interval(-0.2, 0.5) },
  ];
  const text = shown({ method: "shapley", ...common, inputs }).join("\n");
  expect(text).toMatch(/100 % \[70 to 100\]/);
  expect(text).toContain("these shares are but a hint");
});

it.each([
  ["it comes out the same at every point", [{ ...named("a"), share: unknown }]],
  [
    "it varies in too few points to tell with what; more samples would",
    [0.7, 0.3].map((value) => ({ ...named(`${value}`), share: { ...unknown, value } })),
  ],
  ["varies with a alone, formula of a", [{ ...named("a"), share: interval(1, 0) }]],
])("%s", (sentence, inputs) => {
  expect(shown({ method: "shapley", ...common, inputs }).slice(4)).toEqual([sentence]);
});

it.each([60, 72, 80, 99])("fits %d columns", (width) => {
  const long = { ...named("assumptions.a-name-that-goes-on-and-on.and-on"), formula: "x".repeat(80) };
  const inputs = [
    { ...long, first: interval(0.5123, 0.001), total: interval(0.6123, 0.001) },
    { ...named("assumptions.b"), first: interval(0.4, 0.001), total: interval(0.4, 0.001) },
  ];
  const says = "What this figure is, at such a length that no heading holds it";
  const text = shown({ method: "sobol", ...common, says, undefined: 0.5, inputs, interactions: unknown }, width);
  for (const line of text) expect(line.length, line).toBeLessThanOrEqual(width);
  expect(text.join("\n")).toMatch(/61\.2 % \[61\.1 to 61\.3\]/);
});
