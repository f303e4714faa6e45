/** Listens to a simulation and keeps sums, whose size does not grow with time. */
import type { Replica, Run } from "../replica.ts";
import type { ReplicaPool, RequestTier } from "../scenario.ts";
import type { Sequence } from "../sequence.ts";
import { BinnedSketch } from "../binned-sketch.ts";
import { TimeBins } from "../time-bins.ts";
import type { RefusalReason, RequestOutcome } from "./serving-report.ts";
import { DoorTally, PoolTally, ServedTally } from "./tally.ts";

/** Channels of time bins that each pool has, from `pool * poolChannels`. */
export const poolChannels = 6;
export const PoolChannel = { running: 0, held: 1, busy: 2, generated: 3, prefilled: 4, waiting: 5 } as const;
/** Channels that each tier has, after those of the pools. */
export const tierChannels = 6;
export const TierChannel = { offered: 0, finished: 1, refused: 2, good: 3, firstTokens: 4, ttft: 5 } as const;

export class Recorder {
  readonly pools: readonly PoolTally[];
  readonly doors: readonly DoorTally[];
  /** By pool and tier: `pool * tiers + tier`. */
  readonly served: readonly ServedTally[];
  readonly bins: TimeBins;
  /** TTFT over time by tier; none for tiers without a first token. */
  readonly firstTokens: (BinnedSketch | undefined)[];
  readonly outcomes: RequestOutcome[] | undefined;
  /** Requests in the system now, and their sum over time until `changed`. */
  inSystem = 0;
  private inSystemSeconds = 0;
  private changed = 0;
  private readonly tiers: readonly RequestTier[];
  /** What a run adds to its pool's channels, all but the last, and what a wait adds to that. */
  private readonly amounts = new Float64Array(poolChannels - 1);
  private readonly wait = new Float64Array(1);

  constructor(pools: readonly ReplicaPool[], tiers: readonly RequestTier[], record: boolean) {
    this.tiers = tiers;
    this.pools = pools.map(() => new PoolTally());
    this.doors = tiers.map(() => new DoorTally());
    this.served = pools.flatMap(() => tiers.map(() => new ServedTally()));
    this.bins = new TimeBins(pools.length * poolChannels + tiers.length * tierChannels);
    this.firstTokens = tiers.map(() => undefined);
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
    if (time === queued) return;
    this.wait[0] = time - queued;
    this.bins.spread(pool * poolChannels + PoolChannel.waiting, queued, time, this.wait);
  }

  firstToken({ arrival, tier }: Sequence, { pool }: Replica, time: number): void {
    this.served[pool * this.tiers.length + tier]?.addFirstToken(time - arrival);
    this.bins.add(this.tierChannel(tier, TierChannel.firstTokens), time, 1);
    this.bins.add(this.tierChannel(tier, TierChannel.ttft), time, time - arrival);
    (this.firstTokens[tier] ??= new BinnedSketch()).add(time, time - arrival);
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
    const { amounts } = this;
    const seconds = run.end - run.start;
    amounts[PoolChannel.running] = seconds * run.sequences;
    amounts[PoolChannel.held] = (seconds * (run.heldBefore + run.heldAfter)) / 2;
    amounts[PoolChannel.busy] = seconds;
    amounts[PoolChannel.generated] = run.generated;
    amounts[PoolChannel.prefilled] = run.prefilled;
    this.bins.spread(pool * poolChannels, run.start, run.end, amounts);
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
