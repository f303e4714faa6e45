/** Attention over a cache of keys and values per group of heads (grouped-query, multi-query, multi-head). */
import { overlapped, type Law } from "./law.ts";

export interface DecodeShape {
  /** Sequences that each add one token. */
  sequences: number;
  /** Tokens of each in the cache. */
  cached: number;
  /** Query heads on this GPU. */
  heads: number;
  /** Heads of keys and values on this GPU. */
  kvHeads: number;
  headDim: number;
  /** Bytes of one cached number. */
  kvBytes: number;
  /** Latest tokens that are looked at; without it all. */
  window?: number | undefined;
}

export interface PrefillShape {
  sequences: number;
  /** New tokens of each sequence. */
  tokens: number;
  /** Tokens of each that stand in the cache before. */
  prior?: number | undefined;
  heads: number;
  kvHeads: number;
  headDim: number;
  kvBytes: number;
  window?: number | undefined;
}

export const decodeLaw: Law<DecodeShape> = {
  axes: ["groups", "cached", "headsPerGroup"],
  place(shape, point) {
    point[0] = shape.sequences * shape.kvHeads;
    point[1] = shape.cached;
    point[2] = shape.heads / shape.kvHeads;
  },
  ideal({ peak, memoryBandwidth }, shape) {
    const { sequences, heads, kvHeads, headDim, kvBytes } = shape;
    const pairs = sequences * heads * seen(shape);
    return overlapped(
      (4 * pairs * headDim) / peak.bf16,
      (2 * sequences * headDim * (seen(shape) * kvHeads * kvBytes + 2 * heads)) / memoryBandwidth,
    );
  },
};

export const prefillLaw: Law<PrefillShape> = {
  axes: ["queries", "context", "headsPerGroup"],
  place(shape, point) {
    const { sequences, tokens, heads, kvHeads } = shape;
    point[0] = sequences * tokens * heads;
    // The length of a prompt without prior tokens whose queries see as many.
    point[1] = (2 * causalPairs(shape)) / tokens;
    point[2] = heads / kvHeads;
  },
  ideal(accelerator, shape) {
    const { sequences, tokens, prior, heads, kvHeads, headDim, kvBytes } = shape;
    return overlapped(
      (4 * sequences * heads * headDim * causalPairs(shape)) / accelerator.peak.bf16,
      (2 * sequences * headDim * (2 * tokens * heads + (tokens + (prior ?? 0)) * kvHeads * kvBytes)) /
        accelerator.memoryBandwidth,
    );
  },
};

function seen({ cached, window }: DecodeShape): number {
  return Math.max(window === undefined ? cached : Math.min(cached, window), 1);
}

/** Pairs of a new token and one that it sees, in one sequence and head: each sees the prior ones, those before it, and itself. */
export function causalPairs({
  tokens,
  prior = 0,
  window,
}: {
  readonly tokens: number;
  readonly prior?: number | undefined;
  readonly window?: number | undefined;
}): number {
  // The first tokens see all that is before them, the others a full window.
  const first = window === undefined ? tokens : Math.min(Math.max(window - prior, 0), tokens);
  return first * prior + (first * (first + 1)) / 2 + (tokens - first) * (window ?? 0);
}
