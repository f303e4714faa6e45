/** By length: the cheapest pool for a request among those expected to meet its tier's objectives. */
import type { Replica } from "../replica.ts";
import type { ReplicaPool, RequestTier, ServiceObjectives } from "../scenario.ts";
import type { Sequence } from "../sequence.ts";
import { costOf, expectedFirstToken, expectedTokenTime } from "./expectation.ts";
import { loadTables, type LoadTable } from "./load-table.ts";
import { takes, type Router } from "./router.ts";

export class CheapestInSlo implements Router {
  /** By pool. */
  private readonly tables: readonly (LoadTable | undefined)[];
  private readonly pools: readonly ReplicaPool[];
  private readonly tiers: readonly RequestTier[];

  constructor(replicas: readonly Replica[], pools: readonly ReplicaPool[], tiers: readonly RequestTier[]) {
    this.tables = loadTables(replicas);
    this.pools = pools;
    this.tiers = tiers;
  }

  choose(sequence: Sequence): Replica | undefined {
    const slo = this.tiers[sequence.tier]?.slo ?? noObjectives;
    let cheapest: Replica | undefined;
    let least = Infinity;
    let soonest: Replica | undefined;
    let first = Infinity;
    for (let pool = 0; pool < this.pools.length; pool++) {
      const replica = this.tables[pool]?.replica;
      const spec = this.pools[pool];
      if (spec === undefined || replica === undefined || !takes(replica, sequence)) continue;
      const ttft = expectedFirstToken(replica, sequence);
      const tpot = expectedTokenTime(replica, sequence);
      if (soonest === undefined || ttft < first) {
        soonest = replica;
        first = ttft;
      }
      if (!expectsToMeet(slo, ttft, tpot, sequence.output)) continue;
      const cost = costOf(spec, sequence);
      if (cost >= least) continue;
      cheapest = replica;
      least = cost;
    }
    return cheapest ?? soonest;
  }

  changed(replica: Replica): void {
    this.tables[replica.pool]?.changed(replica);
  }
}

const noObjectives = {};

function expectsToMeet(slo: ServiceObjectives, ttft: number, tpot: number, output: number): boolean {
  if (ttft === Infinity) return false;
  return (
    ttft <= (slo.ttft ?? Infinity) &&
    tpot <= (slo.tpot ?? Infinity) &&
    ttft + tpot * (output - 1) <= (slo.endToEnd ?? Infinity)
  );
}
