import fc from "fast-check";
import { expect, test } from "vitest";
import { graphOf } from "../graph/graph.fixture.ts";
import { interpret } from "./interpret.ts";
import { evaluateInputs } from "./simulate.ts";

const leaves = ["x", "y", "one", "rise", "0", "-1.5", "0 / 0", "2026-08-10 - 2026-05-01"];
const shapes: readonly ((a: string, b: string) => string)[] = [
  (a, b) => `(${a}) + (${b})`,
  (a, b) => `(${a}) - (${b})`,
  (a, b) => `(${a}) * (${b})`,
  (a, b) => `(${a}) / (${b})`,
  (a, b) => `max((${a}), (${b}))`,
  (a, b) => `min((${a}), (${b}))`,
  (a, b) => `if((${a}) > (${b}), (${a}), (${b}) * 2)`,
  (a, b) => `if((${a}) <= (${b}) or (${a}) == 0, 1, 0)`,
  (a) => `sum(${a})`,
  (a) => `max(${a})`,
  (a) => `irr(${a}) / (1 %)`,
  (a) => `payback(${a}) / month`,
  (a) => `cumulative(${a})`,
  (a) => `floor(abs(${a}))`,
  (a, b) => `lag((${a}), max(sum(${b}), -3))`,
  (a, b) => `npv(min(abs(${a}), 0.5), (${b}))`,
  (a) => `escalate(min(abs(${a}), 0.5))`,
  (a) => `ramp(2026-06-16 + (${a}) * day, 3 month)`,
  (a, b) => `yearly((${a}), (${b}))`,
  (a, b) => `at((${a}), 2026-06-16 + (${b}) * day)`,
];

/** Formulas that may name those before them. Some will not fit together: those and what rests on them are left out. */
const anyFormulas = fc
  .array(fc.tuple(fc.constantFrom(...shapes), fc.nat(30), fc.nat(30)), { minLength: 5, maxLength: 25 })
  .map((choices) => {
    const names = [...leaves];
    const formulas: Record<string, string> = {
      x: "1 to 2",
      y: "normal(-1, 2)",
      one: "x * step(2026-06-01)",
      rise: "elapsed(2026-07-16) / month - y",
    };
    for (const [index, [shape, a, b]] of choices.entries()) {
      formulas[`f${index}`] = shape(names[a % names.length] ?? "", names[b % names.length] ?? "");
      names.push(`f${index}`);
    }
    return formulas;
  });

test("one sample at a time gives what columns of samples give", () => {
  const sample = fc.double({ min: -4, max: 4, noNaN: true });
  fc.assert(
    fc.property(
      anyFormulas,
      fc.array(fc.tuple(sample, sample), { minLength: 1, maxLength: 3 }),
      (formulas, samples) => {
        const { program } = graphOf(formulas);
        const wanted = [...program.steps.keys()];
        const draws = program.inputs.map(({ name }) => Float64Array.from(samples, ([x, y]) => (name === "x" ? x : y)));
        const columns = evaluateInputs(program, wanted, draws, samples.length);
        for (const sampleIndex of samples.keys()) {
          const found = interpret(
            program,
            wanted,
            draws.map((column) => column[sampleIndex] ?? NaN),
          );
          for (const [slot, column] of columns.entries()) {
            const expected = column.data.filter(
              (_, place) => column.samples === 1 || place % column.samples === sampleIndex,
            );
            expect(found[slot]).toEqual(expected);
          }
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("inputs that nothing wanted needs may be absent", () => {
  const { program, quantities } = graphOf({ a: "1 to 2", b: "3 to 4", c: "b * 2" });
  const input = program.inputs.findIndex(({ name }) => name === "b");
  const values: number[] = [];
  values[input] = 5;
  expect(interpret(program, [quantities.get("c")?.step ?? -1], values)).toEqual([Float64Array.of(10)]);
});
