/** What a simulation found. Times in seconds, rates a second. */

export interface ServingReport {
  /** Simulated time, from 0 to the last thing that happened. */
  readonly seconds: number;
  readonly requests: RequestCounts;
  readonly tokens: TokenCounts;
  readonly latency: Latencies;
  /** Finished requests that met their tier's objectives. */
  readonly goodput: Goodput;
  /** Requests in the system, at the door and between pools included, averaged over time. */
  readonly meanInSystem: number;
  readonly pools: readonly PoolReport[];
  readonly tiers: readonly TierReport[];
  readonly overTime: OverTime;
  /** One entry a request that ended, in order of its end; only where the scenario asks to record. */
  readonly outcomes?: readonly RequestOutcome[] | undefined;
}

/** Offered = finished + refused + unfinished. */
export interface RequestCounts {
  readonly offered: number;
  readonly finished: number;
  readonly refused: Readonly<Record<RefusalReason, number>>;
  readonly unfinished: number;
  /** Kept at the door by a limit for a while. */
  readonly delayed: number;
  /** Times that a request lost its cache for lack of memory. */
  readonly preemptions: number;
  /** Times that a request lost its replica in the middle and went on elsewhere; those that only waited there are not counted. */
  readonly failovers: number;
}

/**
 * `too-large`: no replica can hold it. `over-limit`: its tier had no more, or never has so much. `drained`: no replica that
 * could hold it is left. `failures`: it lost its replica too often.
 */
export const refusalReasons = ["too-large", "over-limit", "drained", "failures"] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export interface TokenCounts {
  /** Of finished requests. */
  readonly input: number;
  readonly output: number;
  /** All that replicas generated, for requests that ended and those that did not. */
  readonly generated: number;
  /** Tokens of prompts that were computed, those of restarts included. */
  readonly prefilled: number;
  /** Tokens of prompts that a prefix cache had. */
  readonly fromCache: number;
}

export interface Percentiles {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** Means and maxima are exact, percentiles within 0.2 %. All NaN where there was nothing. */
export interface Latencies {
  /** From arrival to the first token. */
  readonly ttft: Percentiles;
  /** From the first token to the last, by the tokens between; of requests with two or more. */
  readonly tpot: Percentiles;
  /** From arrival to the last token. */
  readonly endToEnd: Percentiles;
}

export interface Goodput {
  readonly requests: number;
  /** Of finished requests. */
  readonly share: number;
  readonly requestsPerSecond: number;
  /** Output tokens of these requests. */
  readonly tokensPerSecond: number;
}

export interface PoolReport {
  readonly name: string;
  readonly replicas: number;
  /** Share of the time that replicas were up, and not drained and empty. */
  readonly availability: number;
  /** Share of the available time in which iterations ran. */
  readonly utilisation: number;
  /** Requests that wait, averaged over time. */
  readonly meanWaiting: number;
  readonly meanRunning: number;
  /** Share of the pool's KV blocks that sequences held, averaged over time (by the ends of each run of iterations). */
  readonly meanKvUse: number;
  /** The most that one replica held, as a share of its own. */
  readonly peakKvUse: number;
  readonly iterations: number;
  readonly finished: number;
  readonly generatedTokens: number;
  readonly prefilledTokens: number;
  readonly cachedTokens: number;
  readonly tokensPerSecond: number;
  readonly preemptions: number;
  readonly failures: number;
  /** TTFT of requests that had their first token here; the rest of those that ended here. */
  readonly latency: Latencies;
  readonly goodput: Goodput;
}

export interface TierReport {
  readonly name: string;
  readonly requests: Omit<RequestCounts, "preemptions" | "failovers">;
  readonly latency: Latencies;
  readonly goodput: Goodput;
}

/** Columns of one length, an entry for each bin of `seconds`. */
export interface OverTime {
  readonly seconds: number;
  readonly pools: readonly {
    readonly name: string;
    /** Averages over the bin: requests waiting and running, share of KV blocks held, share of replicas at work. */
    readonly waiting: Float64Array;
    readonly running: Float64Array;
    readonly kvUse: Float64Array;
    readonly utilisation: Float64Array;
    /** Tokens a second. */
    readonly generated: Float64Array;
    readonly prefilled: Float64Array;
  }[];
  readonly tiers: readonly {
    readonly name: string;
    /** Requests a second. */
    readonly offered: Float64Array;
    readonly finished: Float64Array;
    readonly refused: Float64Array;
    /** Finished within the objectives. */
    readonly goodput: Float64Array;
    /** TTFT of first tokens in the bin: mean, median and 99th percentile, these within 6.3 %; NaN where there were none. */
    readonly ttft: Float64Array;
    readonly ttftP50: Float64Array;
    readonly ttftP99: Float64Array;
  }[];
}

export interface RequestOutcome {
  /** Place among all offered requests, from 0. */
  readonly id: number;
  /** Seconds from the start of the simulation; negative where none came. */
  readonly firstToken: number;
  readonly end: number;
  /** Why it was refused; undefined for one that finished. */
  readonly refused: RefusalReason | undefined;
  /** Index of the pool it finished in; -1 where it did not. */
  readonly pool: number;
  readonly preemptions: number;
  readonly failures: number;
}
