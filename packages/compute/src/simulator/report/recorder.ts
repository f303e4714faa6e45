/** Listens to a simulation and keeps sums, whose size does not grow with time. */
import type { Replica, Run } from "../replica.ts";
import type { ReplicaPool, RequestTier } from "../scenario.ts";
import type { Sequence } from "../sequence.ts";
import { TimeBins } from "../time-bins.ts";
import type { RefusalReason, RequestOutcome } from "./serving-report.ts";
import { DoorTally, PoolTally, ServedTally } from "./tally.ts";

/** Channels of time bins that each pool has, from `pool * poolChannels`. */
export const poolChannels = 6;
export const PoolChannel = { waiting: 0, running: 1, held: 2, busy: 3, generated: 4, prefilled: 5 } as const;
/** Channels that each tier has, after those of the pools. */
export const tierChannels = 6;
export const TierChannel = { offered: 0, finished: 1, refused: 2, good: 3, firstTokens: 4, ttft: 5 } as const;

export class Recorder {
  readonly pools: readonly PoolTally[];
  readonly doors: readonly DoorTally[];
  /** By pool and tier: `pool * tiers + tier`. */
  readonly served: readonly ServedTally[];
  readonly bins: TimeBins;
  readonly outcomes: RequestOutcome[] | undefined;
  /** Requests in the system now, and their sum over time until `changed`. */
  inSystem = 0;
  private inSystemSeconds = 0;
  private changed = 0;
  private readonly tiers: readonly RequestTier[];

  constructor(pools: readonly ReplicaPool[], tiers: readonly RequestTier[], record: boolean) {
    this.tiers = tiers;
    this.pools = pools.map(() => new PoolTally());
    this.doors = tiers.map(() => new DoorTally());
    this.served = pools.flatMap(() => tiers.map(() => new ServedTally()));
    this.bins = new TimeBins(pools.length * poolChannels + tiers.length * tierChannels);
    this.outcomes = record ? [] : undefined;
  }

  /** Request-seconds in the system until `time`. */
  inSystemUntil(time: number): number {
    return this.inSystemSeconds + this.inSystem * (time - this.changed);
  }

  offered({ tier }: Sequence, time: number): void {
    this.changeInSystem(1, time);
    this.bins.add(this.tierChannel(tier, TierChannel.offered), time, 1);
    const door = this.doors[tier];
    if (door !== undefined) door.offered++;
  }

  delayed({ tier }: Sequence): void {
    const door = this.doors[tier];
    if (door !== undefined) door.delayed++;
  }

  refused(sequence: Sequence, reason: RefusalReason, time: number): void {
    this.changeInSystem(-1, time);
    this.bins.add(this.tierChannel(sequence.tier, TierChannel.refused), time, 1);
    const door = this.doors[sequence.tier];
    if (door !== undefined) door.refused[reason]++;
    this.outcomes?.push(outcomeOf(sequence, time, reason, -1));
  }

  admitted({ queued, prefilled, context }: Sequence, { pool }: Replica, time: number): void {
    const tally = this.pools[pool];
    if (tally === undefined) return;
    tally.waiting += time - queued;
    if (prefilled < context) tally.cached += prefilled;
    if (time > queued) this.bins.spread(pool * poolChannels + PoolChannel.waiting, queued, time, time - queued);
  }

  firstToken({ arrival, tier }: Sequence, { pool }: Replica, time: number): void {
    this.served[pool * this.tiers.length + tier]?.addFirstToken(time - arrival);
    this.bins.add(this.tierChannel(tier, TierChannel.firstTokens), time, 1);
    this.bins.add(this.tierChannel(tier, TierChannel.ttft), time, time - arrival);
  }

  finished(sequence: Sequence, { pool }: Replica, time: number): void {
    this.changeInSystem(-1, time);
    const { tier } = sequence;
    const good = this.served[pool * this.tiers.length + tier]?.addFinished(
      sequence,
      time,
      this.tiers[tier]?.slo ?? noObjectives,
    );
    this.bins.add(this.tierChannel(tier, TierChannel.finished), time, 1);
    if (good === true) this.bins.add(this.tierChannel(tier, TierChannel.good), time, 1);
    this.outcomes?.push(outcomeOf(sequence, time, undefined, pool));
  }

  preempted({ pool }: Replica): void {
    const tally = this.pools[pool];
    if (tally !== undefined) tally.preemptions++;
  }

  failed({ pool }: Replica, lost: number): void {
    const tally = this.pools[pool];
    if (tally === undefined) return;
    tally.failures++;
    tally.failovers += lost;
  }

  unavailable(pool: number, seconds: number): void {
    const tally = this.pools[pool];
    if (tally !== undefined) tally.unavailable += seconds;
  }

  ran(run: Run, { pool }: Replica): void {
    this.pools[pool]?.addRun(run);
    const { bins } = this;
    const { start, end } = run;
    const seconds = end - start;
    const channel = pool * poolChannels;
    bins.spread(channel + PoolChannel.running, start, end, seconds * run.sequences);
    bins.spread(channel + PoolChannel.held, start, end, (seconds * (run.heldBefore + run.heldAfter)) / 2);
    bins.spread(channel + PoolChannel.busy, start, end, seconds);
    bins.spread(channel + PoolChannel.generated, start, end, run.generated);
    bins.spread(channel + PoolChannel.prefilled, start, end, run.prefilled);
  }

  private tierChannel(tier: number, channel: number): number {
    return this.pools.length * poolChannels + tier * tierChannels + channel;
  }

  private changeInSystem(change: number, time: number): void {
    this.inSystemSeconds += this.inSystem * (time - this.changed);
    this.changed = time;
    this.inSystem += change;
  }
}

const noObjectives = {};

function outcomeOf(
  { id, firstToken, preemptions, failures }: Sequence,
  end: number,
  refused: RefusalReason | undefined,
  pool: number,
): RequestOutcome {
  return { id, firstToken, end, refused, pool, preemptions, failures };
}
