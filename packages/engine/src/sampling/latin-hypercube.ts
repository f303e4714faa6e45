/** Latin hypercube sampling by index: which stratum a point lies in, without a list of all of them. */
import { mix32 } from "./hash.ts";

/** Four are enough for large counts; for a dozen they show a bias that eight do not. */
const rounds = 8;

/**
 * The image of `index` under a random permutation of 0..count - 1 that `seed` chooses; count from 1 to 2^31.
 * Sources: M. Luby and C. Rackoff, "How to construct pseudorandom permutations", SIAM J. Comput. 17 (1988), Feistel
 * networks; J. Black and P. Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002, cycle walking.
 */
export function permuted(index: number, count: number, seed: number): number {
  const bits = Math.max(2, 32 - Math.clz32(count - 1));
  const low = bits >> 1;
  const lowMask = 2 ** low - 1;
  const highMask = 2 ** (bits - low) - 1;
  let x = index;
  // The network permutes a power of two, at most twice as many; what leaves the range is sent on until it is back.
  do {
    let [left, right] = [x >>> low, x & lowMask];
    for (let round = 0; round < rounds; round += 2) {
      left ^= mix32(keyOf(seed, round), right) & highMask;
      right ^= mix32(keyOf(seed, round + 1), left) & lowMask;
    }
    x = ((left << low) | right) >>> 0;
  } while (x >= count);
  return x;
}

/** Keys of the rounds lie far apart, by the golden ratio. */
function keyOf(seed: number, round: number): number {
  return seed + Math.imul(round, 0x9e3779b9);
}
