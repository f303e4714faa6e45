import { describe, expect, test } from "vitest";
import { plainPool, poissonRequests, requestsOf } from "./scenarios.fixture.ts";
import type { ReplicaPool } from "./scenario.ts";
import { simulate } from "./simulation.ts";
import type { RequestColumns } from "../traffic/requests.ts";
import { affineStepCost, decodeTime } from "./step-cost.ts";

const run = (pool: ReplicaPool, requests: RequestColumns, clients?: number) => {
  const simulation = simulate({ pools: [pool], router: "round-robin", seed: 1, clients });
  simulation.offer(requests);
  return simulation.finish();
};

describe("one request at a time is a queue", () => {
  const alone = { ...plainPool, batchCap: 1, budget: 1 };

  test("M/D/1: the wait is ρ D / 2 (1 - ρ)", () => {
    // A prompt of one token and no further output: one iteration of 1 s.
    const pool = { ...alone, cost: affineStepCost(1, 0, 0, 0, 1) };
    for (const load of [0.5, 0.8]) {
      const { latency, meanInSystem, pools } = run(
        pool,
        poissonRequests(300_000, load, 7, () => [1, 1]),
      );
      const wait = load / (2 * (1 - load));
      expect(Math.abs(latency.endToEnd.mean - 1 - wait)).toBeLessThan(0.02 * wait);
      expect(Math.abs(meanInSystem - load * (1 + wait))).toBeLessThan(0.02 * load * (1 + wait));
      expect(pools[0]?.utilisation).toBeCloseTo(load, 2);
      expect(Math.abs((pools[0]?.meanWaiting ?? 0) - load * wait)).toBeLessThan(0.02 * load * wait);
    }
  });

  test("M/M/1: the time in the system is 1 / (μ - λ), and exponential", () => {
    // Exponential service: on average 500 tokens of 2 ms.
    const pool = { ...alone, cost: affineStepCost(0.002, 0, 0, 0, 1) };
    const requests = poissonRequests(300_000, 0.7, 11, (random) => [1, Math.ceil(random.exponential() * 500)]);
    const { endToEnd } = run(pool, requests).latency;
    const mean = 1 / (1 - 0.7);
    expect(Math.abs(endToEnd.mean - mean)).toBeLessThan(0.02 * mean);
    for (const [share, quantile] of [
      [0.5, endToEnd.p50],
      [0.9, endToEnd.p90],
      [0.99, endToEnd.p99],
    ] as const) {
      const expected = -mean * Math.log(1 - share);
      expect(Math.abs(quantile - expected)).toBeLessThan(0.03 * expected);
    }
  });
});

describe("iterations that take as long as they have sequences share a processor", () => {
  // A token costs 2 ms whoever gets it; 500 tokens alone take 1 s.
  const pool = { ...plainPool, cost: affineStepCost(0, 0.002, 0, 0, 512), batchCap: 512 };

  test.each([
    ["exponential", (u: () => number) => Math.ceil(u() * 500)],
    ["two-point", (u: () => number) => (u() < 0.105_36 ? 4100 : 100)],
  ])("M/G/1-PS: the mean time in the system is E[S] / (1 - ρ), %s", (_, size) => {
    const requests = poissonRequests(100_000, 0.7, 3, (random) => [1, size(() => random.exponential())]);
    const mean = requests.output.reduce((sum, tokens) => sum + tokens, 0) / requests.count / 500;
    const expected = mean / (1 - 0.7 * mean);
    expect(Math.abs(run(pool, requests).latency.endToEnd.mean - expected)).toBeLessThan(0.04 * expected);
  });
});

describe("a constant number of clients is a steady state", () => {
  test("equal requests in step: every token after the first comes with one iteration of the whole batch", () => {
    const [clients, input, output] = [32, 16, 100];
    const pool = { ...plainPool, cost: affineStepCost(0.01, 1e-4, 1e-7, 0, 512) };
    const rounds = 5;
    const rows = Array.from({ length: clients * rounds }, () => [0, input, output] as const);
    const { latency, seconds, tokens } = run(pool, requestsOf(rows), clients);
    const stretch = decodeTime(pool.cost, clients, clients * (input + 1), output - 1);
    const prefill = 0.01 + 1e-4 * clients * input;
    expect(latency.tpot.mean).toBeCloseTo(stretch / (output - 1), 12);
    expect(latency.ttft.mean).toBeCloseTo(prefill, 12);
    expect(seconds).toBeCloseTo(rounds * (prefill + stretch), 9);
    expect(tokens.output / seconds).toBeCloseTo((clients * output) / (prefill + stretch), 6);
  });

  test("requests of unlike lengths: the batch is always full, and throughput is that of full iterations", () => {
    const clients = 64;
    const requests = poissonRequests(20_000, 1, 5, (random) => [1, 1 + random.below(400)]);
    const { tokens, pools, requests: counts } = run(plainPool, requests, clients);
    expect(counts.finished).toBe(20_000);
    expect(pools[0]?.meanRunning).toBeGreaterThan(0.99 * clients);
    // 1 ms an iteration, and each gives `clients` tokens.
    expect((pools[0]?.tokensPerSecond ?? 0) / (clients * 1000)).toBeCloseTo(1, 2);
    expect(tokens.generated).toBe(tokens.output);
  });
});
