/** What is simulated: Llama-2-70B on four H100s a replica, by step costs fitted to Vidur's iterations, and its requests. */
import { existsSync, readFileSync } from "node:fs";
import {
  affineStepCost,
  constantRate,
  generateRequests,
  independentLengths,
  joinColumns,
  lognormalLength,
  traceReader,
  type ReplicaPool,
  type RequestColumns,
} from "@underwatt/compute";

/** Seconds a step, token, cached token and prefill pair: least squares on the iterations of 3,000 of Vidur's requests. */
export const h100Cost = [0.02556844, 4.341504e-5, 1.393609e-9, 2.311076e-9] as const;

/** Case H8 of the recorded runs of Vidur and BLIS. */
export const h100Pool: ReplicaPool = {
  name: "h100",
  replicas: 8,
  cost: affineStepCost(...h100Cost, 512),
  kv: { blocks: 32_768, blockTokens: 16, watermark: 327 },
  batchCap: 128,
  budget: 512,
  batching: "chunked",
};

/** A faster generation, invented for fleets of two kinds: about 1.6 times the speed, twice the memory and the price. */
export const nextPool: ReplicaPool = {
  ...h100Pool,
  name: "next",
  cost: affineStepCost(0.016, 2.7e-5, 0.8e-9, 1.4e-9, 512),
  kv: { blocks: 65_536, blockTokens: 16, watermark: 655 },
  price: 2,
};

const trace = new URL("../../../shared/data/traces/azure-llm-2023/AzureLLMInferenceTrace_conv.csv", import.meta.url);
const longest = 4096;

/** Whether the Azure trace is at hand. */
export const hasTrace = existsSync(trace);

/**
 * Poisson arrivals, `rate` a second, of 10,000 requests: the first of the Azure 2023 conversation trace, or drawn with its
 * means and variations where it is missing. Prompts are cut so that prompt and output have 4,096 tokens at most.
 */
export function conversation(rate: number, seed: number): RequestColumns {
  const count = 10_000;
  const lengths = independentLengths(lognormalLength(1231, 0.95, longest - 1000), lognormalLength(218, 0.76, 1000));
  const arrivals = { rate: constantRate(rate) };
  const drawn = joinColumns(generateRequests({ seed, count, arrivals, lengths }));
  if (!hasTrace) return drawn;
  const reader = traceReader();
  const pieces = [reader.push(readFileSync(trace, "utf8")), reader.finish()];
  const { input, output } = joinColumns(pieces.filter((piece) => piece !== undefined));
  return {
    count,
    arrival: drawn.arrival,
    input: input.slice(0, count).map((tokens, row) => Math.min(tokens, longest - (output[row] ?? 0))),
    output: output.slice(0, count),
  };
}

/** The same requests again, after those of `round` rounds. */
export function later(columns: RequestColumns, round: number): RequestColumns {
  const span = columns.arrival[columns.count - 1] ?? 0;
  return { ...columns, arrival: columns.arrival.map((time) => round * span + time) };
}
