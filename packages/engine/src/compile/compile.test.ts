import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeCalendar, type Calendar } from "../calendar/calendar.ts";
import { discrete, uniform } from "../distributions/index.ts";
import { interpret } from "../evaluate/interpret.ts";
import { ProgramBuilder, type Program } from "../graph/program.ts";
import { graphOf, quantity } from "../graph/graph.fixture.ts";
import { operations, type OperationName } from "../operations/operations.ts";
import { Evaluator } from "./evaluator.ts";
import { generate } from "./generate.ts";
import { layoutOf } from "./layout.ts";
import { planOf } from "./plan.ts";

/** Every wanted step, for every sample, by the compiled code. */
function compiled(program: Program, wanted: readonly number[], samples: readonly (readonly number[])[]): number[][][] {
  const columns = program.inputs.map((_, input) => Float64Array.from(samples, (values) => values[input] ?? NaN));
  const evaluator = new Evaluator(program, wanted);
  const results = evaluator.columns(samples.length);
  evaluator.fill(results, 0, samples.length, (from, count) =>
    columns.map((column) => column.subarray(from, from + count)),
  );
  return samples.map((_, sample) =>
    results.map((column) =>
      Array.from({ length: column.months }, (_unused, month) => {
        const place = column.samples === 1 ? month : month * column.samples + sample;
        return column.data[place] ?? NaN;
      }),
    ),
  );
}

/** The same by the definition; the sign of zero is no difference. */
function interpreted(
  program: Program,
  wanted: readonly number[],
  samples: readonly (readonly number[])[],
): number[][][] {
  return samples.map((values) => interpret(program, wanted, values).map((column) => [...column]));
}
const unsigned = (results: number[][][]): number[][][] =>
  results.map((sample) => sample.map((column) => column.map((value) => value + 0)));

interface Plan {
  readonly months: number;
  readonly choices: readonly number[];
}

/** Operations whose code is the definition's arithmetic, term by term. */
const exact: readonly OperationName[] = [
  "add",
  "subtract",
  "multiply",
  "divide",
  "negate",
  "absolute",
  "squareRoot",
  "round",
  "floor",
  "ceiling",
  "smaller",
  "larger",
  "less",
  "lessOrEqual",
  "equal",
  "notEqual",
  "and",
  "or",
  "not",
  "choose",
  "isDefined",
  "addMonths",
  "monthsBetween",
  "during",
  "elapsed",
  "yearly",
  "cumulative",
  "lag",
  "behind",
  "ahead",
  "presentValue",
  "annuity",
  "sum",
  "mean",
  "least",
  "greatest",
  "first",
  "last",
  "at",
  "payback",
];
/** Operations that read true or false, and those that give it. */
const logical: ReadonlySet<OperationName> = new Set(["and", "or", "not", "choose"]);
const comparing: ReadonlySet<OperationName> = new Set(["less", "lessOrEqual", "equal", "notEqual", "isDefined"]);
const argumentCount: Partial<Record<OperationName, number>> = {
  negate: 1,
  absolute: 1,
  squareRoot: 1,
  round: 1,
  floor: 1,
  ceiling: 1,
  not: 1,
  isDefined: 1,
  elapsed: 1,
  cumulative: 1,
  sum: 1,
  mean: 1,
  least: 1,
  greatest: 1,
  first: 1,
  last: 1,
  payback: 1,
  choose: 3,
  yearly: 3,
};

/** A program of any shape, from a list of random numbers. */
function programOf({ months, choices }: Plan): { program: Program; wanted: number[] } {
  const calendar: Calendar = makeCalendar(20_000, months);
  const builder = new ProgramBuilder(calendar);
  const steps = [0, 1, 2].map((place) => builder.input(`input ${place}`, discrete([0, 1], [0.5, 0.5]), ""));
  steps.push(builder.constant(2), builder.constant(-0.5), builder.constant(20_100), builder.constant(NaN));
  steps.push(builder.series(Float64Array.from({ length: months }, (_, month) => month - 3)));
  let at = 0;
  const choose = (count: number): number => (choices[at++ % choices.length] ?? 0) % count;
  const pick = (wants?: boolean): number => {
    const fitting = steps.filter((step) => wants === undefined || builder.step(step).series === wants);
    return fitting[choose(fitting.length)] ?? 0;
  };
  const booleans = [builder.constant(0), builder.constant(1)];
  const open: number[] = [];
  while (at < choices.length) {
    if (choose(8) === 0) {
      const step = builder.previous(`${steps.length}`, pick(false));
      open.push(step);
      steps.push(step);
      continue;
    }
    const name = exact[choose(exact.length)] ?? "add";
    const { kind } = operations[name];
    const args = Array.from({ length: argumentCount[name] ?? 2 }, (_, place) => {
      if (logical.has(name) && (name !== "choose" || place === 0)) return booleans[choose(booleans.length)] ?? 0;
      if (name === "yearly") return pick(false);
      if (kind === "pointwise" || kind === "monthly" || (name === "presentValue" && place > 0)) return pick();
      return pick(place === 0);
    });
    const step = builder.apply(name, ...args);
    steps.push(step);
    if (comparing.has(name) || (logical.has(name) && name !== "choose")) booleans.push(step);
  }
  // A recurrence may not pass through what needs later months, so it reads a step before it or an elementwise one after.
  for (const step of open) {
    const before = steps.slice(0, steps.indexOf(step));
    const next = builder.apply("add", step, before[choose(before.length)] ?? 0);
    builder.recur(step, next);
    steps.push(next);
  }
  return { program: builder.finish(), wanted: steps };
}

describe("compiled code", () => {
  const value = fc.oneof(
    fc.integer({ min: -5, max: 5 }),
    fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    fc.integer({ min: 19_900, max: 20_800 }),
    fc.constantFrom(NaN, Infinity, -Infinity, 0, 1),
  );
  const sample = fc.array(value, { minLength: 3, maxLength: 3 });
  const plan = fc.record({
    months: fc.integer({ min: 1, max: 30 }),
    choices: fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 120 }),
  });

  it("is the definition, bit for bit, where it does the same arithmetic", () => {
    fc.assert(
      fc.property(plan, fc.array(sample, { minLength: 1, maxLength: 5 }), (made, samples) => {
        const { program, wanted } = programOf(made);
        expect(unsigned(compiled(program, wanted, samples))).toEqual(unsigned(interpreted(program, wanted, samples)));
      }),
      { numRuns: 400 },
    );
  });

  it("gives a sample the same bits wherever it stands", () => {
    fc.assert(
      fc.property(plan, fc.array(sample, { minLength: 1, maxLength: 7 }), (made, samples) => {
        const { program, wanted } = programOf(made);
        const together = compiled(program, wanted, samples);
        for (const [place, values] of samples.entries()) {
          expect(compiled(program, wanted, [values])[0]).toEqual(together[place]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("values with arithmetic of their own", () => {
  const near = (formulas: Readonly<Record<string, string>>, wanted: string, samples: number[][], digits = 12): void => {
    const { program, ...graph } = graphOf(formulas);
    const step = quantity({ program, ...graph }, wanted).step;
    const [found, expected] = [compiled(program, [step], samples), interpreted(program, [step], samples)];
    for (const [place, columns] of expected.entries()) {
      for (const [month, truth] of (columns[0] ?? []).entries()) {
        const value = found[place]?.[0]?.[month] ?? NaN;
        if (!Number.isFinite(truth)) expect(value).toBe(truth);
        else expect(Math.abs(value - truth)).toBeLessThanOrEqual(10 ** -digits * Math.abs(truth));
      }
    }
  };
  const grid = (...axes: number[][]): number[][] =>
    axes.reduce<number[][]>((rows, axis) => rows.flatMap((row) => axis.map((each) => [...row, each])), [[]]);

  it("powers, exponentials and logarithms", () => {
    const x = { "m.x": "uniform(0, 1)", "m.y": "uniform(0, 1)" };
    const points = grid([-2, -1, 0, 0.3, 1, 2.5, 1e10], [-3, -0.5, 0, 1, 2, 7.25]);
    for (const formula of ["x ^ y", "x ^ 7", "x ^ -3", "x ^ 0.4", "exp(x)", "ln(x)"])
      near({ ...x, "m.z": formula }, "m.z", points);
  });

  it("growth by a certain number of months is a running product", () => {
    const rate = { "m.rate": "normal(0, 1)" };
    const rates = grid([-0.9, -0.2, 0, 0.05, 0.7, NaN]);
    near({ ...rate, "m.z": "escalate(rate)" }, "m.z", rates);
    const since = {
      ...rate,
      "m.day": "normal(0, 1)",
      "m.z": "(1 - rate) ^ (elapsed(2026-07-01 + day * 1 day) / 1 month)",
    };
    const days = [-400, -61, -60.5, -31, -1, 0, 0.25, 17, 31, 500, NaN];
    near(since, "m.z", grid([-0.3, 0, 0.02, 0.9, 1, NaN], days), 11);
    near({ ...rate, "m.z": "(1 + rate) ^ ((elapsed(2026-05-01) - 1 month) / 1 yr)" }, "m.z", rates);
    near({ ...rate, "m.z": "(1 + rate) ^ (elapsed(2026-05-01) / 1 month)" }, "m.z", [...rates, [-1.5]]);
  });

  it("ramps with any start and length, none too", () => {
    const ramp = { "m.from": "uniform(0, 1)", "m.z": "ramp(2026-06-10 + from * 1 day, from * 10 day)" };
    near(ramp, "m.z", grid([-50, -3, 0, 0.5, 15, 40, 2000, Infinity]), 9);
    near(
      { "m.d": "uniform(0, 1)", "m.z": "ramp(2026-06-10, d * 1 day)" },
      "m.z",
      grid([-5, 0, 1e-9, 30, 31.5, 900]),
      9,
    );
  });

  it("present values", () => {
    const npv = { "m.r": "normal(0, 1)", "m.z": "npv(r, during(2026-07-01, 2027-01-01) * 3 USD - 1 USD)" };
    near(npv, "m.z", grid([-2, -1, -0.5, 0, 0.1, 3, NaN]), 11);
  });

  it("rates of return: ordinary, negative, several roots, none, undefined", () => {
    const cash = `yearly(a, b) * 1 USD - during(2026-05-01, 2026-06-01) * c * 1 USD + during(2027-01-01, 2027-02-01) * d * 1 USD`;
    const inputs = { "m.a": "normal(0, 1)", "m.b": "normal(0, 1)", "m.c": "normal(0, 1)", "m.d": "normal(0, 1)" };
    const points = grid([0, 1, -1, NaN], [0, 2, -2, 0.1], [0, 5, 20, 1e6, -3], [0, -100, 50, Infinity]);
    near({ ...inputs, "m.z": `irr(${cash})` }, "m.z", points, 9);
    near({ ...inputs, "m.z": `irr-count(${cash})` }, "m.z", points, 9);
  });
});

it("a program too large for one function is computed all the same", () => {
  const builder = new ProgramBuilder(makeCalendar(20_000, 2));
  const input = builder.input("x", uniform(0, 1), "");
  let step = input;
  for (let k = 0; k < 60_000; k++) step = builder.apply(k % 2 === 0 ? "add" : "subtract", input, step);
  // Each pair of steps turns y into x - (x + y) = -y.
  expect(compiled(builder.finish(), [step, input], [[0.25], [3]])).toEqual([
    [[0.25], [0.25]],
    [[3], [3]],
  ]);
});

describe("code", () => {
  it("is the same for another value of a certain assumption, and holds the new one", () => {
    const results = [2, 3].map((price) => {
      const graph = graphOf({ "m.price": `${price} USD`, "m.count": "uniform(1, 2)", "m.z": "price * count" });
      return compiled(graph.program, [quantity(graph, "m.z").step], [[1.5]])[0]?.[0]?.[0];
    });
    expect(results).toEqual([3, 4.5]);
  });

  it("takes nothing from names and texts of a deal", () => {
    const code = (text: string): Uint8Array => {
      const builder = new ProgramBuilder(makeCalendar(20_000, 3));
      const input = builder.input(text, { ...uniform(0, 1), family: text, parameters: { [text]: 1 } }, text);
      const step = builder.apply("irr", builder.previous(text, builder.apply("round", input), input));
      const plan = planOf(builder.finish(), [step]);
      return generate(plan, layoutOf(plan));
    };
    for (const text of ["`);globalThis.stolen=1;(`", "\u0000\u0061sm", "", "__proto__"])
      expect(code(text)).toEqual(code("price"));
  });
});
