/**
 * Sparse latent attention (DeepSeek-V3.2, arXiv 2512.02556; GLM-5): an indexer of 64 small heads scores every cached token, the best 2,048 are
 * attended to on the compressed cache. Told are scoring, choice and attention together, without the matrix products around them.
 */
import { peakOf } from "../../accelerator.ts";
import { causalPairs } from "./attention.ts";
import type { LatentDecodeShape, LatentPrefillShape } from "./latent.ts";
import { overlapped, type Law } from "./law.ts";

const rank = 512;
const positional = 64;
/** Numbers of an expanded key and value of a head. */
const expanded = 128 + 64 + 128;
const indexHeads = 64;
const indexDim = 128;
const chosen = 2048;
/** Bytes of a token in the indexer's cache: 8-bit numbers and a scale. */
const indexBytes = indexDim + 4;
/** A score is written and read by the choice, 32 bit. */
const scoreBytes = 8;

export const sparseDecodeLaw: Law<LatentDecodeShape> = {
  axes: ["sequences", "cached", "heads"],
  place({ sequences, cached, heads }, point) {
    point[0] = sequences;
    point[1] = cached;
    point[2] = heads;
  },
  ideal(accelerator, { sequences, cached, heads, kvBytes }) {
    const attended = Math.min(cached, chosen);
    return overlapped(
      (2 * sequences * heads * attended * (2 * rank + positional)) / accelerator.peak.bf16 +
        (2 * sequences * indexHeads * indexDim * cached) / peakOf(accelerator, "fp8"),
      (sequences * (cached * (indexBytes + scoreBytes) + attended * (rank + positional) * kvBytes)) /
        accelerator.memoryBandwidth,
    );
  },
};

export const sparsePrefillLaw: Law<LatentPrefillShape> = {
  axes: ["queries", "context", "heads"],
  place(shape, point) {
    point[0] = shape.sequences * shape.tokens;
    point[1] = (2 * causalPairs(shape)) / shape.tokens;
    point[2] = shape.heads;
  },
  ideal(accelerator, shape) {
    const { sequences, tokens, prior, heads } = shape;
    const scored = sequences * causalPairs(shape);
    const attended = sequences * causalPairs({ tokens, prior, window: chosen });
    // Short prompts are attended to in full, with keys and values expanded for each head.
    const perHead = Math.min(attended * (2 * rank + positional), scored * expanded);
    return overlapped(
      (2 * heads * perHead) / accelerator.peak.bf16 + (2 * scored * indexHeads * indexDim) / peakOf(accelerator, "fp8"),
      (scored * scoreBytes + 2 * sequences * tokens * heads * expanded) / accelerator.memoryBandwidth,
    );
  },
};
