/** Chooses the replica that a request goes to. */
import type { Replica } from "../replica.ts";
import type { Sequence } from "../sequence.ts";

export interface Router {
  /** An open replica that can hold the request; undefined while there is none. */
  choose(sequence: Sequence): Replica | undefined;
  /** The replica's load has changed, or whether it is open. */
  changed(replica: Replica): void;
}

/** Whether a replica can take a request now. */
export function takes(replica: Replica, { input, output }: Sequence): boolean {
  return replica.isOpen && input + output <= replica.longest;
}
