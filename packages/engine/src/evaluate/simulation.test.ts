import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildGraph, type Graph } from "../graph/index.ts";
import { calendar, definitions, graphOf, quantity, units } from "../graph/graph.fixture.ts";
import type { Column } from "../operations/column.ts";
import { independent, Sampler, type Dependence } from "./sampler.ts";
import { evaluateAt } from "./interpret.ts";
import { simulate } from "./simulation.ts";

const samples = 4096;
const plan = { seed: 7, samples, replicates: 8 };

function columns(
  graph: Graph,
  paths: readonly string[],
  from = 0,
  to = samples,
  dependence: Dependence = independent,
): Column[] {
  const sampler = new Sampler(graph.program, plan, dependence);
  const steps = paths.map((path) => quantity(graph, path).step);
  return simulate(graph.program, steps, sampler, { from, to });
}

function drawsOf(graph: Graph, path: string, dependence: Dependence = independent): Float64Array {
  const [column] = columns(graph, [path], 0, samples, dependence);
  if (column === undefined) throw new Error("one column was wanted");
  return column.data;
}

/** Something of every kind: scalars and series, certain and not, shared steps, steps wanted and used again. */
const formulas = {
  "a.price": "2 to 3 USD/GPU/h",
  "a.share": "70 to 97 %",
  "a.start": "2026-06-06 + (5 to 90 day)",
  "a.count": "220000 GPU",
  "a.rent": "price * count * share in USD/month",
  "a.cash": "rent * 1 month * ramp(start, 2 month) - 5 billion USD * during(2026-05-01, 2026-06-01)",
  "a.npv": "npv(8 %, cash)",
  "a.irr": "irr(cash)",
  "a.good": "irr > 5 % and npv > 0 USD",
  "a.total": "sum(cash) + npv - npv * 2",
  "a.same": "price * price - price * price",
  "a.certain-series": "count / GPU * step(2026-07-01)",
};
const all = Object.keys(formulas);
const graph = graphOf(formulas);

describe("blocks and ranges", () => {
  const whole = columns(graph, all);

  test("certain columns stay one sample, and the others have them all", () => {
    const shapes = Object.fromEntries(all.map((path, index) => [path, [whole[index]?.months, whole[index]?.samples]]));
    expect(shapes["a.count"]).toEqual([1, 1]);
    expect(shapes["a.certain-series"]).toEqual([24, 1]);
    expect(shapes["a.cash"]).toEqual([24, samples]);
    expect(shapes["a.npv"]).toEqual([1, samples]);
  });

  test("any split of the samples gives the same bits", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: samples }), { maxLength: 5 }), (cuts) => {
        const ends = [...new Set([0, ...cuts.sort((a, b) => a - b), samples])];
        for (const [index, from] of ends.slice(0, -1).entries()) {
          const to = ends[index + 1] ?? samples;
          const part = columns(graph, all, from, to);
          for (const [slot, column] of part.entries()) {
            const full = whole[slot];
            if (full === undefined || full.samples === 1) continue;
            for (let month = 0; month < column.months; month++) {
              const expected = full.data.subarray(month * samples + from, month * samples + to);
              const found = column.data.subarray(month * column.samples, (month + 1) * column.samples);
              expect(Buffer.compare(bytes(found), bytes(expected))).toBe(0);
            }
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  test("what else is wanted changes nothing", () => {
    fc.assert(
      fc.property(fc.subarray(all, { minLength: 1 }), (paths) => {
        for (const [slot, column] of columns(graph, paths).entries()) {
          const full = whole[all.indexOf(paths[slot] ?? "")];
          expect(Buffer.compare(bytes(column.data), bytes(full?.data ?? new Float64Array()))).toBe(0);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("an empty range is empty, a step wanted twice is there twice", () => {
    expect(columns(graph, ["a.npv"], 100, 100)[0]?.data).toHaveLength(0);
    const [one, two] = columns(graph, ["a.npv", "a.npv"]);
    expect(one?.data).toEqual(two?.data);
  });

  test("the caller hears of every block and may stop the run", () => {
    const sampler = new Sampler(graph.program, plan);
    const heard: number[] = [];
    simulate(graph.program, [quantity(graph, "a.npv").step], sampler, { from: 0, to: 1000 }, (done) =>
      heard.push(done),
    );
    expect(heard.at(-1)).toBe(1000);
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    const stop = (): void => {
      throw new Error("enough");
    };
    expect(() => simulate(graph.program, [], sampler, { from: 0, to: 1000 }, stop)).toThrow("enough");
  });
});

function bytes(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

describe("draws", () => {
  const expected = new Map(all.map((path) => [path, drawsOf(graph, path)]));

  test("do not change when the definitions are reordered or others are added", () => {
    const shuffled = fc.shuffledSubarray(definitions(formulas), { minLength: all.length, maxLength: all.length });
    const extra = fc.uniqueArray(fc.constantFrom("b.one", "b.two", "z", "a.aa"), { maxLength: 4 });
    fc.assert(
      fc.property(shuffled, extra, fc.nat(all.length), (order, names, at) => {
        const more = definitions(Object.fromEntries(names.map((name) => [name, "1 to 2"])));
        const other = buildGraph([...order.slice(0, at), ...more, ...order.slice(at)], units, calendar);
        for (const path of all)
          expect(Buffer.compare(bytes(drawsOf(other, path)), bytes(expected.get(path) ?? new Float64Array()))).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  test("differ by seed, by name and by place in a formula", () => {
    const two = graphOf({ x: "0 to 1", y: "0 to 1", z: "(0 to 1) - (0 to 1)" });
    expect(drawsOf(two, "x")).not.toEqual(drawsOf(two, "y"));
    expect(drawsOf(two, "z").some((value) => value !== 0)).toBe(true);
    const step = quantity(two, "x").step;
    const other = simulate(two.program, [step], new Sampler(two.program, { ...plan, seed: 8 }), {
      from: 0,
      to: samples,
    });
    expect(other[0]?.data).not.toEqual(drawsOf(two, "x"));
  });

  test.each([
    ["4 to 9 USD", 0],
    ["20 to 80 %", 0],
    ["normal(10, 3)", 0],
    ["discrete(1 @ 30 %, 5 @ 70 %)", 0],
    ["pert(0, 2, 10)", 0],
  ])("%s has the mean and spread of its distribution", (formula) => {
    const own = graphOf({ x: formula });
    const values = drawsOf(own, "x");
    const { distribution } = own.program.inputs[0] ?? {};
    if (distribution === undefined) throw new Error("there is one input");
    const mean = values.reduce((sum, value) => sum + value, 0) / samples;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (samples - 1);
    // Even points do better than this; the standard error of random ones is a safe bound.
    expect(Math.abs(mean - distribution.mean)).toBeLessThan(3 * Math.sqrt(distribution.variance / samples));
    expect(variance / distribution.variance).toBeCloseTo(1, 1);
  });

  test("the mean of an interval is the lognormal's closed form", () => {
    const sigma = Math.log(9 / 4) / (2 * 1.6448536269514722);
    const closed = 6 * Math.exp(sigma ** 2 / 2);
    const deviation = closed * Math.sqrt(Math.expm1(sigma ** 2));
    const values = drawsOf(graphOf({ x: "4 to 9 USD" }), "x");
    const mean = values.reduce((sum, value) => sum + value, 0) / samples;
    expect(Math.abs(mean - closed)).toBeLessThan(deviation / Math.sqrt(samples));
    const inside = values.filter((value) => value > 4 && value < 9).length / samples;
    expect(inside).toBeCloseTo(0.9, 2);
  });
});

describe("dependence", () => {
  const four = graphOf({ a: "1 to 2", b: "20 to 80 %", c: "normal(0, 1)", d: "3 to 4", e: "5 to 6" });

  function ranks(values: Float64Array): number[] {
    const order = [...values.keys()].sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
    const result: number[] = [];
    for (const [rank, index] of order.entries()) result[index] = rank;
    return result;
  }
  function spearman(x: Float64Array, y: Float64Array): number {
    const [rx, ry] = [ranks(x), ranks(y)];
    const squares = rx.reduce((sum, rank, i) => sum + (rank - (ry[i] ?? 0)) ** 2, 0);
    return 1 - (6 * squares) / (samples * (samples ** 2 - 1));
  }
  const between = (one: string, other: string, dependence: Dependence): number =>
    spearman(drawsOf(four, one, dependence), drawsOf(four, other, dependence));
  /** Three standard errors of a rank correlation of independent samples. */
  const tolerance = 3 / Math.sqrt(samples);

  test.each([-0.9, -0.5, 0, 0.3, 0.8])("a named pair reaches Spearman %s", (target) => {
    const dependence: Dependence = { pairs: [{ between: ["a", "b"], spearman: target }], drivers: [] };
    expect(Math.abs(between("a", "b", dependence) - target)).toBeLessThan(tolerance);
    expect(Math.abs(between("a", "c", dependence))).toBeLessThan(tolerance);
  });

  test("pairs that share an input all hold", () => {
    const dependence: Dependence = {
      pairs: [
        { between: ["a", "b"], spearman: 0.6 },
        { between: ["b", "c"], spearman: -0.4 },
        { between: ["d", "e"], spearman: 0.5 },
      ],
      drivers: [],
    };
    expect(Math.abs(between("a", "b", dependence) - 0.6)).toBeLessThan(tolerance);
    expect(Math.abs(between("c", "b", dependence) + 0.4)).toBeLessThan(tolerance);
    expect(Math.abs(between("e", "d", dependence) - 0.5)).toBeLessThan(tolerance);
    expect(new Sampler(four.program, plan, dependence).repairs).toEqual([]);
  });

  test("a driver ties its inputs by the product of their loadings", () => {
    const moves = new Map([
      ["a", 0.7],
      ["b", 0.5],
      ["c", -0.8],
    ]);
    const dependence: Dependence = { pairs: [], drivers: [{ name: "demand", moves }] };
    const expected = (one: number, other: number): number => (6 / Math.PI) * Math.asin((one * other) / 2);
    expect(Math.abs(between("a", "b", dependence) - expected(0.7, 0.5))).toBeLessThan(tolerance);
    expect(Math.abs(between("a", "c", dependence) - expected(0.7, -0.8))).toBeLessThan(tolerance);
    expect(Math.abs(between("a", "d", dependence))).toBeLessThan(tolerance);
  });

  test("neither the order of pairs nor what is wanted changes a draw", () => {
    const pairs = [
      { between: ["a", "b"], spearman: 0.6 },
      { between: ["c", "b"], spearman: -0.4 },
    ] as const;
    const turned = [
      { between: ["b", "c"], spearman: -0.4 },
      { between: ["b", "a"], spearman: 0.6 },
    ] as const;
    for (const path of ["a", "b", "c", "d"]) {
      expect(drawsOf(four, path, { pairs, drivers: [] })).toEqual(drawsOf(four, path, { pairs: turned, drivers: [] }));
    }
    const together = columns(four, ["a", "b", "c"], 0, samples, { pairs, drivers: [] });
    expect(together[2]?.data).toEqual(drawsOf(four, "c", { pairs, drivers: [] }));
  });

  test("margins stay what they were", () => {
    const dependence: Dependence = { pairs: [{ between: ["a", "b"], spearman: 0.9 }], drivers: [] };
    const [free, tied] = [drawsOf(four, "b").toSorted(), drawsOf(four, "b", dependence).toSorted()];
    for (const at of [0.05, 0.25, 0.5, 0.75, 0.95]) {
      const index = Math.floor(at * samples);
      expect((tied[index] ?? NaN) / (free[index] ?? NaN)).toBeCloseTo(1, 1);
    }
  });

  test("impossible correlations are repaired and reported", () => {
    const pairs = [
      { between: ["a", "b"], spearman: 0.9 },
      { between: ["b", "c"], spearman: 0.9 },
      { between: ["a", "c"], spearman: -0.9 },
    ] as const;
    const { repairs } = new Sampler(four.program, plan, { pairs, drivers: [] });
    expect(repairs).toHaveLength(1);
    expect(repairs[0]?.inputs).toEqual(["a", "b", "c"]);
    expect(repairs[0]?.largestChange).toBeGreaterThan(0.1);
  });

  test("full correlation is taken as given", () => {
    const pairs = [{ between: ["a", "b"], spearman: 1 }] as const;
    expect(new Sampler(four.program, plan, { pairs, drivers: [] }).repairs).toEqual([]);
  });

  test("an unknown input is refused", () => {
    const pairs = [{ between: ["a", "nothing"], spearman: 0.5 }] as const;
    expect(() => new Sampler(four.program, plan, { pairs, drivers: [] })).toThrow(
      "there is no uncertain input named nothing",
    );
  });
});

describe("evaluateAt", () => {
  test("puts every input at its quantile", () => {
    const own = graphOf({ a: "4 to 9 USD", b: "20 to 80 %", c: "a * b", d: "a * step(2026-05-01)", e: "5 USD" });
    const steps = ["a", "b", "c", "d", "e"].map((path) => quantity(own, path).step);
    const [a, b, c, d, e] = evaluateAt(own.program, steps, 0.5).map((column) => [...column.data]);
    expect(a?.[0]).toBeCloseTo(6, 12);
    expect(b?.[0]).toBeCloseTo(50, 12);
    expect(c?.[0]).toBeCloseTo(3, 12);
    expect(d).toEqual(Array.from({ length: 24 }, () => a?.[0]));
    expect(e).toEqual([5]);
    expect(evaluateAt(own.program, steps, 0.05)[0]?.data[0]).toBeCloseTo(4, 9);
    expect(evaluateAt(own.program, steps, 0.95)[0]?.data[0]).toBeCloseTo(9, 9);
  });
});
