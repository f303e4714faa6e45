/** What is simulated: pools of replicas, who may ask how much of them, and what goes wrong. */
import type { KvSpec } from "./kv-memory.ts";
import type { StepCost } from "./step-cost.ts";

export interface ServingScenario {
  readonly pools: readonly ReplicaPool[];
  /** Which replica a request goes to. */
  readonly router: RouterPolicy;
  /** Kinds of customers; one without limits where left out. */
  readonly tiers?: readonly RequestTier[] | undefined;
  /** Moving a prompt's cache from a prefill pool to a decode pool. */
  readonly transfer?: CacheTransfer | undefined;
  /**
   * Closed loop: so many clients, each asking again as soon as its request has ended. Arrival times of requests are then not
   * looked at.
   */
  readonly clients?: number | undefined;
  /** Of failures and repairs; any integer. */
  readonly seed: number;
  /** Keeps the outcome of every single request, which takes memory for each. */
  readonly record?: boolean | undefined;
}

/**
 * `round-robin`: in turns. `least-loaded`: the fewest requests waiting and running. `cheapest-in-slo`: of the pools whose least
 * loaded replica is expected to meet the tier's objectives for a request of these lengths, the cheapest for it; the one
 * expected to give the first token soonest where none does.
 */
export type RouterPolicy = "round-robin" | "least-loaded" | "cheapest-in-slo";

export interface ReplicaPool {
  readonly name: string;
  readonly replicas: number;
  readonly cost: StepCost;
  readonly kv: KvSpec;
  /** Most sequences in a batch. */
  readonly batchCap: number;
  /** Most tokens in an iteration, at least `batchCap`. */
  readonly budget: number;
  /** `chunked`: prompts are cut to what decodes leave of the budget. `prefill-first`: whole prompts, decodes wait. */
  readonly batching: "chunked" | "prefill-first";
  /** `serve` does both; a `prefill` pool hands requests to `decode` pools after their first token. `serve` where left out. */
  readonly role?: "serve" | "prefill" | "decode" | undefined;
  /** Whether beginnings of prompts stay in free memory for the next prompt that begins so. */
  readonly prefixCache?: boolean | undefined;
  /** Of one replica, USD an hour; what `cheapest-in-slo` goes by. */
  readonly price?: number | undefined;
  readonly failures?: FailureSpec | undefined;
  /** Replicas that stop taking requests, the last ones first; they end what is in their batches. */
  readonly drains?: readonly Drain[] | undefined;
}

/** Times to failure and to repair of a replica, both exponential; seconds. */
export interface FailureSpec {
  readonly meanTimeBetweenFailures: number;
  readonly meanTimeToRepair: number;
}

export interface Drain {
  /** Seconds. */
  readonly at: number;
  readonly replicas: number;
}

export interface CacheTransfer {
  /** Seconds. */
  readonly latency: number;
  /** Seconds for each token. */
  readonly perToken: number;
}

export interface RequestTier {
  readonly name: string;
  /** 0 where left out, served first; tiers may share one. */
  readonly priority?: number | undefined;
  readonly limits?: RateLimits | undefined;
  readonly slo?: ServiceObjectives | undefined;
}

/** Token buckets that hold a minute's worth and fill evenly. A request is charged with input and output when it comes. */
export interface RateLimits {
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  /** What comes to a request over the limit: refused at once, or kept at the door in order. */
  readonly over: "refuse" | "wait";
}

/** Seconds; what is left out is not asked. */
export interface ServiceObjectives {
  /** Time to first token. */
  readonly ttft?: number | undefined;
  /** Time per output token after the first. */
  readonly tpot?: number | undefined;
  readonly endToEnd?: number | undefined;
}
