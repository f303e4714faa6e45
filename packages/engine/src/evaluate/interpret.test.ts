import fc from "fast-check";
import { expect, test } from "vitest";
import { graphOf } from "../graph/graph.fixture.ts";
import { stepAt, type Program } from "../graph/program.ts";
import { operations, type Operation } from "../operations/operations.ts";
import { interpret } from "./interpret.ts";

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
  (a, b) => `behind((${a}), sum(${b}))`,
  (a, b) => `behind((${a}), 3) + ahead((${b}), 5)`,
  (a, b) => `ahead((${a}), sum(${b}) * 4)`,
  (a, b) => `present-value(min(abs(${a}), 0.5), (${b}))`,
  (a, b) => `annuity((${a}), (${b}))`,
  (a) => `(date-of-max(${a}) - 2026-05-01) / (1 day)`,
  (a) => `every(2026-06-16 + sum(${a}) * day, 3)`,
  (a) => `central(${a})`,
  (a) => `escalate(min(abs(${a}), 0.5))`,
  (a) => `ramp(2026-06-16 + (${a}) * day, 3 month)`,
  (a, b) => `yearly((${a}), (${b}))`,
  (a, b) => `at((${a}), 2026-06-16 + (${b}) * day)`,
];

/**
 * Formulas that may name those before them, and by previous any. Some will not fit together: those and what rests on
 * them are left out.
 */
const anyFormulas = fc
  .array(fc.tuple(fc.nat(shapes.length + 5), fc.nat(30), fc.nat(30)), { minLength: 5, maxLength: 25 })
  .map((choices) => {
    const names = [...leaves];
    const formulas: Record<string, string> = {
      x: "1 to 2",
      y: "normal(-1, 2)",
      one: "x * step(2026-06-01)",
      rise: "elapsed(2026-07-16) / month - y",
    };
    for (const [index, [shape, a, b]] of choices.entries()) {
      const [first, second] = [names[a % names.length] ?? "", names[b % names.length] ?? ""];
      formulas[`f${index}`] =
        shapes[shape]?.(first, second) ??
        `(${first}) / 2 + previous(f${a % choices.length}, 1) - previous(${second}, y)`;
      names.push(`f${index}`);
    }
    return formulas;
  });

/** The other way round: each number asks for those that it needs. */
function asked(program: Program, values: readonly number[]): (index: number, month: number) => number {
  const { calendar } = program;
  const known = new Map<string, number>();
  const find = (index: number, month: number): number => {
    const step = stepAt(program, index);
    const own = (argument: number): number => ask(argument, stepAt(program, argument).series ? month : 0);
    if (step.kind === "certain") return step.column.data[step.series ? month : 0] ?? NaN;
    if (step.kind === "input") return values[step.input] ?? NaN;
    if (step.kind === "previous")
      return month === 0 ? own(step.initial) : ask(step.next, stepAt(program, step.next).series ? month - 1 : 0);
    const operation: Operation = operations[step.operation];
    const [first = -1, ...rest] = step.arguments;
    if (operation.kind === "monthly") return operation.value(calendar, month, step.arguments.map(own));
    const scalars = rest.map(own);
    if (operation.kind === "pointwise") {
      const [b = NaN, c = NaN] = scalars;
      return operation.value(own(first), b, c);
    }
    const last = operation.kind === "rewrite" && operation.looksBack(scalars) ? month : calendar.months - 1;
    const over = (argument: number): Float64Array =>
      Float64Array.from({ length: calendar.months }, (_, other) =>
        other > last ? NaN : ask(argument, stepAt(program, argument).series ? other : 0),
      );
    const series = over(first);
    if (operation.kind === "reduction") return operation.value(series, scalars, calendar);
    operation.value(series, rest.map(over));
    return series[month] ?? NaN;
  };
  const ask = (index: number, month: number): number => {
    const key = `${index} ${month}`;
    const value = known.get(key) ?? find(index, month);
    known.set(key, value);
    return value;
  };
  return ask;
}

test("every number is what it gives when asked for by itself", () => {
  const sample = fc.double({ min: -4, max: 4, noNaN: true });
  let recurrences = 0;
  fc.assert(
    fc.property(anyFormulas, sample, sample, (formulas, x, y) => {
      const { program } = graphOf(formulas);
      const values = program.inputs.map(({ name }) => (name === "x" ? x : y));
      const ask = asked(program, values);
      const wanted = [...program.steps.keys()];
      for (const [index, found] of interpret(program, wanted, values).entries()) {
        const step = stepAt(program, index);
        if (step.kind === "previous" && step.next > index) recurrences++;
        const months = step.series ? program.calendar.months : 1;
        expect(found).toEqual(Float64Array.from({ length: months }, (_, month) => ask(index, month)));
      }
    }),
    { numRuns: 200 },
  );
  expect(recurrences).toBeGreaterThan(20);
});

test("inputs that nothing wanted needs may be absent", () => {
  const { program, quantities } = graphOf({ a: "1 to 2", b: "3 to 4", c: "b * 2" });
  const input = program.inputs.findIndex(({ name }) => name === "b");
  const values: number[] = [];
  values[input] = 5;
  expect(interpret(program, [quantities.get("c")?.step ?? -1], values)).toEqual([Float64Array.of(10)]);
});
