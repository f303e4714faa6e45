/** Seeded random numbers for traffic and whatever meets it: the same bits on every machine and in every browser. */
import { hash32, log, mix32, normalQuantile, power } from "@underwatt/engine";
import { demand } from "./traffic-error.ts";

/**
 * A stream of random numbers. Streams of one seed and unlike `purpose` are unrelated, so that a change to what one of
 * them decides (such as lengths) leaves the others (such as arrivals) as they were.
 *
 * Source of the generator: D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47 (2021),
 * xoshiro128++, period 2^128 - 1.
 */
export class Random {
  private s0: number;
  private s1: number;
  private s2: number;
  private s3: number;

  /** @param seed an integer of at most 53 bits */
  constructor(seed: number, purpose: string) {
    demand(Number.isSafeInteger(seed), `the seed must be a whole number, got ${seed}`);
    const low = hash32(purpose, seed);
    const high = mix32(hash32(purpose, Math.floor(seed / 2 ** 32)), low);
    this.s0 = low | 0;
    this.s1 = high | 0;
    this.s2 = mix32(low, high) | 0;
    // Never all zero, where the generator would stay.
    this.s3 = mix32(high, low) | 1;
  }

  /** 32 random bits as a signed integer. */
  bits(): number {
    const sum = (this.s0 + this.s3) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + this.s0) | 0;
    const shifted = this.s1 << 9;
    this.s2 ^= this.s0;
    this.s3 ^= this.s1;
    this.s1 ^= this.s2;
    this.s0 ^= this.s3;
    this.s2 ^= shifted;
    this.s3 = (this.s3 << 11) | (this.s3 >>> 21);
    return result;
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
