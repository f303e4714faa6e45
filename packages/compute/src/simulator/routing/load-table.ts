/** The least loaded replica of a pool at any time. */
import { IndexedHeap } from "../indexed-heap.ts";
import type { Replica } from "../replica.ts";

/** Replicas of one pool, all alike, by requests waiting and running; of equals the first. */
export class LoadTable {
  private readonly replicas: readonly Replica[];
  private readonly heap: IndexedHeap;
  private readonly offset: number;

  constructor(replicas: readonly Replica[]) {
    this.replicas = replicas;
    this.offset = replicas[0]?.index ?? 0;
    this.heap = new IndexedHeap(replicas.length);
    for (const replica of replicas) this.changed(replica);
  }

  /** Requests at the least loaded replica; infinite where none is open. */
  get least(): number {
    return this.heap.least;
  }

  /** The least loaded replica; undefined where none is open. */
  get replica(): Replica | undefined {
    return this.heap.least === Infinity ? undefined : this.replicas[this.heap.top];
  }

  changed(replica: Replica): void {
    this.heap.set(replica.index - this.offset, replica.isOpen ? replica.outstanding : Infinity);
  }
}

/** A table for each pool, by its index; none for pools of which no replica is given. */
export function loadTables(replicas: readonly Replica[]): readonly (LoadTable | undefined)[] {
  const members: Replica[][] = [];
  for (const replica of replicas) (members[replica.pool] ??= []).push(replica);
  return Array.from(members, (each) => (each === undefined ? undefined : new LoadTable(each)));
}
