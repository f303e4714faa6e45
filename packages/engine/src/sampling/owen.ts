/**
 * Owen's nested uniform scrambling by hashing: it makes a Sobol sequence random without losing its evenness.
 *
 * Each bit is flipped or not depending on the higher bits, as if a coin stood at each node of a binary tree. On an
 * integer with its bits reversed that is what multiplication and addition do, carrying only upwards.
 */

/**
 * `bits` (32, unsigned) scrambled under `seed`; for each seed a permutation that keeps every aligned block of 2^m
 * integers together.
 * Sources: S. Laine and T. Karras, "Stratified sampling for stochastic transparency", EGSR 2011; B. Burley, "Practical
 * hash-based Owen scrambling", JCGT 9 (2020); constants by N. Vegdahl, "Building a better LK hash" (2021).
 */
export function owenScramble(bits: number, seed: number): number {
  return reverseBits(scrambleReversed(reverseBits(bits), seed));
}

/** The scrambling for integers kept with their bits in reverse; the result is reversed too, and signed. */
export function scrambleReversed(reversed: number, seed: number): number {
  let x = reversed;
  x ^= Math.imul(x, 0x3d20adea);
  x = Math.imul(x + seed, (seed >>> 16) | 1);
  x ^= Math.imul(x, 0x05526c56);
  return x ^ Math.imul(x, 0x53a22864);
}

/** The 32 bits of `value` in the opposite order, as an unsigned integer. */
export function reverseBits(value: number): number {
  let x = value;
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return ((x >>> 16) | (x << 16)) >>> 0;
}
