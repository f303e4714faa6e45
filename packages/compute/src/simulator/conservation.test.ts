import fc from "fast-check";
import { expect, test } from "vitest";
import { sliceColumns } from "../traffic/columns.ts";
import { a100Pool, h100Pool, poissonRequests } from "./scenarios.fixture.ts";
import type { ReplicaPool, ServingScenario } from "./scenario.ts";
import { simulate } from "./simulation.ts";
import type { RequestColumns } from "../traffic/requests.ts";

/** Little memory, so that preemption is common. */
const small = (pool: ReplicaPool, blocks: number): ReplicaPool => ({
  ...pool,
  kv: { blocks, blockTokens: 16, watermark: 2 },
});

const scenario: fc.Arbitrary<ServingScenario> = fc
  .record({
    router: fc.constantFrom("round-robin" as const, "least-loaded" as const, "cheapest-in-slo" as const),
    seed: fc.integer(),
    blocks: fc.integer({ min: 120, max: 600 }),
    batching: fc.constantFrom("chunked" as const, "prefill-first" as const),
    prefixCache: fc.boolean(),
    failing: fc.boolean(),
    draining: fc.boolean(),
    split: fc.boolean(),
    over: fc.constantFrom("refuse" as const, "wait" as const),
  })
  .map(({ router, seed, blocks, batching, prefixCache, failing, draining, split, over }) => {
    const failures = failing ? { meanTimeBetweenFailures: 60, meanTimeToRepair: 10 } : undefined;
    const drains = draining ? [{ at: 20, replicas: 1 }] : undefined;
    const common = { batching, prefixCache, failures };
    const pools: ReplicaPool[] = [
      { ...small(h100Pool, blocks), ...common, replicas: 2, drains, price: 12 },
      { ...small(a100Pool, blocks), ...common, replicas: 2, price: 5 },
    ];
    if (split) {
      pools.push({ ...small(h100Pool, blocks), ...common, name: "prefill", role: "prefill" });
      pools.push({ ...small(a100Pool, blocks), ...common, name: "decode", replicas: 2, role: "decode" });
    }
    return {
      pools,
      router,
      seed,
      transfer: { latency: 0.001, perToken: 1e-6 },
      tiers: [
        { name: "paid", slo: { ttft: 1, tpot: 0.06 } },
        { name: "free", priority: 1, limits: { requestsPerMinute: 60, tokensPerMinute: 60_000, over } },
      ],
      record: true,
    };
  });

const traffic = fc.record({ seed: fc.integer(), rate: fc.integer({ min: 1, max: 20 }) }).map(({ seed, rate }) => {
  const columns = poissonRequests(300, rate, seed, (random) => [1 + random.below(900), 1 + random.below(200)]);
  const start = [0];
  const blocks: number[] = [];
  for (const [row, tokens] of columns.input.entries()) {
    for (let i = 0; i < Math.ceil(tokens / 64); i++) blocks.push((row % 7) * 100 + i);
    start.push(blocks.length);
  }
  return {
    ...columns,
    tier: Uint8Array.from(columns.input, (_, row) => row % 2),
    prefix: { blockTokens: 64, start: Int32Array.from(start), blocks: Int32Array.from(blocks) },
  } satisfies RequestColumns;
});

test("keeps account of requests, tokens, time and memory whatever happens", () => {
  fc.assert(
    fc.property(scenario, traffic, (each, columns) => {
      const simulation = simulate(each);
      simulation.offer(columns);
      const halfway = simulation.report();
      const { inSystem } = simulation.progress;
      expect(halfway.requests.unfinished).toBe(inSystem);
      const { requests, tokens, outcomes = [], seconds, meanInSystem, pools, tiers, overTime } = simulation.finish();

      const refused = Object.values(requests.refused).reduce((sum, count) => sum + count, 0);
      expect(requests.unfinished).toBe(0);
      expect(requests.offered).toBe(columns.count);
      expect(requests.finished + refused).toBe(columns.count);
      expect(new Set(outcomes.map(({ id }) => id)).size).toBe(columns.count);
      for (const key of ["offered", "finished", "delayed"] as const)
        expect(tiers.reduce((sum, tier) => sum + tier.requests[key], 0)).toBe(requests[key]);
      expect(pools.reduce((sum, { finished }) => sum + finished, 0)).toBe(requests.finished);

      const finished = outcomes.filter((outcome) => outcome.refused === undefined);
      const output = finished.reduce((sum, { id }) => sum + (columns.output[id] ?? 0), 0);
      expect(tokens.output).toBe(output);
      // Whoever is refused on the way has had some tokens.
      const broken = requests.refused.drained + requests.refused.failures;
      if (broken === 0) expect(tokens.generated).toBe(output);
      else expect(tokens.generated).toBeGreaterThanOrEqual(output);
      if (broken + requests.failovers + requests.preemptions === 0)
        expect(tokens.prefilled + tokens.fromCache).toBe(tokens.input);

      // Little's law: requests in the system = rate x time in the system.
      const stays = outcomes.reduce((sum, { id, end }) => sum + end - (columns.arrival[id] ?? 0), 0);
      expect(meanInSystem * seconds).toBeCloseTo(stays, 6);

      for (const [index, pool] of pools.entries()) {
        expect(pool.peakKvUse).toBeLessThanOrEqual(1);
        expect(pool.meanKvUse).toBeLessThanOrEqual(pool.peakKvUse);
        expect(pool.utilisation).toBeLessThanOrEqual(1 + 1e-9);
        expect(pool.availability).toBeLessThanOrEqual(1);
        const series = overTime.pools[index];
        const total = (series?.generated ?? new Float64Array()).reduce((sum, rate, bin) => {
          return sum + rate * Math.min(overTime.seconds, seconds - bin * overTime.seconds);
        }, 0);
        expect(total).toBeCloseTo(pool.generatedTokens, 5);
        expect(Math.max(0, ...(series?.utilisation ?? []))).toBeLessThanOrEqual(1 + 1e-9);
        expect(Math.max(0, ...(series?.kvUse ?? []))).toBeLessThanOrEqual(1 + 1e-9);
      }
    }),
    { numRuns: 100 },
  );
});

test("is the same, to the bit, however requests are cut into offers", () => {
  fc.assert(
    fc.property(scenario, traffic, fc.integer({ min: 1, max: 120 }), (each, columns, size) => {
      const whole = simulate(each);
      whole.offer(columns);
      const parts = simulate(each);
      for (let row = 0; row < columns.count; row += size) {
        parts.offer(sliceColumns(columns, row, Math.min(columns.count, row + size)));
      }
      expect(parts.finish()).toEqual(whole.finish());
    }),
    { numRuns: 30 },
  );
});

test("a closed loop is the same however its requests are cut into offers", () => {
  const columns = poissonRequests(500, 1, 2, (random) => [1 + random.below(900), 1 + random.below(200)]);
  const each: ServingScenario = {
    pools: [h100Pool, a100Pool],
    router: "least-loaded",
    seed: 1,
    clients: 20,
    record: true,
  };
  const whole = simulate(each);
  whole.offer(columns);
  const parts = simulate(each);
  for (let row = 0; row < 500; row += 7) parts.offer(sliceColumns(columns, row, Math.min(500, row + 7)));
  expect(parts.finish()).toEqual(whole.finish());
});
