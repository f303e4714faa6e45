/** From a simulation's reports to the documented answer and the figures that a deal uses. */
import {
  acceleratorsOf,
  type Goodput,
  type Latencies,
  type Layout,
  type Percentiles,
  type PoolReport,
  type RequestCounts,
} from "@underwatt/compute";
import { version } from "../version.ts";
import { simulationVersion, type SimulationAnswer } from "./answer.ts";
import { simulatedFigures } from "./book.ts";
import { SimulationFault, type PlannedPool, type SimulationPlan } from "./plan.ts";
import type { Simulated } from "./run-plan.ts";

export interface AnswerHead {
  readonly deal: string;
  readonly workload: string;
  readonly asOf: string;
  readonly key: string;
  readonly notes: readonly string[];
}

/** How a replica is spread, in words. */
export function layoutText({ tp, attentionDp, expertEp }: Layout): string {
  return `tp ${tp}${attentionDp > 1 ? ` x attention dp ${attentionDp}` : ""}${expertEp > 1 ? `, ep ${expertEp}` : ""}`;
}

export function assembleAnswer(
  head: AnswerHead,
  plan: SimulationPlan,
  { offered, ended }: Simulated,
): SimulationAnswer {
  if (!(offered.seconds > 0)) {
    throw new SimulationFault(
      "all requests came at once, and a rate needs time to pass: ask for more `requests`, several times the clients of a closed loop",
    );
  }
  const scaleOf = ({ replicas, simulated }: PlannedPool): number => replicas / simulated;
  const pools = plan.pools.map((pool, index): SimulationAnswer["pools"][number] => {
    const [during, end] = [reportAt(offered.pools, index), reportAt(ended.pools, index)];
    const { deployment, name, replicas, simulated, stranded, cacheTokens, batchCap } = pool;
    const { layout } = deployment.workers;
    const tokens = during.tokensPerSecond * scaleOf(pool);
    return {
      name,
      accelerator: deployment.accelerator.name,
      engine: deployment.engine,
      layout: layoutText(layout),
      replicas,
      simulated,
      stranded,
      cache_tokens: cacheTokens,
      batch_cap: batchCap,
      tokens_per_s: tokens,
      tokens_per_s_per_accelerator: tokens / (replicas * acceleratorsOf(layout)),
      utilisation: during.utilisation,
      availability: during.availability,
      mean_waiting: during.meanWaiting,
      mean_running: during.meanRunning,
      mean_kv_use: during.meanKvUse,
      peak_kv_use: end.peakKvUse,
      preemptions: end.preemptions,
      failures: end.failures,
      finished: end.finished,
      latency: latencyOf(end.latency),
      goodput: goodputOf(during.goodput, end.goodput, scaleOf(pool)),
    };
  });
  const answer: Omit<SimulationAnswer, "figures"> = {
    schema: simulationVersion,
    deal: head.deal,
    workload: head.workload,
    as_of: head.asOf,
    key: head.key,
    seed: plan.settings.seed,
    version,
    slice: plan.slice,
    seconds: offered.seconds,
    seconds_to_end: ended.seconds,
    requests: countsOf(ended.requests),
    preemptions: ended.requests.preemptions,
    failovers: ended.requests.failovers,
    tokens: {
      input: ended.tokens.input,
      output: ended.tokens.output,
      generated: ended.tokens.generated,
      prefilled: ended.tokens.prefilled,
      from_cache: ended.tokens.fromCache,
    },
    latency: latencyOf(ended.latency),
    goodput: goodputOf(offered.goodput, ended.goodput, 1 / plan.slice),
    pools,
    tiers: ended.tiers.map(({ name, requests, latency, goodput }, index) => ({
      name,
      requests: countsOf(requests),
      latency: latencyOf(latency),
      goodput: goodputOf(offered.tiers[index]?.goodput ?? goodput, goodput, 1 / plan.slice),
    })),
    over_time: {
      bin_s: ended.overTime.seconds,
      pools: ended.overTime.pools.map(({ name, waiting, running, kvUse, utilisation, generated }) => ({
        name,
        waiting: series(waiting),
        running: series(running),
        kv_use: series(kvUse),
        utilisation: series(utilisation),
        tokens_per_s: series(generated),
      })),
      tiers: ended.overTime.tiers.map((tier) => ({
        name: tier.name,
        offered_per_s: series(tier.offered),
        finished_per_s: series(tier.finished),
        refused_per_s: series(tier.refused),
        goodput_per_s: series(tier.goodput),
        ttft_p50_s: series(tier.ttftP50),
        ttft_p99_s: series(tier.ttftP99),
      })),
    },
    notes: [...head.notes],
  };
  return { ...answer, figures: figuresOf(answer, offered.requests.finished, offered.tokens.input) };
}

/** Six digits: more than a simulation knows, and the same everywhere. Those that came to nothing are left out. */
function figuresOf(answer: Omit<SimulationAnswer, "figures">, finished: number, input: number): Record<string, number> {
  const { slice, seconds, latency, goodput, requests, pools } = answer;
  const percent = (share: number | null): number | null => (share === null ? null : 100 * share);
  const refused = Object.values(requests.refused).reduce((sum, count) => sum + count, 0);
  const sum = (of: (pool: SimulationAnswer["pools"][number]) => number): number =>
    pools.reduce((total, pool) => total + of(pool), 0);
  const busy = sum((pool) => pool.utilisation * pool.availability * pool.replicas);
  const values = new Map<string, number | null>([
    ["tokens", sum(({ tokens_per_s }) => tokens_per_s)],
    ["goodput", goodput.tokens_per_s],
    ["goodput-share", percent(goodput.share)],
    ["prompts", input / seconds / slice],
    ["requests", finished / seconds / slice],
    ["refused-share", percent(refused / requests.offered)],
    ["utilisation", percent(busy / sum((pool) => pool.availability * pool.replicas))],
    ...latencies("", latency),
    ["end-to-end-p50", latency.end_to_end_s.p50],
    ["end-to-end-p99", latency.end_to_end_s.p99],
  ]);
  for (const pool of pools) {
    const base = `pools.${pool.name}.`;
    values.set(`${base}tokens`, pool.tokens_per_s);
    values.set(`${base}goodput`, pool.goodput.tokens_per_s);
    values.set(`${base}utilisation`, percent(pool.utilisation));
    values.set(`${base}kv-use`, percent(pool.mean_kv_use));
    for (const [name, value] of latencies(base, pool.latency)) values.set(name, value);
  }
  return Object.fromEntries(
    simulatedFigures(pools.map(({ name }) => name)).flatMap(({ name }) => {
      const value = values.get(name);
      return value === undefined || value === null || !Number.isFinite(value)
        ? []
        : [[name, Number(value.toPrecision(6))]];
    }),
  );
}

function latencies(base: string, { ttft_s, tpot_s }: SimulationAnswer["latency"]): [string, number | null][] {
  return [
    [`${base}ttft-p50`, ttft_s.p50],
    [`${base}ttft-p99`, ttft_s.p99],
    [`${base}tpot-p50`, tpot_s.p50],
    [`${base}tpot-p99`, tpot_s.p99],
  ];
}

function reportAt(reports: readonly PoolReport[], index: number): PoolReport {
  const report = reports[index];
  if (report === undefined) throw new Error(`there is no report of pool ${index}`);
  return report;
}

function countsOf({
  offered,
  finished,
  refused,
  unfinished,
  delayed,
}: Omit<RequestCounts, "preemptions" | "failovers">) {
  return { offered, finished, refused: { ...refused }, unfinished, delayed };
}

function latencyOf({ ttft, tpot, endToEnd }: Latencies): SimulationAnswer["latency"] {
  return { ttft_s: percentilesOf(ttft), tpot_s: percentilesOf(tpot), end_to_end_s: percentilesOf(endToEnd) };
}

function percentilesOf({ count, mean, p50, p90, p99, max }: Percentiles) {
  return { count, mean: orNull(mean), p50: orNull(p50), p90: orNull(p90), p99: orNull(p99), max: orNull(max) };
}

/** Rates while requests came, the share over all that ended. */
function goodputOf(during: Goodput, end: Goodput, scale: number): SimulationAnswer["goodput"] {
  return {
    share: orNull(end.share),
    requests_per_s: (orNull(during.requestsPerSecond) ?? 0) * scale,
    tokens_per_s: (orNull(during.tokensPerSecond) ?? 0) * scale,
  };
}

function series(values: Float64Array): (number | null)[] {
  return Array.from(values, orNull);
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
