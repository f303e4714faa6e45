import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainPool, poissonRequests, requestsOf } from "./scenarios.fixture.ts";
import type { RateLimits, RequestTier } from "./scenario.ts";
import { simulate } from "./simulation.ts";
import type { RequestColumns } from "../traffic/requests.ts";

const run = (tiers: readonly RequestTier[], requests: RequestColumns) => {
  const simulation = simulate({ pools: [plainPool], router: "round-robin", seed: 1, tiers, record: true });
  simulation.offer(requests);
  const report = simulation.finish();
  return { report, outcomes: (report.outcomes ?? []).toSorted((a, b) => a.id - b.id) };
};

const limited = (limits: RateLimits): RequestTier[] => [{ name: "all", limits }];
const atOnce = (count: number) => requestsOf(Array.from({ length: count }, () => [0, 1, 1] as const));

describe("a bucket holds a minute's worth", () => {
  test("what is over it is refused, and counted with its reason", () => {
    const { report } = run(limited({ requestsPerMinute: 60, over: "refuse" }), atOnce(100));
    expect(report.requests).toMatchObject({ finished: 60, refused: { "over-limit": 40, "too-large": 0 }, delayed: 0 });
    expect(report.tiers[0]?.requests.refused["over-limit"]).toBe(40);
  });

  test("or waits at the door, in order, for the bucket to fill: one request a second", () => {
    const { report, outcomes } = run(limited({ requestsPerMinute: 60, over: "wait" }), atOnce(100));
    expect(report.requests).toMatchObject({ finished: 100, delayed: 40 });
    for (const [i, { firstToken }] of outcomes.entries()) {
      expect(Math.abs(firstToken - Math.max(0, i - 59))).toBeLessThan(0.005);
    }
  });

  test("tokens count input and output; what the bucket never holds is refused at once", () => {
    const rows = [
      [0, 500, 100],
      [0, 500, 100],
      [0, 500, 701],
      [30, 500, 100],
      [30, 1, 1],
    ] as const;
    const { outcomes } = run(limited({ tokensPerMinute: 1200, over: "refuse" }), requestsOf(rows));
    expect(outcomes.map(({ refused }) => refused ?? "finished")).toEqual([
      "finished",
      "finished",
      "over-limit",
      "finished",
      "over-limit",
    ]);
    const { outcomes: waiting } = run(limited({ tokensPerMinute: 1200, over: "wait" }), requestsOf(rows));
    expect(waiting.map(({ refused }) => refused ?? "finished")).toEqual([
      "finished",
      "finished",
      "over-limit",
      "finished",
      "finished",
    ]);
  });
});

test("never more than the bucket and its filling passes within any time", () => {
  const traffic = fc.record({ seed: fc.integer(), rate: fc.integer({ min: 1, max: 20 }) });
  fc.assert(
    fc.property(traffic, fc.constantFrom("refuse" as const, "wait" as const), ({ seed, rate }, over) => {
      const requests = poissonRequests(400, rate, seed, (random) => [1 + random.below(50), 1]);
      const { outcomes } = run(limited({ tokensPerMinute: 1000, requestsPerMinute: 40, over }), requests);
      // A prompt of one iteration starts within some iterations of its passing the door.
      const passed = outcomes
        .filter(({ refused }) => refused === undefined)
        .map(({ id, firstToken }) => ({ time: firstToken, tokens: (requests.input[id] ?? 0) + 1 }));
      let [mostTokens, mostRequests] = [0, 0];
      for (const [from, first] of passed.entries()) {
        let tokens = 0;
        for (const [count, each] of passed.slice(from).entries()) {
          tokens += each.tokens;
          const span = each.time - first.time + 0.05;
          mostTokens = Math.max(mostTokens, tokens - (1000 * span) / 60);
          mostRequests = Math.max(mostRequests, count + 1 - (40 * span) / 60);
        }
      }
      expect(mostTokens).toBeLessThanOrEqual(1000);
      expect(mostRequests).toBeLessThanOrEqual(40);
    }),
    { numRuns: 30 },
  );
});

test("tiers have priorities: where all must wait, the first hardly does", () => {
  const tiers = [{ name: "paid" }, { name: "free", priority: 1 }];
  const pool = { ...plainPool, batchCap: 4 };
  // 4 places, 100 ms each: 40 requests a second can be served, and 50 come.
  const columns = poissonRequests(5000, 50, 9, () => [1, 100]);
  const requests = { ...columns, tier: Uint8Array.from(columns.input, (_, row) => row % 2) };
  const simulation = simulate({ pools: [pool], router: "round-robin", seed: 1, tiers });
  simulation.offer(requests);
  const [paid, free] = simulation.finish().tiers;
  expect(paid?.latency.ttft.p99).toBeLessThan(0.5);
  expect(free?.latency.ttft.p50).toBeGreaterThan(5);
});
