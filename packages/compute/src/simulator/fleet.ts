/** Builds the replicas of a scenario and the stages they form. */
import { longestFit } from "./kv-memory.ts";
import { Replica, type ReplicaObserver } from "./replica.ts";
import { makeRouter } from "./routing/index.ts";
import type { ReplicaPool, RequestTier, ServingScenario } from "./scenario.ts";
import { Stage } from "./stage.ts";

export interface Fleet {
  /** All, pool after pool. */
  readonly replicas: readonly Replica[];
  /** Those that take prompts. */
  readonly entry: Stage;
  /** Those that take over from prefill pools. */
  readonly decode: Stage;
  /** Most tokens of a request that any replica can serve. */
  readonly longest: number;
}

export function buildFleet(
  { pools, router }: ServingScenario,
  tiers: readonly RequestTier[],
  observer: ReplicaObserver,
): Fleet {
  const priorities = 1 + Math.max(...tiers.map(({ priority = 0 }) => priority));
  const longestDecode = Math.max(0, ...pools.filter(({ role }) => role === "decode").map(({ kv }) => longestFit(kv)));
  const replicas: Replica[] = [];
  for (const [pool, spec] of pools.entries()) {
    const own = longestFit(spec.kv);
    const longest = spec.role === "prefill" ? Math.min(own, longestDecode) : own;
    for (let i = 0; i < spec.replicas; i++) {
      replicas.push(new Replica(replicas.length, pool, spec, longest, priorities, observer));
    }
  }
  const isDecode = ({ pool }: Replica): boolean => pools[pool]?.role === "decode";
  const stage = (members: readonly Replica[]): Stage => new Stage(members, makeRouter(router, members, pools, tiers));
  const entry = replicas.filter((replica) => !isDecode(replica));
  return {
    replicas,
    entry: stage(entry),
    decode: stage(replicas.filter(isDecode)),
    longest: Math.max(...entry.map(({ longest }) => longest)),
  };
}

/** Replicas that a pool's drains take, the last ones first, each with its time. */
export function drainsOf(pool: ReplicaPool, members: readonly Replica[]): { at: number; replica: Replica }[] {
  const left = [...members];
  const drains = (pool.drains ?? []).toSorted((a, b) => a.at - b.at);
  return drains.flatMap(({ at, replicas }) =>
    left
      .splice(Math.max(0, left.length - replicas))
      .reverse()
      .map((replica) => ({ at, replica })),
  );
}
