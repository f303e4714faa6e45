/** Hashes of names and integers: from them come every seed and every place of the sampler. */

/**
 * Hash of `text` under `seed` as an unsigned integer of 32 bits; every bit of the input moves about half of the output.
 * Source: A. Appleby, MurmurHash3 (x86, 32 bits), a block for each UTF-16 unit.
 */
export function hash32(text: string, seed: number): number {
  let state = seed | 0;
  for (let i = 0; i < text.length; i++) state = absorb(state, text.charCodeAt(i));
  return finish(state ^ text.length);
}

/** A new seed from a `seed` and an integer `value`, both taken as 32 bits; an unsigned integer of 32 bits. */
export function mix32(seed: number, value: number): number {
  return finish(absorb(seed, value));
}

function absorb(state: number, value: number): number {
  const scattered = Math.imul(rotate(Math.imul(value, 0xcc9e2d51), 15), 0x1b873593);
  return (Math.imul(rotate(state ^ scattered, 13), 5) + 0xe6546b64) | 0;
}

function rotate(value: number, count: number): number {
  return (value << count) | (value >>> (32 - count));
}

function finish(state: number): number {
  let value = state ^ (state >>> 16);
  value = Math.imul(value, 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
