/**
 * This engine as one of the engines of the comparison, in a process of its own.
 *
 *     node underwatt.ts time N SEED RUNS       one thread: draws, four outputs, mean and percentiles of NPV
 *     node underwatt.ts agree IN OUT N         writes N rows of its draws, and of its outputs for them
 *     node underwatt.ts sobol SEED RUNS        4,096 points in 8 scrambles: how sure the mean of NPV is, and how soon
 *     node underwatt.ts error N SEEDS METHOD   mean, P10, P90 and P(NPV < 0) of N points, for seeds 1..SEEDS; METHOD is
 *                                              sobol, latin-hypercube or monte-carlo
 *     node underwatt.ts workers N RUNS         draws and four outputs on one and on two worker threads
 */
import { writeFileSync } from "node:fs";
import { quantile, rank, Sampler, summarise } from "@underwatt/engine";
import { openPool } from "@underwatt/runtime";
import type { Prepared } from "@underwatt/deal";
import { evaluatorOf, inputsInOrder, outputPaths, referenceDeal, runReference } from "./reference-deal.ts";

const methods = ["sobol", "latin-hypercube", "monte-carlo"] as const;
const [mode = "", ...rest] = process.argv.slice(2);
const numbers = rest.map(Number);
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

function timed<T>(work: () => T): [seconds: number, result: T] {
  const before = performance.now();
  const result = work();
  return [(performance.now() - before) / 1000, result];
}

function time([samples = 100_000, seed = 1, runs = 5]: readonly number[]): unknown {
  const [prepareSeconds, prepared] = timed(() => referenceDeal(samples, seed));
  const [compileSeconds, evaluator] = timed(() => evaluatorOf(prepared));
  const [firstSeconds] = timed(() => runReference(referenceDeal(4096, seed), evaluator, seed));
  let npv: Float64Array = new Float64Array();
  const seconds = Array.from({ length: runs }, (_, run) => {
    const [spent] = timed(() => {
      const [column] = runReference(prepared, evaluator, seed + run);
      npv = column?.data ?? npv;
      summarise(npv, prepared.plan.replicates);
    });
    return spent;
  });
  const { mean, p10, p50, p90 } = summarise(npv, prepared.plan.replicates);
  return {
    engine: "underwatt",
    irr: true,
    trials: samples,
    runs,
    seconds: median(seconds),
    trialsPerSecond: Math.round(samples / median(seconds)),
    npv: { mean, p10, p50, p90 },
    prepareSeconds,
    compileSeconds,
    firstSeconds,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

function agree(inFile: string, outFile: string, samples: number): unknown {
  const prepared = referenceDeal(samples, 1);
  const evaluator = evaluatorOf(prepared);
  const sampler = new Sampler(prepared.graph.program, prepared.plan, prepared.dependence);
  const values = sampler.draw(evaluator.inputs, 0, samples).map((column) => column.slice());
  const columns = evaluator.columns(samples);
  evaluator.fill(columns, 0, samples, (from, count) => values.map((column) => column.subarray(from, from + count)));
  const inputs = inputsInOrder(prepared);
  const rows = new Float64Array(samples * inputs.length);
  for (const [place, { input, factor }] of inputs.entries()) {
    for (let i = 0; i < samples; i++) rows[i * inputs.length + place] = (values[input]?.[i] ?? NaN) * factor;
  }
  const out = new Float64Array(samples * 4);
  for (const [place, { data }] of columns.entries()) {
    // The rate of return is in percent here.
    for (let i = 0; i < samples; i++) out[i * 4 + place] = (data[i] ?? NaN) * (place === 1 ? 0.01 : 1);
  }
  writeFileSync(inFile, new Uint8Array(rows.buffer));
  writeFileSync(outFile, new Uint8Array(out.buffer));
  return { trials: samples };
}

function sobol([seed = 1, runs = 5]: readonly number[]): unknown {
  const prepared = referenceDeal(4096, seed);
  const evaluator = evaluatorOf(prepared);
  const plan = { ...prepared, plan: { ...prepared.plan, replicates: 8 } };
  for (let warm = 0; warm < 20; warm++) runReference(plan, evaluator, 1000 + warm);
  const found = Array.from({ length: runs }, (_, run) => {
    const [seconds, summary] = timed(() => {
      const [column] = runReference(plan, evaluator, seed + run);
      return summarise(column?.data ?? new Float64Array(), 8);
    });
    return { seconds, mean: summary.mean, se: summary.se };
  });
  return { seconds: median(found.map((each) => each.seconds)), runs: found };
}

function error([samples = 4096, seeds = 16]: readonly number[], name: string | undefined): unknown {
  const method = methods.find((each) => each === name) ?? "sobol";
  const deal = referenceDeal(samples, 1);
  const prepared = { ...deal, plan: { ...deal.plan, method } };
  const evaluator = evaluatorOf(prepared);
  const found = Array.from({ length: seeds }, (_, seed) => {
    const [seconds, npv] = timed(() => runReference(prepared, evaluator, seed + 1)[0]?.data ?? new Float64Array());
    const ranked = rank(npv, [0.1, 0.9]);
    const mean = npv.reduce((sum, value) => sum + value, 0) / samples;
    const below = npv.reduce((sum, value) => sum + (value < 0 ? 1 : 0), 0) / samples;
    return { seconds, mean, p10: quantile(ranked, 0.1), p90: quantile(ranked, 0.9), below };
  });
  return { seconds: median(found.map((each) => each.seconds)), found };
}

/** Seconds on worker threads that have started and compiled, shared memory included, summaries not. */
async function onWorkers(prepared: Prepared, workers: number, runs: number): Promise<number> {
  const { samples } = prepared.plan;
  const batch = outputPaths.map((path) => ({ step: prepared.graph.quantities.get(path)?.step ?? -1, from: 0, to: 1 }));
  const pool = openPool(prepared, workers);
  try {
    const room = pool.room(batch.length * samples);
    const columns = batch.map((_, place) => room.subarray(place * samples, (place + 1) * samples));
    const seconds: number[] = [];
    for (let run = 0; run <= runs; run++) {
      const before = performance.now();
      await pool.simulate(prepared, batch, columns, {});
      if (run > 0) seconds.push((performance.now() - before) / 1000);
    }
    return median(seconds);
  } finally {
    await pool.close();
  }
}

async function workers([samples = 1_000_000, runs = 5]: readonly number[]): Promise<unknown> {
  const prepared = referenceDeal(samples, 1);
  const [one, two] = [await onWorkers(prepared, 1, runs), await onWorkers(prepared, 2, runs)];
  return { one, two, ratio: one / two };
}

const modes: Readonly<Record<string, () => unknown>> = {
  time: () => time(numbers),
  agree: () => agree(rest[0] ?? "", rest[1] ?? "", numbers[2] ?? 1000),
  sobol: () => sobol(numbers),
  error: () => error(numbers, rest[2]),
  workers: () => workers(numbers),
};
const chosen = modes[mode];
if (chosen === undefined) throw new Error(`expected one of ${Object.keys(modes).join(", ")}`);
console.log(JSON.stringify(await chosen()));
