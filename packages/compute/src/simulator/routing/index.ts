/** Routers by name. */
import type { Replica } from "../replica.ts";
import type { ReplicaPool, RequestTier, RouterPolicy } from "../scenario.ts";
import { CheapestInSlo } from "./cheapest-in-slo.ts";
import { LeastLoaded } from "./least-loaded.ts";
import { RoundRobin } from "./round-robin.ts";
import type { Router } from "./router.ts";

export type { Router } from "./router.ts";

/** @param pools all pools of the scenario, by the index that replicas have of theirs */
export function makeRouter(
  policy: RouterPolicy,
  replicas: readonly Replica[],
  pools: readonly ReplicaPool[],
  tiers: readonly RequestTier[],
): Router {
  switch (policy) {
    case "round-robin":
      return new RoundRobin(replicas);
    case "least-loaded":
      return new LeastLoaded(replicas);
    case "cheapest-in-slo":
      return new CheapestInSlo(replicas, pools, tiers);
  }
}
