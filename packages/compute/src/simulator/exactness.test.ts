import fc from "fast-check";
import { expect, test } from "vitest";
import type { RequestColumns } from "../traffic/requests.ts";
import { referenceSimulation } from "./reference.fixture.ts";
import type { ReplicaPool, ServingScenario } from "./scenario.ts";
import { simulate } from "./simulation.ts";
import { affineStepCost } from "./step-cost.ts";

/** Times in steps of 2^-20 s: their sums are exact, so a stretch summed at once must give the very bits of its parts. */
const tick = 2 ** -20;
const ticks = (least: number, most: number) => fc.integer({ min: least, max: most }).map((n) => n * tick);

const cost = (budget: number) =>
  fc
    .tuple(ticks(1, 20_000), ticks(0, 2000), ticks(0, 16), ticks(0, 16))
    .map(([step, token, cached, pair]) => affineStepCost(step, token, cached, 2 * pair, budget));

const pool = (role: ReplicaPool["role"], name: string): fc.Arbitrary<ReplicaPool> =>
  fc
    .record({
      replicas: fc.integer({ min: 1, max: 3 }),
      batchCap: fc.integer({ min: 1, max: 6 }),
      room: fc.integer({ min: 0, max: 20 }),
      blocks: fc.integer({ min: 4, max: 30 }),
      blockTokens: fc.constantFrom(1, 2, 4),
      watermark: fc.integer({ min: 0, max: 2 }),
      batching: fc.constantFrom("chunked" as const, "prefill-first" as const),
      prefixCache: fc.boolean(),
    })
    .chain(({ replicas, batchCap, room, blocks, blockTokens, watermark, batching, prefixCache }) =>
      cost(batchCap + room).map((each) => ({
        name,
        replicas,
        cost: each,
        kv: { blocks, blockTokens, watermark },
        batchCap,
        budget: batchCap + room,
        batching,
        role,
        prefixCache,
      })),
    );

const pools = fc.oneof(
  fc.tuple(pool("serve", "a")),
  fc.tuple(pool("serve", "a"), pool("serve", "b")),
  fc.tuple(pool("prefill", "p"), pool("decode", "d")),
  fc.tuple(pool("prefill", "p"), pool("decode", "d"), pool("serve", "a")),
);

const tiers = [{ name: "first" }, { name: "second", priority: 1 }, { name: "third", priority: 2 }];

const scenario: fc.Arbitrary<ServingScenario> = fc.record({
  pools,
  router: fc.constantFrom("round-robin" as const, "least-loaded" as const),
  tiers: fc.constant(tiers),
  transfer: fc.record({ latency: ticks(0, 5000), perToken: ticks(0, 500) }),
  seed: fc.integer(),
  record: fc.constant(true),
});

/** Requests whose prompts begin with one of a few texts, cut into blocks of four tokens. */
const requests = fc
  .array(
    fc.record({
      gap: fc.oneof(fc.constant(0), ticks(0, 60_000)),
      input: fc.integer({ min: 1, max: 24 }),
      output: fc.integer({ min: 1, max: 30 }),
      tier: fc.integer({ min: 0, max: 2 }),
      text: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((rows): RequestColumns => {
    let time = 0;
    const start = [0];
    const blocks: number[] = [];
    for (const { input, text } of rows) {
      for (let block = 0; block < Math.ceil(input / 4); block++) blocks.push(100 * text + block);
      start.push(blocks.length);
    }
    return {
      count: rows.length,
      arrival: Float64Array.from(rows, ({ gap }) => (time += gap)),
      input: Int32Array.from(rows, ({ input }) => input),
      output: Int32Array.from(rows, ({ output }) => output),
      tier: Uint8Array.from(rows, ({ tier }) => tier),
      prefix: { blockTokens: 4, start: Int32Array.from(start), blocks: Int32Array.from(blocks) },
    };
  });

function outcomesOf(each: ServingScenario, offered: readonly RequestColumns[]) {
  const simulation = simulate(each);
  for (const columns of offered) simulation.offer(columns);
  const report = simulation.finish();
  return { report, finished: (report.outcomes ?? []).filter(({ refused }) => refused === undefined) };
}

const bare = ({ id, firstToken, end, pool, preemptions, failures }: Readonly<Record<string, unknown>>) => ({
  id,
  firstToken,
  end,
  pool,
  preemptions,
  failures,
});

test("gives each request the very times of a simulator that walks every iteration and every sequence", () => {
  let preemptions = 0;
  fc.assert(
    fc.property(scenario, requests, (each, columns) => {
      const { report, finished } = outcomesOf(each, [columns]);
      const reference = referenceSimulation(each, columns);
      expect(finished.map((outcome) => bare({ ...outcome })).sort((a, b) => Number(a.id) - Number(b.id))).toEqual(
        reference.outcomes,
      );
      expect(report.requests.preemptions).toBe(reference.preemptions);
      preemptions += reference.preemptions;
    }),
    { numRuns: 500 },
  );
  expect(preemptions).toBeGreaterThan(100);
});

test("agrees with it when replicas fail, are repaired and drained, but for rounding: such times are no multiples of a tick", () => {
  let failures = 0;
  const failing = fc.record({
    mean: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
    repair: fc.double({ min: 0.001, max: 0.1, noNaN: true }),
  });
  const drains = fc.array(fc.record({ at: ticks(0, 500_000), replicas: fc.integer({ min: 1, max: 2 }) }), {
    maxLength: 2,
  });
  fc.assert(
    fc.property(scenario, requests, failing, drains, (each, columns, { mean, repair }, drain) => {
      const faulty = {
        ...each,
        pools: each.pools.map((spec, index) => ({
          ...spec,
          failures: { meanTimeBetweenFailures: mean, meanTimeToRepair: repair },
          drains: index === 0 ? drain : [],
        })),
      };
      const { report, finished } = outcomesOf(faulty, [columns]);
      const reference = referenceSimulation(faulty, columns);
      const times = new Map(reference.outcomes.map((outcome) => [outcome.id, outcome]));
      expect(finished.length).toBe(reference.outcomes.length);
      for (const { id, firstToken, end, pool, failures: lost } of finished) {
        const expected = times.get(id);
        expect(expected).toMatchObject({ pool, failures: lost });
        expect(firstToken).toBeCloseTo(expected?.firstToken ?? NaN, 9);
        expect(end).toBeCloseTo(expected?.end ?? NaN, 9);
        failures += lost;
      }
      expect(report.requests.preemptions).toBe(reference.preemptions);
    }),
    { numRuns: 300 },
  );
  expect(failures).toBeGreaterThan(100);
});
