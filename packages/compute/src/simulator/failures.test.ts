import { describe, expect, test } from "vitest";
import { exponentialTime } from "./failures.ts";
import { plainPool, poissonRequests, requestsOf } from "./scenarios.fixture.ts";
import { simulate } from "./simulation.ts";

test("times to failure are exponential, and each replica has its own", () => {
  const draws = Array.from({ length: 20_000 }, (_, i) => exponentialTime(100, 7, i % 100, Math.floor(i / 100)));
  const mean = draws.reduce((sum, each) => sum + each, 0) / draws.length;
  expect(Math.abs(mean - 100)).toBeLessThan(3);
  const late = draws.filter((each) => each > 200).length / draws.length;
  expect(Math.abs(late - Math.exp(-2))).toBeLessThan(0.01);
  expect(new Set(draws).size).toBe(draws.length);
});

describe("replicas that fail", () => {
  const failures = { meanTimeBetweenFailures: 900, meanTimeToRepair: 100 };

  test("are available for MTBF / (MTBF + MTTR) of the time", () => {
    const simulation = simulate({ pools: [{ ...plainPool, replicas: 50, failures }], router: "least-loaded", seed: 5 });
    simulation.offer(requestsOf([[400_000, 1, 1]]));
    const [pool] = simulation.finish().pools;
    expect(Math.abs((pool?.availability ?? 0) - 0.9)).toBeLessThan(0.005);
    expect(Math.abs((pool?.failures ?? 0) / (50 * 400) - 1)).toBeLessThan(0.03);
  });

  test("lose their batch, which goes on elsewhere with the tokens it had", () => {
    const pool = { ...plainPool, replicas: 4, failures: { meanTimeBetweenFailures: 20, meanTimeToRepair: 2 } };
    const simulation = simulate({ pools: [pool], router: "least-loaded", seed: 2, record: true });
    simulation.offer(poissonRequests(500, 5, 3, () => [20, 2000]));
    const { requests, outcomes = [], tokens, latency } = simulation.finish();
    expect(requests.finished).toBe(500);
    expect(requests.failovers).toBeGreaterThan(50);
    expect(outcomes.reduce((sum, each) => sum + each.failures, 0)).toBe(requests.failovers);
    expect(tokens.generated).toBe(500 * 2000);
    // Each loss costs a prefill and a little wait, not the 2 s of decoding done before.
    expect(latency.endToEnd.mean).toBeLessThan(2.2);
  });

  test("that are all down keep requests waiting until one is back; other seeds, other times", () => {
    const pool = { ...plainPool, failures: { meanTimeBetweenFailures: 1000, meanTimeToRepair: 1000 } };
    const means = [1, 2, 3].map((seed) => {
      const simulation = simulate({ pools: [pool], router: "round-robin", seed });
      simulation.offer(poissonRequests(1000, 0.5, 3, () => [20, 5]));
      const { requests, latency } = simulation.finish();
      expect(requests.finished).toBe(1000);
      expect(latency.ttft.max).toBeGreaterThan(10);
      return latency.ttft.mean;
    });
    expect(new Set(means).size).toBe(3);
  });
});

describe("drained replicas", () => {
  const pool = { ...plainPool, replicas: 2, batchCap: 4, drains: [{ at: 10, replicas: 1 }] };

  test("end their batch, and what waits there goes to others", () => {
    const simulation = simulate({ pools: [pool], router: "round-robin", seed: 1, record: true });
    simulation.offer(requestsOf(Array.from({ length: 12 }, () => [9.9, 1, 1000] as const)));
    simulation.offer(requestsOf([[20, 1, 1]]));
    const { requests, outcomes = [], pools } = simulation.finish();
    expect(requests.finished).toBe(13);
    // 4 + 4 at once, the other four after them on the replica that is left.
    const ends = outcomes.map(({ end }) => Math.round(end * 10) / 10).sort((a, b) => a - b);
    expect(ends).toEqual([...Array.from({ length: 8 }, () => 10.9), ...Array.from({ length: 4 }, () => 11.9), 20]);
    expect(pools[0]?.availability).toBeCloseTo((20 + 10.9) / 40, 2);
  });

  test("that were the last refuse what comes and what waits, with the reason", () => {
    const simulation = simulate({
      pools: [{ ...pool, replicas: 1 }],
      router: "least-loaded",
      seed: 1,
    });
    simulation.offer(requestsOf(Array.from({ length: 6 }, () => [9.9, 1, 1000] as const)));
    simulation.offer(requestsOf([[20, 1, 1]]));
    expect(simulation.finish().requests).toMatchObject({ finished: 4, refused: { drained: 3 }, unfinished: 0 });
  });
});
