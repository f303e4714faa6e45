/** When replicas fail and for how long: each has its own stream of random numbers, whatever happens to the others. */
import { log, mix32 } from "@underwatt/engine";

/**
 * An exponentially distributed time, seconds: the draw `count` of replica `replica`.
 * Source: inversion, -mean · ln u, of a hash of what is drawn.
 */
export function exponentialTime(mean: number, seed: number, replica: number, count: number): number {
  const hash = mix32(mix32(mix32(seed, 0x51ed270b), replica), count);
  return -mean * log((hash + 0.5) / 2 ** 32);
}
