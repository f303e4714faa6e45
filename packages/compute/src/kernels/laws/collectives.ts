/** Exchanges between GPUs of 16-bit numbers. */
import type { Accelerator } from "../../accelerator.ts";
import { overlapped, type Law } from "./law.ts";

export interface CollectiveShape {
  /** All-reduce: of the vector on each GPU. All-gather: of the whole that each GPU ends with. Reduce-scatter, all-to-all: of what each GPU starts with. */
  bytes: number;
  gpus: number;
}

export const allReduceLaw = collectiveLaw(2);
/** All-gather, reduce-scatter and all-to-all: each GPU sends all but its own share once. */
export const exchangeLaw = collectiveLaw(1);

function collectiveLaw(passes: number): Law<CollectiveShape> {
  return {
    axes: ["bytes", "gpus"],
    place({ bytes, gpus }, point) {
      point[0] = bytes;
      point[1] = gpus;
    },
    ideal(accelerator, { bytes, gpus }) {
      return overlapped(0, passes * bytes * secondsPerByte(accelerator, gpus));
    },
  };
}

/** Within the fast fabric by its bandwidth; over several of its domains the share that leaves one goes by the network as well: never, where there is none. */
export function secondsPerByte({ scaleUp, scaleOut }: Accelerator, gpus: number): number {
  const within = Math.min(gpus, scaleUp.domain);
  const domains = Math.ceil(gpus / scaleUp.domain);
  const inside = (within - 1) / within / scaleUp.bandwidth;
  if (domains === 1) return inside;
  return scaleOut === undefined ? Infinity : inside + (domains - 1) / domains / within / scaleOut.bandwidth;
}
