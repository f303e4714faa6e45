/** Makes the report of what a recorder has kept. */
import type { Replica } from "../replica.ts";
import type { ReplicaPool, RequestTier } from "../scenario.ts";
import { poolChannels, PoolChannel, tierChannels, TierChannel, type Recorder } from "./recorder.ts";
import {
  refusalReasons,
  type OverTime,
  type PoolReport,
  type RefusalReason,
  type RequestCounts,
  type ServingReport,
  type TierReport,
} from "./serving-report.ts";
import { together, type DoorTally } from "./tally.ts";

/** What a report is about. */
export interface ReportSubject {
  readonly pools: readonly ReplicaPool[];
  readonly tiers: readonly RequestTier[];
  readonly replicas: readonly Replica[];
  readonly recorder: Recorder;
  /** Replica-seconds of each pool under repair or drained. */
  readonly unavailable: readonly number[];
}

export function assembleReport(subject: ReportSubject, seconds: number): ServingReport {
  const { pools, tiers, recorder } = subject;
  const all = together(recorder.served);
  const sum = (of: (tally: Recorder["pools"][number]) => number): number =>
    recorder.pools.reduce((total, tally) => total + of(tally), 0);
  return {
    seconds,
    requests: {
      ...doorCounts(recorder.doors, all.finished),
      preemptions: sum(({ preemptions }) => preemptions),
      failovers: sum(({ failovers }) => failovers),
    },
    tokens: {
      input: all.input,
      output: all.output,
      generated: sum(({ generated }) => generated),
      prefilled: sum(({ prefilled }) => prefilled),
      fromCache: sum(({ cached }) => cached),
    },
    latency: all.latencies(),
    goodput: all.goodput(seconds),
    meanInSystem: recorder.inSystemUntil(seconds) / seconds,
    pools: pools.map((_, pool) => poolReport(subject, pool, seconds)),
    tiers: tiers.map((_, tier) => tierReport(subject, tier, seconds)),
    overTime: overTime(subject, seconds),
    outcomes: recorder.outcomes,
  };
}

function doorCounts(doors: readonly DoorTally[], finished: number): Omit<RequestCounts, "preemptions" | "failovers"> {
  const sum = (of: (door: DoorTally) => number): number => doors.reduce((total, door) => total + of(door), 0);
  const refused: Record<RefusalReason, number> = { "too-large": 0, "over-limit": 0, drained: 0, failures: 0 };
  for (const reason of refusalReasons) refused[reason] = sum((door) => door.refused[reason]);
  const offered = sum((door) => door.offered);
  return {
    offered,
    finished,
    refused,
    unfinished: offered - finished - sum((door) => door.refusals),
    delayed: sum(({ delayed }) => delayed),
  };
}

function poolReport(
  { pools, tiers, replicas, recorder, unavailable }: ReportSubject,
  pool: number,
  seconds: number,
): PoolReport {
  const spec = pools[pool];
  const tally = recorder.pools[pool];
  if (spec === undefined || tally === undefined) throw new Error(`there is no pool ${pool}`);
  const served = together(recorder.served.slice(pool * tiers.length, (pool + 1) * tiers.length));
  const replicaSeconds = spec.replicas * seconds;
  const available = replicaSeconds - (unavailable[pool] ?? 0);
  const peak = replicas.reduce(
    (most, replica) => (replica.pool === pool ? Math.max(most, replica.memory.peak) : most),
    0,
  );
  return {
    name: spec.name,
    replicas: spec.replicas,
    availability: available / replicaSeconds,
    utilisation: tally.busy / available,
    meanWaiting: tally.waiting / seconds,
    meanRunning: tally.running / seconds,
    meanKvUse: tally.held / (replicaSeconds * spec.kv.blocks),
    peakKvUse: peak / spec.kv.blocks,
    iterations: tally.iterations,
    finished: served.finished,
    generatedTokens: tally.generated,
    prefilledTokens: tally.prefilled,
    cachedTokens: tally.cached,
    tokensPerSecond: tally.generated / seconds,
    preemptions: tally.preemptions,
    failures: tally.failures,
    latency: served.latencies(),
    goodput: served.goodput(seconds),
  };
}

function tierReport({ tiers, recorder }: ReportSubject, tier: number, seconds: number): TierReport {
  const served = together(recorder.served.filter((_, cell) => cell % tiers.length === tier));
  return {
    name: tiers[tier]?.name ?? "",
    requests: doorCounts(recorder.doors.slice(tier, tier + 1), served.finished),
    latency: served.latencies(),
    goodput: served.goodput(seconds),
  };
}

function overTime({ pools, tiers, recorder }: ReportSubject, seconds: number): OverTime {
  const { bins, firstTokens: sketches } = recorder;
  const { width } = bins;
  const rates = (channel: number, by: number): Float64Array =>
    bins.channel(channel, seconds).map((amount, bin) => amount / (by * Math.min(width, seconds - bin * width)));
  const none = (): Float64Array => new Float64Array(bins.used(seconds)).fill(NaN);
  return {
    seconds: width,
    pools: pools.map(({ name, replicas, kv }, pool) => {
      const of = (channel: keyof typeof PoolChannel, by = 1): Float64Array =>
        rates(pool * poolChannels + PoolChannel[channel], by);
      return {
        name,
        waiting: of("waiting"),
        running: of("running"),
        kvUse: of("held", replicas * kv.blocks),
        utilisation: of("busy", replicas),
        generated: of("generated"),
        prefilled: of("prefilled"),
      };
    }),
    tiers: tiers.map(({ name }, tier) => {
      const start = pools.length * poolChannels + tier * tierChannels;
      const of = (channel: keyof typeof TierChannel): Float64Array => rates(start + TierChannel[channel], 1);
      const firstTokens = bins.channel(start + TierChannel.firstTokens, seconds);
      const ttft = bins.channel(start + TierChannel.ttft, seconds);
      const [ttftP50 = none(), ttftP99 = none()] = sketches[tier]?.quantiles([0.5, 0.99], width, seconds) ?? [];
      return {
        name,
        offered: of("offered"),
        finished: of("finished"),
        refused: of("refused"),
        goodput: of("good"),
        ttft: ttft.map((sum, bin) => sum / (firstTokens[bin] ?? 0)),
        ttftP50,
        ttftP99,
      };
    }),
  };
}
