/** From the utilisation of clean steps at moderate size to that of a run at scale: named factors that multiply. */
import { checkpointFactors, optimalInterval, type Checkpointing } from "./checkpoints.ts";
import { batchEfficiency, dataEfficiency, type FixedBatch } from "./critical-batch.ts";
import { fabricFactor, type Fabric } from "./fabric.ts";
import { failureRemark, timeBetweenFailures } from "./failures.ts";
import { replicaFactors, staffing } from "./recovery.ts";
import { atLeastOne, must, positive } from "./scale-error.ts";
import { stragglerFactors, type SlowHosts } from "./stragglers.ts";

/** The whole job restarts from its last checkpoint. */
export interface WholeJobRestart extends Checkpointing {
  readonly kind: "whole-job";
  /** Seconds of training between checkpoints; the best one if left out. */
  readonly interval?: number;
}

/** One replica drops out and comes back; the others go on. Seconds as in {@link ReplicaRecovery}. */
export interface OneReplicaRestart {
  readonly kind: "per-replica";
  readonly acceleratorsPerReplica: number;
  readonly stall: number;
  readonly rejoin: number;
}

/** A job at scale. A cause that is left out costs nothing. */
export interface JobAtScale {
  /** Accelerators that train, spares not counted. */
  readonly accelerators: number;
  readonly acceleratorsPerHost: number;
  /** Beyond what the job's MFU already holds: a step measured or modelled at this size has waited for its slowest host. */
  readonly stragglers?: { readonly spread: number; readonly slow?: SlowHosts; readonly age?: number };
  readonly fabric?: Fabric;
  /** Where the job's MFU is that of the same batch on `measuredOn` accelerators, fewer than these. */
  readonly batch?: FixedBatch & { readonly measuredOn: number };
  readonly failures?: {
    /** Accelerator-seconds of running for each failure. */
    readonly acceleratorSecondsPerFailure: number;
    readonly recovery: WholeJobRestart | OneReplicaRestart;
    /** Spare hosts beside the job, and the mean seconds that a failed host is away; left out, there is always one. */
    readonly spares?: { readonly hosts: number; readonly repair: number };
  };
  /** The batch and the critical batch, in tokens. */
  readonly learning?: { readonly batch: number; readonly critical: number };
}

export const scaleFactors = [
  "spread",
  "slowHosts",
  "fabric",
  "batch",
  "checkpoints",
  "rework",
  "restarts",
  "stalls",
  "replicasOut",
  "spares",
] as const;
export type ScaleFactor = (typeof scaleFactors)[number];

export interface RunEfficiency {
  /** Run MFU over job MFU: product of the factors. */
  readonly efficiency: number;
  /** Each in (0, 1]; 1 for a cause that was left out. */
  readonly factors: Readonly<Record<ScaleFactor, number>>;
  /** The part of `efficiency` that failures cost: share of time and replicas whose work lasts. */
  readonly goodput: number;
  /** Worth of a token next to one of a small batch. Not in `efficiency`: MFU counts FLOP, whatever they teach. */
  readonly dataEfficiency: number;
  /** Mean seconds between failures of the job; undefined without failures. */
  readonly timeBetweenFailures: number | undefined;
  /** Seconds of training between checkpoints; undefined where none are needed to go on. */
  readonly interval: number | undefined;
  /** Sentences on what to be wary of. */
  readonly remarks: readonly string[];
}

/** What size costs. @throws ScaleError with a sentence on the figure that cannot be */
export function runEfficiency(job: JobAtScale): RunEfficiency {
  atLeastOne(job.accelerators, "accelerators");
  positive(job.acceleratorsPerHost, "accelerators of a host");
  const hosts = Math.max(1, job.accelerators / job.acceleratorsPerHost);
  const { failures, learning } = job;
  const between = failures && timeBetweenFailures(job.accelerators, failures.acceleratorSecondsPerFailure);
  const factors = {
    ...(job.stragglers === undefined ? { spread: 1, slowHosts: 1 } : stragglerFactors({ hosts, ...job.stragglers })),
    fabric: job.fabric === undefined ? 1 : fabricFactor(job.fabric),
    batch: batchFactor(job),
    ...recoveryFactors(job, between),
    spares: sparesFactor(job, hosts),
  };
  const { checkpoints, rework, restarts, stalls, replicasOut, spares } = factors;
  const goodput = checkpoints * rework * restarts * stalls * replicasOut * spares;
  const remark = failures && failureRemark(job.accelerators);
  return {
    efficiency: factors.spread * factors.slowHosts * factors.fabric * factors.batch * goodput,
    factors,
    goodput,
    dataEfficiency: learning === undefined ? 1 : dataEfficiency(learning.batch, learning.critical),
    timeBetweenFailures: between,
    interval: between === undefined ? undefined : intervalOf(job, between),
    remarks: remark === undefined ? [] : [remark],
  };
}

function batchFactor({ accelerators, batch }: JobAtScale): number {
  if (batch === undefined) return 1;
  must(
    batch.measuredOn <= accelerators,
    `accelerators on which the job's MFU was had: ${batch.measuredOn}; it must be at most the job's ${accelerators}`,
  );
  return batchEfficiency(accelerators, batch) / batchEfficiency(batch.measuredOn, batch);
}

type RecoveryFactor = "checkpoints" | "rework" | "restarts" | "stalls" | "replicasOut";

function recoveryFactors(
  { accelerators, failures }: JobAtScale,
  between: number | undefined,
): Record<RecoveryFactor, number> {
  const none = { checkpoints: 1, rework: 1, restarts: 1, stalls: 1, replicasOut: 1 };
  if (failures === undefined || between === undefined) return none;
  const { recovery } = failures;
  if (recovery.kind === "whole-job") return { ...none, ...checkpointFactors(between, recovery, recovery.interval) };
  positive(recovery.acceleratorsPerReplica, "accelerators of a replica");
  const replicas = accelerators / recovery.acceleratorsPerReplica;
  return { ...none, ...replicaFactors(between, { ...recovery, replicas }) };
}

function intervalOf({ failures }: JobAtScale, between: number): number | undefined {
  if (failures?.recovery.kind !== "whole-job") return undefined;
  return failures.recovery.interval ?? optimalInterval(between, failures.recovery);
}

function sparesFactor({ acceleratorsPerHost, failures }: JobAtScale, hosts: number): number {
  if (failures?.spares === undefined) return 1;
  const { acceleratorSecondsPerFailure, recovery, spares } = failures;
  const repair = {
    timeBetweenFailures: acceleratorSecondsPerFailure / acceleratorsPerHost,
    repair: spares.repair,
  };
  const hostsPerReplica =
    recovery.kind === "whole-job" ? undefined : Math.min(hosts, recovery.acceleratorsPerReplica / acceleratorsPerHost);
  return staffing(hosts, spares.hosts, repair, hostsPerReplica);
}
