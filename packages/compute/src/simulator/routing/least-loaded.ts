/** The fewest requests waiting and running, over all pools that can hold the request; of equals the first. */
import type { Replica } from "../replica.ts";
import type { Sequence } from "../sequence.ts";
import { loadTables, type LoadTable } from "./load-table.ts";
import { takes, type Router } from "./router.ts";

export class LeastLoaded implements Router {
  /** By pool. */
  private readonly tables: readonly (LoadTable | undefined)[];

  constructor(replicas: readonly Replica[]) {
    this.tables = loadTables(replicas);
  }

  choose(sequence: Sequence): Replica | undefined {
    let best: Replica | undefined;
    let least = Infinity;
    for (const table of this.tables) {
      if (table === undefined || table.least >= least) continue;
      const { replica } = table;
      if (replica === undefined || !takes(replica, sequence)) continue;
      best = replica;
      least = table.least;
    }
    return best;
  }

  changed(replica: Replica): void {
    this.tables[replica.pool]?.changed(replica);
  }
}
