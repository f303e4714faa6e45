import { expect, test } from "vitest";
import { poissonRequests, plainPool, requestsOf } from "../scenarios.fixture.ts";
import type { ReplicaPool, RouterPolicy, ServingScenario } from "../scenario.ts";
import { simulate } from "../simulation.ts";
import { affineStepCost } from "../step-cost.ts";
import type { RequestColumns } from "../../traffic/requests.ts";

const run = (scenario: Omit<ServingScenario, "seed" | "record">, requests: RequestColumns) => {
  const simulation = simulate({ ...scenario, seed: 1, record: true });
  simulation.offer(requests);
  const report = simulation.finish();
  const pools = (report.outcomes ?? []).toSorted((a, b) => a.id - b.id).map(({ pool }) => pool);
  return { report, pools };
};

const pool = (name: string, given: Partial<ReplicaPool> = {}): ReplicaPool => ({ ...plainPool, name, ...given });

test("round robin goes through the replicas of all pools, past those too small for a request", () => {
  const small = pool("small", { kv: { blocks: 10, blockTokens: 16, watermark: 0 } });
  const pools = [small, pool("large", { replicas: 2 })];
  const requests = requestsOf([
    [0, 10, 10],
    [0, 10, 10],
    [0, 10, 10],
    [0, 500, 10],
    [0, 10, 10],
    [0, 10, 10],
  ]);
  expect(run({ pools, router: "round-robin" }, requests).pools).toEqual([0, 1, 1, 1, 1, 0]);
});

test("least loaded evens out what round robin piles up", () => {
  // Every second request is a hundred times as long as the other, so that turns give one replica all long ones.
  const rows = Array.from({ length: 400 }, (_, i) => [i * 0.05, 10, i % 2 === 0 ? 1000 : 10] as const);
  const pools = [pool("pair", { replicas: 2, batchCap: 8 })];
  const mean = (router: RouterPolicy): number => run({ pools, router }, requestsOf(rows)).report.latency.ttft.mean;
  expect(mean("least-loaded")).toBeLessThan(0.5 * mean("round-robin"));
});

test("the cheapest pool within the objectives is chosen by length", () => {
  // The slow pool has a hundredth of the price, but its attention makes long prompts late.
  const slow = pool("slow", { replicas: 4, price: 1, cost: affineStepCost(1e-3, 0, 0, 1e-6, 512) });
  const fast = pool("fast", { replicas: 4, price: 100, cost: affineStepCost(1e-3, 0, 0, 1e-9, 512) });
  const tiers = [{ name: "all", slo: { ttft: 0.5 } }];
  const requests = poissonRequests(400, 2, 1, (random) => [random.uniform() < 0.5 ? 100 : 2000, 20]);
  const { pools, report } = run({ pools: [slow, fast], router: "cheapest-in-slo", tiers }, requests);
  expect(pools).toEqual([...requests.input].map((tokens) => (tokens === 100 ? 0 : 1)));
  expect(report.goodput.share).toBe(1);
  // Whom nobody can serve in time goes where it starts soonest.
  const hopeless = [{ name: "all", slo: { ttft: 1e-6 } }];
  expect(
    run({ pools: [slow, fast], router: "cheapest-in-slo", tiers: hopeless }, requestsOf([[0, 2000, 5]])).pools,
  ).toEqual([1]);
});

test("the cheapest pool overflows to the next before objectives are missed", () => {
  const cheap = pool("cheap", { price: 1, batchCap: 16 });
  const dear = pool("dear", { price: 3, batchCap: 16 });
  const tiers = [{ name: "all", slo: { ttft: 0.05 } }];
  const requests = poissonRequests(3000, 55, 1, () => [100, 400]);
  const { report } = run({ pools: [cheap, dear], router: "cheapest-in-slo", tiers }, requests);
  expect(report.goodput.share).toBeGreaterThan(0.95);
  expect(report.pools[1]?.finished).toBeGreaterThan(300);
  expect(report.pools[0]?.finished).toBeGreaterThan(report.pools[1]?.finished ?? NaN);
  const alone = run({ pools: [cheap], router: "cheapest-in-slo", tiers }, requests);
  expect(alone.report.goodput.share).toBeLessThan(0.1);
});
