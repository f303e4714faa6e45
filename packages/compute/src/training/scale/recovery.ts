/** Ways to go on after a failure: spare hosts, and replicas that drop out one by one while the others go on. */
import { exp, power } from "@underwatt/engine";
import { checkpointGoodput, optimalInterval, type Checkpointing } from "./checkpoints.ts";
import { poissonBeyond } from "./poisson.ts";
import { atLeastOne, must, notNegative, positive } from "./scale-error.ts";

/** Recovery of one replica at a time; the others lend it the state, so that no checkpoint is read. */
export interface ReplicaRecovery {
  /** Replicas of the model, each with a copy of all of its state: weights and optimizer are not sharded over these. */
  readonly replicas: number;
  /** Seconds for which all replicas stand still on a failure: to notice it, to repeat the step, to let the replica back in. */
  readonly stall: number;
  /** Seconds for which the failed replica is out: to replace its host, to start, to fetch the state. */
  readonly rejoin: number;
}

/** Factors of goodput, each in (0, 1]. */
export interface ReplicaFactors {
  readonly stalls: number;
  readonly replicasOut: number;
}

/**
 * Share of time and replicas that train, in factors: e^(-stall/M) for the time in which nobody does, e^(-(rejoin - stall)/(M replicas))
 * for the mean share of replicas that are still out then. M is the mean time between failures of the job.
 *
 * Exact for failures that strike at a constant rate and restart both the stall and the return of their replica: all train unless one
 * failed in the last `stall` seconds, a replica does unless it failed in the last `rejoin` ones. The second factor does not depend on
 * the job's size, as M x replicas is the time between failures of one replica: only stalls grow. Not counted: that all replicas are
 * out at once, when the state is lost.
 * @throws ScaleError
 */
export function replicaFactors(
  meanTimeBetweenFailures: number,
  { replicas, stall, rejoin }: ReplicaRecovery,
): ReplicaFactors {
  positive(meanTimeBetweenFailures, "time between failures");
  must(replicas >= 2, `replicas: ${replicas}; with fewer than 2 none is left to go on, so the job restarts whole`);
  notNegative(stall, "time for which all replicas stand still");
  notNegative(rejoin, "time for which a failed replica is out");
  return {
    stalls: exp(-stall / meanTimeBetweenFailures),
    replicasOut: exp(-Math.max(0, rejoin - stall) / (meanTimeBetweenFailures * replicas)),
  };
}

export interface RecoveryComparison {
  readonly wholeJob: { readonly goodput: number; readonly interval: number };
  readonly perReplica: { readonly goodput: number };
  readonly best: "whole-job" | "per-replica";
}

/** Goodput of restarting the whole job, at its best interval of checkpoints, and of recovering replicas; which is higher. */
export function compareRecovery(
  meanTimeBetweenFailures: number,
  checkpointing: Checkpointing,
  replica: ReplicaRecovery,
): RecoveryComparison {
  const interval = optimalInterval(meanTimeBetweenFailures, checkpointing);
  const whole = checkpointGoodput(meanTimeBetweenFailures, checkpointing, interval);
  const { stalls, replicasOut } = replicaFactors(meanTimeBetweenFailures, replica);
  const perReplica = stalls * replicasOut;
  return {
    wholeJob: { goodput: whole, interval },
    perReplica: { goodput: perReplica },
    best: perReplica > whole ? "per-replica" : "whole-job",
  };
}

/** Hosts that fail and are mended. */
export interface HostRepair {
  /** Mean seconds between failures of one host. */
  readonly timeBetweenFailures: number;
  /** Mean seconds that a failed host is away. */
  readonly repair: number;
}

export interface Shortage {
  /** Probability that the job has all of its hosts. */
  readonly covered: number;
  /** Probability that more hosts are away than there are spares. */
  readonly short: number;
  /** Mean number of hosts that the job lacks. */
  readonly missing: number;
}

/**
 * What `spares` beside a job's `hosts` leave to fear. Hosts away are Poisson with mean hosts x repair / time between failures, whatever
 * the distribution of repair times (the queue M/G/infinity). As if the job always ran: cautious where it often does not.
 * @throws ScaleError
 */
export function shortage(hosts: number, spares: number, { timeBetweenFailures, repair }: HostRepair): Shortage {
  atLeastOne(hosts, "hosts");
  must(Number.isInteger(spares) && spares >= 0, `spare hosts: ${spares}; it must be a whole number of 0 or more`);
  positive(timeBetweenFailures, "time between failures of a host");
  notNegative(repair, "time to repair a host");
  const { within, beyond, excess } = poissonBeyond((hosts * repair) / timeBetweenFailures, spares);
  return { covered: within, short: beyond, missing: excess };
}

/**
 * Share of a job's throughput that it has in spite of too few spares. Without `hostsPerReplica` the job stands still whenever it lacks
 * a host; with it, each missing host idles one replica, or one that is already idle.
 */
export function staffing(hosts: number, spares: number, repair: HostRepair, hostsPerReplica?: number): number {
  const { covered, missing } = shortage(hosts, spares, repair);
  if (hostsPerReplica === undefined) return covered;
  must(
    hostsPerReplica > 0 && hostsPerReplica <= hosts,
    `hosts of a replica: ${hostsPerReplica}; it must be more than 0 and at most the job's ${hosts}`,
  );
  return power(1 - hostsPerReplica / hosts, missing);
}

export interface SparePlan {
  /** Hosts kept out of the job. */
  readonly spares: number;
  /** Of all hosts. */
  readonly share: number;
  /** Throughput over that of all hosts if none failed. */
  readonly throughput: number;
}

/** How many of `hosts` to keep as spares so that the rest trains the most; see {@link staffing} for `hostsPerReplica`. */
export function bestSpares(hosts: number, repair: HostRepair, hostsPerReplica?: number): SparePlan {
  must(Number.isInteger(hosts) && hosts >= 1, `hosts: ${hosts}; it must be a whole number of 1 or more`);
  let best: SparePlan = { spares: 0, share: 0, throughput: staffing(hosts, 0, repair, hostsPerReplica) };
  const least = hostsPerReplica ?? 1;
  // The rest of the hosts bounds what it can train.
  for (let spares = 1; hosts - spares >= least && 1 - spares / hosts > best.throughput; spares++) {
    const running = hosts - spares;
    const throughput = (running / hosts) * staffing(running, spares, repair, hostsPerReplica);
    if (throughput > best.throughput) best = { spares, share: spares / hosts, throughput };
  }
  return best;
}
