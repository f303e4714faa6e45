/** What a network below its nominal bandwidth costs. */
import { must, share } from "./scale-error.ts";

export interface Fabric {
  /** Share of a step's time that waits for the network at full bandwidth, 0..1. */
  readonly exposed: number;
  /** Bandwidth that traffic gets, over the nominal one: efficiency of the transport, or one over the oversubscription; (0, 1]. */
  readonly efficiency: number;
}

/**
 * Speed over that on a network at full bandwidth: 1 / (1 - c + c / e). Communication that is hidden stays hidden, which flatters
 * networks so slow that it would not.
 * @throws ScaleError
 */
export function fabricFactor({ exposed, efficiency }: Fabric): number {
  share(exposed, "share of a step that waits for the network");
  must(
    efficiency > 0 && efficiency <= 1,
    `efficiency of the network: ${efficiency}; it must be more than 0 and at most 1`,
  );
  return 1 / (1 - exposed + exposed / efficiency);
}
