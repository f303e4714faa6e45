/** Multi-head latent attention: all heads share one cache of 512 compressed and 64 positional numbers a token (DeepSeek-V2, arXiv 2405.04434). */
import { causalPairs } from "./attention.ts";
import { overlapped, type Law } from "./law.ts";

export interface LatentDecodeShape {
  sequences: number;
  cached: number;
  /** Heads on this GPU. */
  heads: number;
  /** Bytes of one cached number. */
  kvBytes: number;
}

export interface LatentPrefillShape {
  sequences: number;
  tokens: number;
  prior?: number | undefined;
  heads: number;
  kvBytes: number;
}

const rank = 512;
const positional = 64;
/** Per head, when the cache is expanded: keys without position, values. */
const nope = 128;
const value = 128;

/** Decode works on the compressed cache itself. */
export const latentDecodeLaw: Law<LatentDecodeShape> = {
  axes: ["sequences", "cached", "heads"],
  place({ sequences, cached, heads }, point) {
    point[0] = sequences;
    point[1] = cached;
    point[2] = heads;
  },
  ideal({ peak, memoryBandwidth }, { sequences, cached, heads, kvBytes }) {
    return overlapped(
      (2 * sequences * heads * cached * (2 * rank + positional)) / peak.bf16,
      (sequences * (cached * (rank + positional) * kvBytes + 2 * heads * (2 * rank + positional))) / memoryBandwidth,
    );
  },
};

/** Prefill expands keys and values for each head; the products that expand them are matrix products of their own. */
export const latentPrefillLaw: Law<LatentPrefillShape> = {
  axes: ["queries", "context", "heads"],
  place(shape, point) {
    point[0] = shape.sequences * shape.tokens;
    point[1] = (2 * causalPairs(shape)) / shape.tokens;
    point[2] = shape.heads;
  },
  ideal({ peak, memoryBandwidth }, shape) {
    const { sequences, tokens, prior, heads } = shape;
    const perHead = nope + positional + value;
    return overlapped(
      (2 * sequences * heads * causalPairs(shape) * perHead) / peak.bf16,
      (2 * sequences * heads * (2 * tokens + (prior ?? 0)) * perHead) / memoryBandwidth,
    );
  },
};
