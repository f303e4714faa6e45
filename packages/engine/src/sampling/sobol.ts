/** The Sobol sequence: points that fill every dimension evenly at every power of two. */
import { joeKuoEntry } from "./joe-kuo.ts";

const cache = new Map<number, Uint32Array>();

/**
 * The 32 direction numbers of a `dimension` from 0 to 4095, the first with its only bit at the top.
 * Source: P. Bratley and B. L. Fox, "Algorithm 659", ACM TOMS 14 (1988), with the numbers of Joe and Kuo (2008).
 */
export function directionNumbers(dimension: number): Uint32Array {
  let directions = cache.get(dimension);
  if (directions === undefined) {
    directions = dimension === 0 ? vanDerCorput() : recurrence(dimension);
    cache.set(dimension, directions);
  }
  return directions;
}

/**
 * Point number `index` (0 to 2^32 - 1) of the sequence as an unsigned integer of 32 bits: the fraction it is of 2^32.
 * Points come in the plain order, in which point 1 is one half, not in Gray-code order.
 */
export function sobolBits(directions: Uint32Array, index: number): number {
  let bits = 0;
  // By the ones of the index, from the lowest on.
  for (let rest = index | 0; rest !== 0; rest &= rest - 1) bits ^= directions[31 - Math.clz32(rest & -rest)] ?? 0;
  return bits >>> 0;
}

function vanDerCorput(): Uint32Array {
  return Uint32Array.from({ length: 32 }, (_, j) => 2 ** (31 - j));
}

/** v_k = a_1 v_(k-1) ⊕ ... ⊕ a_(s-1) v_(k-s+1) ⊕ v_(k-s) ⊕ (v_(k-s) >> s). */
function recurrence(dimension: number): Uint32Array {
  const { degree, coefficients, initial } = joeKuoEntry(dimension);
  const v = new Uint32Array(32);
  for (let k = 0; k < 32; k++) {
    if (k < degree) {
      v[k] = (initial[k] ?? 0) * 2 ** (31 - k);
      continue;
    }
    const oldest = v[k - degree] ?? 0;
    let next = oldest ^ (oldest >>> degree);
    for (let i = 1; i < degree; i++) {
      if ((coefficients >>> (degree - 1 - i)) & 1) next ^= v[k - i] ?? 0;
    }
    v[k] = next;
  }
  return v;
}
