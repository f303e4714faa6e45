import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lognormal, mixture, triangular, uniform } from "../distributions/index.ts";
import { graphOf } from "../graph/graph.fixture.ts";
import { coordinatesOf, fillUniforms, type DrawMethod, type DrawPlan } from "../sampling/index.ts";
import { independent, Sampler, type Dependence } from "./sampler.ts";

const formulas = {
  price: "4 to 9 USD",
  share: "20 to 80 %",
  shift: "normal(10, 3)",
  delay: "pert(0, 2, 10)",
  outcome: "discrete(1 @ 30 %, 5 @ 70 %)",
  length: "triangular(1, 2, 6)",
  regime: "mixture(1 to 2 @ 40 %, 5 to 9 @ 60 %)",
};
const { program } = graphOf(formulas);
const names = program.inputs.map(({ name }) => name);
const every = new Set(names.keys());
const plan: DrawPlan = { seed: 7, samples: 2000, replicates: 16 };
const tied: Dependence = {
  pairs: [
    { between: ["price", "share"], spearman: 0.6 },
    { between: ["share", "regime"], spearman: -0.3 },
  ],
  drivers: [
    { name: "demand", moves: new Map(Object.entries({ delay: 0.8, outcome: -0.5 })) },
    { name: "supply", moves: new Map(Object.entries({ delay: 0.4 })) },
  ],
};

function drawn(of: Sampler, from: number, count: number, wanted: ReadonlySet<number> = every): Map<string, number[]> {
  return new Map(of.draw(wanted, from, count).map((column, input) => [names[input] ?? "", [...column]]));
}

describe.for(["sobol", "latin-hypercube", "monte-carlo"] satisfies DrawMethod[])("by %s", (method) => {
  test("independent draws are the quantiles of the uniforms by definition", () => {
    const own = { ...plan, method, net: ["shift", "price"] };
    const found = drawn(new Sampler(program, own), 100, 1500);
    for (const [input, coordinate] of coordinatesOf(names, own.net).entries()) {
      const uniforms = new Float64Array(1500);
      fillUniforms(own, coordinate, 100, uniforms);
      const { distribution } = program.inputs[input] ?? {};
      for (const [i, value] of found.get(coordinate.name)?.entries() ?? []) {
        const exact = distribution?.quantile(uniforms[i] ?? NaN) ?? NaN;
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(1e-10 * Math.max(Math.abs(exact), 1));
      }
    }
  });

  test.for([independent, tied])(
    "a block holds the same draws wherever it begins and whoever else is wanted (%#)",
    (dependence) => {
      const sampler = new Sampler(program, { ...plan, method }, dependence);
      const whole = drawn(new Sampler(program, { ...plan, method }, dependence), 0, 2000);
      fc.assert(
        fc.property(fc.nat(1400), fc.nat(600), fc.subarray([...every]), (from, count, wanted) => {
          const part = drawn(sampler, from, count, new Set(wanted));
          for (const [input, name] of names.entries())
            expect(part.get(name)).toEqual(wanted.includes(input) ? whole.get(name)?.slice(from, from + count) : []);
        }),
        { numRuns: 40 },
      );
    },
  );
});

test("what is tied follows, what leads or is free keeps its draws", () => {
  const free = drawn(new Sampler(program, plan), 0, 2000);
  const bound = drawn(new Sampler(program, plan, tied), 0, 2000);
  for (const name of ["price", "shift", "length"]) expect(bound.get(name)).toEqual(free.get(name));
  for (const name of ["share", "regime", "delay", "outcome"]) expect(bound.get(name)).not.toEqual(free.get(name));
  // A discrete input has its probabilities whatever it follows.
  const ones = bound.get("outcome")?.filter((value) => value === 1).length ?? NaN;
  expect(ones / 2000).toBeCloseTo(0.3, 1);
});

test("a leader keeps its draws by whichever table it has", () => {
  for (const distribution of [lognormal(5, 0.3), lognormal(5, 3), triangular(0, 1, 2)]) {
    const inputs = ["a", "b"].map((name) => ({ name, unit: "", distribution }));
    const pairs = [{ between: ["a", "b"] as const, spearman: 0.5 }];
    const own = new Sampler({ ...program, inputs }, plan).draw(new Set([0, 1]), 0, 2000);
    const led = new Sampler({ ...program, inputs }, plan, { pairs, drivers: [] }).draw(new Set([0, 1]), 0, 2000);
    expect(led[0]).toEqual(own[0]);
    expect(led[1]).not.toEqual(own[1]);
  }
});

test("margins of tied inputs stay what they were", () => {
  const sorted = (of: Sampler, name: string) =>
    drawn(of, 0, 2000)
      .get(name)
      ?.toSorted((a, b) => a - b) ?? [];
  for (const name of ["share", "delay", "regime"]) {
    const [free, bound] = [sorted(new Sampler(program, plan), name), sorted(new Sampler(program, plan, tied), name)];
    const range = (free[1800] ?? NaN) - (free[200] ?? NaN);
    for (const at of [200, 600, 1500, 1800])
      expect(Math.abs((free[at] ?? 0) - (bound[at] ?? 0))).toBeLessThan(0.12 * range);
  }
});

test("a net changes the draws of its members only", () => {
  const free = drawn(new Sampler(program, plan), 0, 500);
  const net = drawn(new Sampler(program, { ...plan, net: ["delay", "gone", "price"] }), 0, 500);
  for (const name of names) {
    if (name === "delay" || name === "price") expect(net.get(name)).not.toEqual(free.get(name));
    else expect(net.get(name)).toEqual(free.get(name));
  }
});

test("a jump of a quantile is met on both sides", () => {
  const jump = mixture([uniform(0, 1), uniform(5, 6)], [0.37, 0.63]);
  const sampler = new Sampler({ ...program, inputs: [{ name: "x", unit: "", distribution: jump }] }, plan);
  const [values = []] = sampler.draw(new Set([0]), 0, 2000);
  expect([...values].every((x) => (x > 0 && x < 1) || (x > 5 && x < 6))).toBe(true);
  expect([...values].filter((x) => x < 1).length / 2000).toBeCloseTo(0.37, 2);
});

test("columns are reused from call to call", () => {
  const sampler = new Sampler(program, plan);
  expect(sampler.draw(every, 0, 256)[0]).toBe(sampler.draw(every, 256, 256)[0]);
});

test("an input both paired and driven is refused, and so is a net that names one twice", () => {
  const both: Dependence = { ...tied, drivers: [{ name: "demand", moves: new Map([["price", 0.5]]) }] };
  expect(() => new Sampler(program, plan, both)).toThrow("price is both in a pair and under a driver");
  expect(() => new Sampler(program, { ...plan, net: ["price", "price"] })).toThrow(RangeError);
});
