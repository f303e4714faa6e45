/** Seeded random numbers for traffic and whatever meets it: the same bits on every machine and in every browser. */
import { hash32, log, mix32, normalQuantile, power } from "@underwatt/engine";
import { demand } from "./traffic-error.ts";
import { Xoshiro128 } from "./xoshiro.ts";

/**
 * A stream of random numbers. Streams of one seed and unlike `purpose` are unrelated, so that a change to what one of
 * them decides (such as lengths) leaves the others (such as arrivals) as they were.
 */
export class Random extends Xoshiro128 {
  /** @param seed a whole number of at most 53 bits */
  constructor(seed: number, purpose: string) {
    demand(Number.isSafeInteger(seed), `the seed must be a whole number, got ${seed}`);
    const low = hash32(purpose, seed);
    const high = mix32(hash32(purpose, Math.floor(seed / 2 ** 32)), low);
    // Never all zero, where the generator would stay.
    super(low, high, mix32(low, high), mix32(high, low) | 1);
  }

  /** Uniform on 0 to 1, neither included: odd multiples of 2^-53. */
  uniform(): number {
    const high = this.bits() >>> 6;
    const low = this.bits() >>> 6;
    return (high * 2 ** 26 + low + 0.5) * 2 ** -52;
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  /** Exponential of mean 1. */
  exponential(): number {
    return -log(this.uniform());
  }

  /** Normal of mean 0 and standard deviation 1. */
  normal(): number {
    return normalQuantile(this.uniform());
  }

  /**
   * Gamma of the given shape > 0 and scale 1: mean and variance are `shape`.
   * Source: G. Marsaglia and W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000).
   */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * power(this.uniform(), 1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const cubeRoot = 1 + c * x;
      if (cubeRoot <= 0) continue;
      const v = cubeRoot * cubeRoot * cubeRoot;
      if (log(this.uniform()) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
    }
  }
}
