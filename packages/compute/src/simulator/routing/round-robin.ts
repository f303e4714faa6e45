/** In turns, over all replicas of all pools; those that are closed or too small are passed over. */
import type { Replica } from "../replica.ts";
import type { Sequence } from "../sequence.ts";
import { takes, type Router } from "./router.ts";

export class RoundRobin implements Router {
  private readonly replicas: readonly Replica[];
  private next = 0;

  constructor(replicas: readonly Replica[]) {
    this.replicas = replicas;
  }

  choose(sequence: Sequence): Replica | undefined {
    const { replicas } = this;
    for (let tried = 0; tried < replicas.length; tried++) {
      const replica = replicas[this.next];
      this.next = this.next + 1 === replicas.length ? 0 : this.next + 1;
      if (replica !== undefined && takes(replica, sequence)) return replica;
    }
    return undefined;
  }

  changed(): void {}
}
