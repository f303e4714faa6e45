/** Replicas that do the same part of the work, the router among them, and requests that wait until one is there. */
import type { Replica } from "./replica.ts";
import type { Router } from "./routing/index.ts";
import { SequenceList, type Sequence } from "./sequence.ts";

export class Stage {
  readonly router: Router;
  private readonly replicas: readonly Replica[];
  /** Requests for which no replica is open. */
  private readonly held = new SequenceList();

  constructor(replicas: readonly Replica[], router: Router) {
    this.replicas = replicas;
    this.router = router;
  }

  /** Whether a replica that can hold the request is open or will be. */
  hasPlaceFor({ input, output }: Sequence): boolean {
    return this.replicas.some(({ draining, longest }) => !draining && input + output <= longest);
  }

  hold(sequence: Sequence): void {
    this.held.push(sequence);
  }

  /** Lets all go that are held, in order. */
  takeHeld(): Sequence[] {
    const taken: Sequence[] = [];
    for (let { first } = this.held; first !== undefined; { first } = this.held) {
      this.held.remove(first);
      taken.push(first);
    }
    return taken;
  }
}
