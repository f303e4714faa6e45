import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lognormal, normal, uniform } from "../distributions/index.ts";
import { normalQuantile } from "../numeric/index.ts";
import { Memory } from "../wasm/index.ts";
import { coordinatesOf } from "./coordinate.ts";
import { DrawMachine } from "./draw-machine.ts";
import { fillUniforms, type DrawMethod } from "./draws.ts";
import { quantileTable } from "./quantile-table.ts";

const methods: DrawMethod[] = ["sobol", "latin-hypercube", "monte-carlo"];

test("uniforms are those of the definition, bit by bit, wherever a block begins and ends", () => {
  const plans = fc.record({
    seed: fc.maxSafeNat(),
    samples: fc.constant(20_000),
    replicates: fc.integer({ min: 1, max: 19 }),
    method: fc.constantFrom(...methods),
    net: fc.constantFrom([], ["b"], ["a", "b", "c"]),
  });
  const from = fc.oneof(fc.nat(3000), fc.nat(2 ** 31));
  fc.assert(
    fc.property(plans, fc.constantFrom("a", "b", "price"), from, fc.nat(700), (plan, name, from, count) => {
      const memory = new Memory();
      const machine = new DrawMachine(memory);
      for (const coordinate of coordinatesOf([name], plan.net)) {
        const address = machine.column(count);
        const stream = machine.stream(plan, coordinate);
        stream.fill(from + count, count, address);
        stream.fill(from, count, address);
        const expected = new Float64Array(count);
        fillUniforms(plan, coordinate, from, expected);
        expect(memory.doubles(address, count)).toEqual(expected);
      }
    }),
  );
});

test("streams of a net and others stay apart, however they take turns", () => {
  const memory = new Memory();
  const machine = new DrawMachine(memory);
  const address = machine.column(600);
  const names = ["a", "b", "c", "d"];
  const plans = [3, 4].map((seed) => ({ seed, samples: 20_000, replicates: 3, net: ["b", "a"] }));
  const streams = plans.flatMap((plan) =>
    coordinatesOf(names, plan.net).map((coordinate) => ({
      plan,
      coordinate,
      stream: machine.stream(plan, coordinate),
    })),
  );
  const turns = fc.array(fc.tuple(fc.constantFrom(...streams), fc.nat(2000), fc.nat(600)), { minLength: 2 });
  fc.assert(
    fc.property(turns, (taken) => {
      for (const [{ plan, coordinate, stream }, from, count] of taken) {
        stream.fill(from, count, address);
        const expected = new Float64Array(count);
        fillUniforms(plan, coordinate, from, expected);
        expect(memory.doubles(address, count)).toEqual(expected);
      }
    }),
  );
});

test("lines are the quantiles of uniform inputs, bit by bit", () => {
  const memory = new Memory();
  const machine = new DrawMachine(memory);
  const [uniforms, out] = [machine.column(9), machine.column(9)];
  const draw = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((bits) => (bits + 0.5) / 2 ** 32);
  const bound = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(fc.array(draw, { maxLength: 9 }), bound, bound, (draws, a, b) => {
      fc.pre(a !== b);
      const of = uniform(Math.min(a, b), Math.max(a, b));
      memory.doubles(uniforms, draws.length).set(draws);
      machine.line(uniforms, out, draws.length, ...of.support);
      expect([...memory.doubles(out, draws.length)]).toEqual(draws.map((u) => of.quantile(u)));
    }),
  );
});

describe("scores", () => {
  const memory = new Memory();
  const machine = new DrawMachine(memory);
  const [uniforms, scores] = [machine.column(4096), machine.column(4096)];
  const scoresOf = (u: readonly number[]): Float64Array => {
    memory.doubles(uniforms, u.length).set(u);
    machine.scores(uniforms, scores, u.length);
    return memory.doubles(scores, u.length);
  };

  test("are the normal quantile to 1e-13, from the smallest draw to the largest", () => {
    const bits = fc.oneof(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.nat(100),
      fc.nat(100).map((k) => 2 ** 32 - 1 - k),
      fc.nat(200).map((k) => 2 ** 31 - 100 + k),
    );
    fc.assert(
      fc.property(fc.array(bits, { minLength: 1, maxLength: 9 }), (draws) => {
        const u = draws.map((draw) => (draw + 0.5) / 2 ** 32);
        for (const [i, score] of scoresOf(u).entries())
          expect(Math.abs(score - normalQuantile(u[i] ?? NaN))).toBeLessThan(1e-13);
      }),
      { numRuns: 1000 },
    );
  });

  test("of opposite draws are opposite to the last bit", () => {
    const [low = NaN, high = NaN] = scoresOf([(5 + 0.5) / 2 ** 32, (2 ** 32 - 6 + 0.5) / 2 ** 32]);
    expect(high).toBe(-low);
  });
});

test("values beyond the table are undefined and reported, others lie within the support", () => {
  const memory = new Memory();
  const machine = new DrawMachine(memory);
  const table = quantileTable(normal(10, 2));
  if (table === undefined) throw new Error("a normal has a table");
  const [scores, out] = [machine.column(8), machine.column(8)];
  memory.doubles(scores, 8).set([-40, -6.6, -6.4, 0, 1, 6.4, 6.6, NaN]);
  expect(machine.values(scores, out, 8, machine.place(table))).toBe(true);
  const expected = [NaN, NaN, -2.8, 10, 12, 22.8, NaN, NaN].map((x) => (Number.isNaN(x) ? x : expect.closeTo(x, 12)));
  expect([...memory.doubles(out, 8)]).toEqual(expected);
  memory.doubles(scores, 2).set([1, -1]);
  expect(machine.values(scores, out, 2, machine.place(table))).toBe(false);
  expect(machine.values(scores, out, 2, { ...machine.place(table), high: 11 })).toBe(false);
  expect([...memory.doubles(out, 2)]).toEqual([11, expect.closeTo(8, 12)]);
});

test("a table is put into memory once", () => {
  const machine = new DrawMachine(new Memory());
  const table = quantileTable(lognormal(1, 0.2));
  if (table === undefined) throw new Error("a lognormal has a table");
  expect(machine.place(table)).toBe(machine.place(table));
});
