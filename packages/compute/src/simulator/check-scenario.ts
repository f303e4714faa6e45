/** Says what is wrong with a scenario before anything is simulated. */
import type { ReplicaPool, RequestTier, ServingScenario } from "./scenario.ts";
import { count, must, notNegative, positive } from "./simulation-error.ts";

export function checkScenario({ pools, tiers, clients, transfer, seed }: ServingScenario): void {
  must(pools.length > 0, "a scenario needs a pool of replicas; none is given");
  for (const pool of pools) checkPool(pool);
  for (const tier of tiers ?? []) checkTier(tier);
  must(tiers === undefined || tiers.length > 0, "tiers are an empty list; leave them out or give one");
  must((tiers?.length ?? 1) <= 256, "there are more than 256 tiers");
  must(Number.isInteger(seed), `the seed is ${seed}; it must be an integer`);
  if (clients !== undefined) count(clients, "clients of the closed loop");
  const roles = new Set(pools.map(({ role }) => role ?? "serve"));
  must(
    roles.has("serve") || roles.has("prefill"),
    "all pools only decode; one must take prompts (role serve or prefill)",
  );
  must(
    roles.has("decode") === roles.has("prefill"),
    "prefill pools need decode pools, and the reverse; only one of both is given",
  );
  if (roles.has("prefill")) {
    must(transfer !== undefined, "prefill and decode pools need `transfer`, the time to move a cache between them");
  }
  if (transfer !== undefined) {
    notNegative(transfer.latency, "the latency of the cache transfer");
    notNegative(transfer.perToken, "the transfer time per token");
  }
}

function checkPool(pool: ReplicaPool): void {
  const of = (what: string): string => `${what} of pool ${pool.name}`;
  count(pool.replicas, of("replicas"));
  count(pool.batchCap, of("batchCap"));
  count(pool.budget, of("budget"));
  count(pool.kv.blocks, of("kv.blocks"));
  count(pool.kv.blockTokens, of("kv.blockTokens"));
  must(
    Number.isInteger(pool.kv.watermark) && pool.kv.watermark >= 0 && pool.kv.watermark < pool.kv.blocks,
    `${of("kv.watermark")} is ${pool.kv.watermark}; it must be a whole number of blocks from 0 to below ${pool.kv.blocks}`,
  );
  must(
    pool.budget >= pool.batchCap,
    `${of("budget")} is ${pool.budget} tokens, less than its batchCap of ${pool.batchCap} sequences; each needs one token`,
  );
  const { base, perCachedToken, perPrefillPair } = pool.cost;
  must(
    base.length > pool.budget,
    `${of("the step cost")} is given up to ${base.length - 1} tokens; the budget of ${pool.budget} needs more`,
  );
  for (let tokens = 1; tokens <= pool.budget; tokens++) {
    const seconds = base[tokens] ?? NaN;
    must(
      seconds > 0 && seconds < Infinity,
      `${of("the step cost")} at ${tokens} tokens is ${seconds} s; it must be positive`,
    );
  }
  notNegative(perCachedToken, of("perCachedToken"));
  notNegative(perPrefillPair, of("perPrefillPair"));
  if (pool.price !== undefined) notNegative(pool.price, of("the price"));
  if (pool.failures !== undefined) {
    positive(pool.failures.meanTimeBetweenFailures, of("meanTimeBetweenFailures"));
    positive(pool.failures.meanTimeToRepair, of("meanTimeToRepair"));
  }
  for (const { at, replicas } of pool.drains ?? []) {
    notNegative(at, of("the time of a drain"));
    count(replicas, of("drained replicas"));
  }
}

function checkTier({ name, priority, limits, slo }: RequestTier): void {
  must(
    priority === undefined || (Number.isInteger(priority) && priority >= 0 && priority < 256),
    `the priority of tier ${name} is ${priority}; it must be a whole number from 0 to 255`,
  );
  const minutes = [limits?.requestsPerMinute, limits?.tokensPerMinute];
  for (const limit of minutes) if (limit !== undefined) positive(limit, `a limit of tier ${name}`);
  for (const time of [slo?.ttft, slo?.tpot, slo?.endToEnd]) {
    if (time !== undefined) positive(time, `an objective of tier ${name}`);
  }
}
