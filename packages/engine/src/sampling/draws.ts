/**
 * The uniform draws behind every uncertain input: randomised Sobol points, each a function of seed, name and sample
 * number alone, so that any block of samples can be drawn anywhere in any order.
 */
import type { Coordinate } from "./coordinate.ts";
import { hash32, mix32 } from "./hash.ts";
import { owenScramble, reverseBits, scrambleReversed } from "./owen.ts";
import { directionNumbers, sobolBits } from "./sobol.ts";

/**
 * How a run samples. Sample i is point ⌊i / replicates⌋ of replicate i mod replicates; the replicates are scrambled
 * independently, so their spread tells the error. A power of two of samples in each keeps the points even.
 */
export interface DrawPlan {
  /** Any integer a double holds exactly. */
  readonly seed: number;
  readonly samples: number;
  readonly replicates: number;
}

/**
 * Fills `out` with the draws of `coordinate` for the samples from number `from` on, each strictly between 0 and 1.
 *
 * @example fillUniforms({ seed: 1, samples: 4096, replicates: 8 }, coordinate, 0, new Float64Array(4096))
 */
export function fillUniforms(plan: DrawPlan, coordinate: Coordinate, from: number, out: Float64Array): void {
  const { replicates } = plan;
  const stream = streamSeed(plan.seed, coordinate.name);
  for (let first = 0; first < Math.min(replicates, out.length); first++) {
    const replicate = (from + first) % replicates;
    fillReplicate(
      coordinate,
      mix32(stream, replicate),
      Math.floor((from + first) / replicates),
      out,
      first,
      replicates,
    );
  }
}

/** Writes one replicate's points from number `point` on to every `stride`-th place of `out` from `first` on. */
function fillReplicate(
  { dimension }: Coordinate,
  seed: number,
  point: number,
  out: Float64Array,
  first: number,
  stride: number,
): void {
  const table = byteTable(dimension);
  const scramble = mix32(seed, 0);
  const order = mix32(seed, 1);
  for (let i = first, k = point; i < out.length; i += stride, k++) {
    const bits = reverseBits(scrambleReversed(reversedPoint(table, owenScramble(k, order)), scramble));
    out[i] = (bits + 0.5) / 2 ** 32;
  }
}

/** A seed may need more than 32 bits; both halves count. */
function streamSeed(seed: number, name: string): number {
  return hash32(name, mix32(mix32(0, seed % 2 ** 32), Math.floor(seed / 2 ** 32)));
}

const tables = new Map<number, Int32Array>();

/**
 * The sequence by bytes of the index: a point is the exclusive-or of four entries, one for each byte, instead of up to
 * 32 direction numbers. The entries have their bits reversed, ready for scrambling.
 */
function byteTable(dimension: number): Int32Array {
  let table = tables.get(dimension);
  if (table === undefined) {
    const directions = directionNumbers(dimension);
    table = Int32Array.from({ length: 1024 }, (_, entry) => {
      const byte = entry & 255;
      return reverseBits(sobolBits(directions, byte << (8 * (entry >>> 8))));
    });
    tables.set(dimension, table);
  }
  return table;
}

function reversedPoint(table: Int32Array, index: number): number {
  return (
    (table[index & 255] ?? 0) ^
    (table[256 | ((index >>> 8) & 255)] ?? 0) ^
    (table[512 | ((index >>> 16) & 255)] ?? 0) ^
    (table[768 | (index >>> 24)] ?? 0)
  );
}
