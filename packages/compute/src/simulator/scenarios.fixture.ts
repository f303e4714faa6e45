/** Scenarios and requests that several tests share. */
import { Random } from "../traffic/random.ts";
import type { RequestColumns } from "../traffic/requests.ts";
import type { ReplicaPool } from "./scenario.ts";
import { affineStepCost } from "./step-cost.ts";

/** One replica with plenty of everything, 1 ms an iteration. */
export const plainPool: ReplicaPool = {
  name: "plain",
  replicas: 1,
  cost: affineStepCost(1e-3, 0, 0, 0, 512),
  kv: { blocks: 1e6, blockTokens: 16, watermark: 0 },
  batchCap: 256,
  budget: 512,
  batching: "chunked",
};

/**
 * Llama-2-70B on four H100s and on two A100s, tensor parallel: least squares on Vidur's iterations (see vidur.test.ts), their
 * memory as there.
 */
export const h100Pool: ReplicaPool = {
  name: "h100",
  replicas: 1,
  cost: affineStepCost(0.02556844, 4.341504e-5, 1.393609e-9, 2.311076e-9, 512),
  kv: { blocks: 32_768, blockTokens: 16, watermark: 327 },
  batchCap: 128,
  budget: 512,
  batching: "chunked",
};
export const a100Pool: ReplicaPool = {
  ...h100Pool,
  name: "a100",
  cost: affineStepCost(0.05619269, 2.861029e-4, 1.201723e-8, 9.27111e-9, 512),
  kv: { blocks: 3328, blockTokens: 16, watermark: 33 },
};

/** Poisson arrivals, `rate` a second, of requests whose lengths `draw` gives. */
export function poissonRequests(
  count: number,
  rate: number,
  seed: number,
  draw: (random: Random) => readonly [input: number, output: number],
): RequestColumns {
  const gaps = new Random(seed, "arrivals");
  const lengths = new Random(seed, "lengths");
  const input = new Int32Array(count);
  const output = new Int32Array(count);
  let time = 0;
  const arrival = new Float64Array(count).map((_, row) => {
    [input[row], output[row]] = draw(lengths);
    return (time += gaps.exponential() / rate);
  });
  return { count, arrival, input, output };
}

/** Requests one by one: arrival in seconds, input and output tokens, tier. */
export function requestsOf(
  rows: readonly (readonly [arrival: number, input: number, output: number, tier?: number])[],
): RequestColumns {
  return {
    count: rows.length,
    arrival: Float64Array.from(rows, ([arrival]) => arrival),
    input: Int32Array.from(rows, ([, input]) => input),
    output: Int32Array.from(rows, ([, , output]) => output),
    tier: Uint8Array.from(rows, ([, , , tier = 0]) => tier),
  };
}
