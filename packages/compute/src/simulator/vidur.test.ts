/**
 * Agreement with recorded outputs of Vidur (its last commit, of 2024-11; Sarathi scheduler with chunks of 512, at most 128
 * sequences, Llama-2-70B). Vidur's step times come from random forests; ours are four numbers by least squares on the
 * iterations of 3,000 of its requests, mean error 1.7 % (H100) and 1.6 % (A100). Both serve the first 10,000 requests of the
 * Azure 2023 conversation trace, prompts cut so that prompt and output have at most 4,096 tokens, at the very same Poisson
 * arrivals: cumulated numpy default_rng(42).exponential(1 / rate). Vidur's figures are printed to three or four digits.
 */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { traceReader } from "../traffic/trace/trace-reader.ts";
import { joinColumns } from "../traffic/columns.ts";
import type { RequestColumns } from "../traffic/requests.ts";
import { numpyExponentials } from "./numpy-exponential.fixture.ts";
import type { RequestOutcome } from "./report/serving-report.ts";
import { a100Pool, h100Pool } from "./scenarios.fixture.ts";
import type { ReplicaPool } from "./scenario.ts";
import { simulate } from "./simulation.ts";

const trace = new URL(
  "../../../../../shared/data/traces/azure-llm-2023/AzureLLMInferenceTrace_conv.csv",
  import.meta.url,
);
const requests = 10_000;

function lengths(): RequestColumns {
  const reader = traceReader();
  const pieces = [reader.push(readFileSync(trace, "utf8")), reader.finish()];
  return joinColumns(pieces.filter((piece) => piece !== undefined));
}

/** The first requests, prompts cut. */
function cut({ arrival, input, output }: RequestColumns): RequestColumns {
  return {
    count: requests,
    arrival: arrival.slice(0, requests),
    input: input.slice(0, requests).map((tokens, row) => Math.min(tokens, 4096 - (output[row] ?? 0))),
    output: output.slice(0, requests),
  };
}

/** Poisson arrivals, or those of the trace stretched to the rate. */
function workload(rate: number, arrivals: "poisson" | "trace"): RequestColumns {
  const columns = cut(lengths());
  if (arrivals === "trace") {
    const scale = requests / rate / (columns.arrival[requests - 1] ?? NaN);
    return { ...columns, arrival: columns.arrival.map((time) => time * scale) };
  }
  let time = 0;
  return { ...columns, arrival: numpyExponentials(requests).map((gap) => (time += gap / rate)) };
}

/** As numpy.quantile: linear between ranks. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = share * (sorted.length - 1);
  const below = Math.floor(rank);
  const [low = NaN, high = NaN] = [sorted[below], sorted[below + 1] ?? sorted[below]];
  return low + (high - low) * (rank - below);
}

/** TTFT p50, p90, p99 and end-to-end p50, p99 in seconds, mean TPOT. */
function figures(pool: ReplicaPool, columns: RequestColumns): number[] {
  const simulation = simulate({ pools: [pool], router: "round-robin", seed: 1, record: true });
  simulation.offer(columns);
  const { outcomes = [], latency } = simulation.finish();
  const since = (at: (outcome: RequestOutcome) => number): number[] =>
    outcomes.map((outcome) => at(outcome) - (columns.arrival[outcome.id] ?? NaN));
  const first = since(({ firstToken }) => firstToken);
  const whole = since(({ end }) => end);
  return [
    ...[0.5, 0.9, 0.99].map((share) => quantile(first, share)),
    ...[0.5, 0.99].map((share) => quantile(whole, share)),
    latency.tpot.mean,
  ];
}

describe.skipIf(!existsSync(trace))("Vidur's outputs (skipped without the trace in ../shared)", () => {
  // The last three columns within 0.8 %. TTFT is within 0.7 %, but for H8's p50 (+1.2 %, printed to 0.35 %) and A1's p90 and
  // p99 (-1.2, -1.3 %): there, 1 % of all step times moves TTFT p99 by 1 %.
  test.each([
    { name: "H1", pool: h100Pool, replicas: 1, rate: 4, recorded: [0.178, 0.605, 1.176, 5.05, 22.3, 0.0351] },
    { name: "H8", pool: h100Pool, replicas: 8, rate: 32, recorded: [0.144, 0.461, 0.708, 4.89, 21.7, 0.0347] },
    { name: "A1", pool: a100Pool, replicas: 1, rate: 0.8, recorded: [0.631, 2.133, 4.241, 13.17, 57.3, 0.0893] },
    { name: "A8", pool: a100Pool, replicas: 8, rate: 6, recorded: [0.517, 1.787, 2.431, 11.8, 52.5, 0.0824] },
  ])("$name, Poisson arrivals", ({ pool, replicas, rate, recorded }) => {
    const found = figures({ ...pool, replicas }, workload(rate, "poisson"));
    const off = found.map((figure, i) => Math.abs(figure / (recorded[i] ?? NaN) - 1));
    for (const each of off.slice(0, 3)) expect(each).toBeLessThan(0.014);
    for (const each of off.slice(3)) expect(each).toBeLessThan(0.008);
  });

  // In bursts queues grow on small differences: on H1, 1 % of all step times moves TTFT p99 by 6.5 %.
  test.each([
    { name: "H1", pool: h100Pool, rate: 4, recorded: [0.192, 0.849, 2.548, 5.47, 23.1, 0.0361] },
    { name: "A1", pool: a100Pool, rate: 0.8, recorded: [0.639, 2.519, 6.88, 14.36, 62.9, 0.0939] },
  ])(
    "$name, bursts of the trace: within what the fit's mean error of the step times moves",
    ({ pool, rate, recorded }) => {
      const columns = workload(rate, "trace");
      const scaled = (by: number): number[] => {
        const { base, perCachedToken, perPrefillPair } = pool.cost;
        const cost = {
          base: base.map((seconds) => seconds * by),
          perCachedToken: perCachedToken * by,
          perPrefillPair: perPrefillPair * by,
        };
        return figures({ ...pool, cost }, columns);
      };
      const [low, high] = [scaled(1 - 0.017), scaled(1 + 0.017)];
      for (const [i, figure] of recorded.entries()) {
        expect(figure).toBeGreaterThan(low[i] ?? NaN);
        expect(figure).toBeLessThan(high[i] ?? NaN);
        expect(Math.abs((low[i] ?? NaN) / (high[i] ?? NaN) - 1)).toBeLessThan(0.2);
      }
    },
  );
});
