/** Failures played through one by one: what the closed forms are judged against. */
import type { Random } from "../../traffic/random.ts";
import type { Checkpointing } from "./checkpoints.ts";
import type { ReplicaRecovery } from "./recovery.ts";

/** Share of time spent on work that lasted, of a job that restarts from its last safe checkpoint at each of `failures` failures. */
export function playRestarts(
  meanTimeBetweenFailures: number,
  { restart, write, exposed }: Checkpointing,
  interval: number,
  failures: number,
  random: Random,
): number {
  const nextFailure = (): number => meanTimeBetweenFailures * random.exponential();
  let [time, lasting] = [0, 0];
  for (let failure = 0; failure < failures; failure++) {
    // Until a restart passes without a failure. Time to the next failure is drawn anew at each event, as it has no memory.
    for (let next = nextFailure(); ; next = nextFailure()) {
      time += Math.min(next, restart);
      if (next >= restart) break;
    }
    const end = nextFailure();
    time += end;
    // Work, then a stall in which the checkpoint begins; it is safe `write` after its beginning.
    for (let clock = interval; clock + write <= end; clock += write * exposed + interval) lasting += interval;
  }
  return lasting / time;
}

/** Share of replicas and time that train, over `failures` failures, each of one replica out of all. */
export function playReplicas(
  meanTimeBetweenFailures: number,
  { replicas, stall, rejoin }: ReplicaRecovery,
  failures: number,
  random: Random,
): number {
  const backAt = new Float64Array(replicas);
  let [time, trained] = [0, 0];
  for (let failure = 0; failure < failures; failure++) {
    const next = time + meanTimeBetweenFailures * random.exponential();
    const resumed = failure === 0 ? time : time + stall;
    for (const back of backAt) trained += Math.max(0, next - Math.max(resumed, back));
    time = next;
    backAt[random.below(replicas)] = time + rejoin;
  }
  return trained / replicas / time;
}
