import { describe, expect, test } from "vitest";
import { SimulationError } from "./simulation-error.ts";
import { plainPool, requestsOf } from "./scenarios.fixture.ts";
import type { ReplicaPool, ServingScenario } from "./scenario.ts";
import { simulate } from "./simulation.ts";

const scenario = (given: Partial<ServingScenario> = {}): ServingScenario => ({
  pools: [plainPool],
  router: "round-robin",
  seed: 1,
  ...given,
});
const withPool = (given: Partial<ReplicaPool>): ServingScenario => scenario({ pools: [{ ...plainPool, ...given }] });

test.each([
  [scenario({ pools: [] }), "a scenario needs a pool"],
  [withPool({ replicas: 0 }), "replicas of pool plain: 0; it must be a whole number of 1 or more"],
  [withPool({ batchCap: 600 }), "less than its batchCap of 600"],
  [withPool({ budget: 1000, batchCap: 10 }), "given up to 512 tokens"],
  [withPool({ cost: { ...plainPool.cost, base: new Float64Array(513) } }), "at 1 tokens is 0 s; it must be positive"],
  [withPool({ cost: { ...plainPool.cost, perCachedToken: NaN } }), "perCachedToken of pool plain: NaN"],
  [withPool({ kv: { blocks: 10, blockTokens: 16, watermark: 10 } }), "from 0 to below 10"],
  [withPool({ role: "decode" }), "all pools only decode"],
  [withPool({ role: "prefill" }), "need decode pools"],
  [
    withPool({ failures: { meanTimeBetweenFailures: 0, meanTimeToRepair: 1 } }),
    "meanTimeBetweenFailures of pool plain: 0",
  ],
  [scenario({ seed: 0.5 }), "the seed is 0.5"],
  [scenario({ clients: 0 }), "clients of the closed loop: 0"],
  [scenario({ tiers: [] }), "tiers are an empty list"],
  [scenario({ tiers: [{ name: "x", priority: -1 }] }), "the priority of tier x is -1"],
  [scenario({ tiers: [{ name: "x", limits: { requestsPerMinute: 0, over: "wait" } }] }), "a limit of tier x: 0"],
])("a scenario that cannot be is refused with a sentence (%#)", (each, message) => {
  expect(() => simulate(each)).toThrow(SimulationError);
  expect(() => simulate(each)).toThrow(message);
});

describe("requests that cannot be", () => {
  test.each([
    [
      [
        [2, 1, 1],
        [1, 1, 1],
      ],
      "request 1 of those offered arrives at 1 s, after one at 2 s",
    ],
    [[[NaN, 1, 1]], "arrives at NaN s"],
    [[[-1, 1, 1]], "arrives at -1 s"],
    [[[Infinity, 1, 1]], "arrives at Infinity s"],
    [[[0, 0, 1]], "has 0 input and 1 output tokens"],
    [[[0, 5, -2]], "has 5 input and -2 output tokens"],
    [[[0, 1, 1, 3]], "is of tier 3; there are 1"],
  ] as const)("are refused, and nothing of the offer is simulated (%#)", (rows, message) => {
    const simulation = simulate(scenario());
    expect(() => simulation.offer(requestsOf(rows as readonly (readonly [number, number, number, number?])[]))).toThrow(
      message,
    );
    expect(simulation.progress.offered).toBe(0);
  });

  test("may not go back behind an earlier offer", () => {
    const simulation = simulate(scenario());
    simulation.offer(requestsOf([[5, 1, 1]]));
    expect(() => simulation.offer(requestsOf([[4, 1, 1]]))).toThrow("after one at 5 s");
  });

  test("larger than any replica's memory are counted and refused, and harm nobody", () => {
    const kv = { blocks: 10, blockTokens: 16, watermark: 1 };
    const simulation = simulate(withPool({ kv }));
    simulation.offer(
      requestsOf([
        [0, 100, 45],
        [0, 100, 46],
        [1, 1000, 1],
      ]),
    );
    expect(simulation.finish().requests).toMatchObject({ finished: 1, refused: { "too-large": 2 } });
  });

  test("with prefix blocks that KV blocks do not divide are refused", () => {
    const simulation = simulate(withPool({ prefixCache: true }));
    const prefix = { blockTokens: 24, start: Int32Array.of(0, 1), blocks: Int32Array.of(1) };
    expect(() => simulation.offer({ ...requestsOf([[0, 30, 1]]), prefix })).toThrow("no multiple of a KV block's 16");
  });
});

test("prefix blocks may not change their length between offers", () => {
  const simulation = simulate(withPool({ prefixCache: true }));
  const offer = (arrival: number, blockTokens: number): void => {
    const prefix = { blockTokens, start: Int32Array.of(0, 1), blocks: Int32Array.of(1) };
    simulation.offer({ ...requestsOf([[arrival, 100, 1]]), prefix });
  };
  offer(0, 32);
  offer(1, 32);
  expect(() => offer(2, 64)).toThrow("prefix blocks have 64 tokens, those offered before had 32");
  expect(simulation.finish().tokens.fromCache).toBe(32);
});

test("nothing offered is an empty report", () => {
  const { requests, latency } = simulate(scenario()).finish();
  expect(requests.offered).toBe(0);
  expect(latency.ttft.p50).toBeNaN();
});
