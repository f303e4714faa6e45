/** Linear attention by the gated delta rule (Qwen3.5; arXiv 2412.06464) with its short convolution: a state of headDim x headDim a value head. */
import { overlapped, type Law } from "./law.ts";

export interface LinearDecodeShape {
  sequences: number;
  /** Heads on this GPU. */
  keyHeads: number;
  valueHeads: number;
  headDim: number;
}

export interface LinearPrefillShape extends LinearDecodeShape {
  /** New tokens of each sequence. */
  tokens: number;
}

/** Bytes of a number of the state. */
const stateBytes = 4;
/** Tokens that are taken together: within a chunk attention, between chunks the state. */
const chunk = 64;

export const linearDecodeLaw: Law<LinearDecodeShape> = {
  axes: ["sequences", "heads"],
  place({ sequences, valueHeads }, point) {
    point[0] = sequences;
    point[1] = valueHeads;
  },
  ideal({ memoryBandwidth }, { sequences, valueHeads, headDim }) {
    // The state is read and written.
    return overlapped(0, (2 * sequences * valueHeads * headDim * headDim * stateBytes) / memoryBandwidth);
  },
};

export const linearPrefillLaw: Law<LinearPrefillShape> = {
  axes: ["sequences", "tokens", "heads"],
  place({ sequences, tokens, valueHeads }, point) {
    point[0] = sequences;
    point[1] = tokens;
    point[2] = valueHeads;
  },
  ideal({ peak, memoryBandwidth }, { sequences, tokens, keyHeads, valueHeads, headDim }) {
    const all = sequences * tokens;
    // Of each value head: reading and updating the state, and products within the chunk.
    const flops = all * valueHeads * headDim * (6 * headDim + 6 * chunk);
    // Queries, keys, values and gates pass the memory twice: convolution, recurrence.
    const bytes = 2 * 2 * all * headDim * (2 * keyHeads + 2 * valueHeads);
    return overlapped(flops / peak.bf16, bytes / memoryBandwidth);
  },
};
