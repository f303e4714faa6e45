import fc from "fast-check";
import { expect, test } from "vitest";
import { parsed } from "../graph/graph.fixture.ts";
import { printFormula } from "./print.ts";
import type { BinaryOperator, Expression } from "./syntax.ts";

const at = { start: 0, end: 0 };
const binaryOperators: readonly BinaryOperator[] = [
  "or",
  "and",
  "<",
  "<=",
  ">",
  ">=",
  "==",
  "!=",
  "+",
  "-",
  "*",
  "/",
  "^",
];

/** Any tree, whether it makes sense or not. */
const { tree: anyTree } = fc.letrec<{ tree: Expression; leaf: Expression; node: Expression }>((tie) => {
  const tree = tie("tree");
  const value = fc.oneof(
    fc.double({ min: 0, max: 1e300, noNaN: true }).map((x) => (x === 0 ? 0 : x)),
    fc.nat(),
    fc.constantFrom(1e21, 1e-7, 0.1, 2.47e9),
  );
  const leaf: fc.Arbitrary<Expression> = fc.oneof(
    fc
      .tuple(value, fc.constantFrom(undefined, "USD", "%", "%/month", "USD/GPU/h", "m^2", "m^-2", "MW*h"))
      .map(([number, unit]): Expression =>
        unit === undefined ? { kind: "number", value: number, at } : { kind: "number", value: number, unit, at },
      ),
    fc.integer({ min: -700_000, max: 2_900_000 }).map((days): Expression => ({ kind: "date", days, at })),
    fc.boolean().map((truth): Expression => ({ kind: "boolean", value: truth, at })),
    fc
      .constantFrom("a", "a-b", "x.y-z.550k", "_p", "GPU", "h", "min", "e5", "E")
      .map((path): Expression => ({ kind: "name", path, at })),
  );
  const argument = fc.oneof(
    { weight: 3, arbitrary: tree },
    fc.tuple(tree, tree).map(([outcome, weight]): Expression => ({ kind: "weighted", value: outcome, weight, at })),
  );
  const node: fc.Arbitrary<Expression> = fc.oneof(
    fc
      .tuple(fc.constantFrom(...binaryOperators), tree, tree)
      .map(([operator, left, right]): Expression => ({ kind: "binary", operator, left, right, at })),
    fc
      .tuple(fc.constantFrom("-" as const, "not" as const), tree)
      .map(([operator, operand]): Expression => ({ kind: "unary", operator, operand, at })),
    fc.tuple(tree, tree).map(([low, high]): Expression => ({ kind: "interval", low, high, at })),
    fc
      .tuple(tree, fc.constantFrom("USD", "kW/GPU", "1/month", "%", "m^2"))
      .map(([of, unit]): Expression => ({ kind: "convert", value: of, unit, unitAt: at, at })),
    fc
      .tuple(fc.constantFrom("max", "if", "metalog-above", "min"), fc.array(argument, { maxLength: 3 }))
      .map(([name, given]): Expression => ({ kind: "call", name, nameAt: at, arguments: given, at })),
  );
  return { tree: fc.oneof({ maxDepth: 5, withCrossShrink: true }, tie("leaf"), tie("node")), leaf, node };
});

/** The tree with every place the same. */
function placeless(tree: Expression): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) => (key === "at" || key === "unitAt" || key === "nameAt" ? 0 : value)),
  );
}

test("what is printed parses to the same tree", () => {
  fc.assert(
    fc.property(anyTree, (tree) => {
      expect(placeless(parsed(printFormula(tree)))).toEqual(placeless(tree));
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ["((a)) + (b * c)", "a + b * c"],
  ["(a + b) * c", "(a + b) * c"],
  ["a - (b - c)", "a - (b - c)"],
  ["(a ^ b) ^ c", "(a ^ b) ^ c"],
  ["5 to 6 billion USD", "5000000000 USD to 6000000000 USD"],
  ["(5) to 6 USD", "(5) to 6 USD"],
  ["70 to 97 %", "70% to 97%"],
  ["not (a and b)", "not (a and b)"],
  ["- (a ^ 2)", "-a ^ 2"],
  ["discrete( 1 @ 40 %,2 @ 60 % )", "discrete(1 @ 40%, 2 @ 60%)"],
  ["2026-06 + 3 month", "2026-06-01 + 3 month"],
  ["(a to b) in USD", "a to b in USD"],
])("%s is printed %s", (text, printed) => {
  expect(printFormula(parsed(text))).toBe(printed);
});
