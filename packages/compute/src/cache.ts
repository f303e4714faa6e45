/** What a sequence keeps in memory while it is served: the KV cache, and the states of linear attention and of state spaces. */
import { fullAttentionLayers, slidingLayers, type Architecture } from "./architecture.ts";

/**
 * Numbers cached per token in one layer that caches. Grouped queries: a key and a value of each KV head. Latent attention: the
 * compressed vector and the shared rotary key, and the indexer's key where there is one.
 */
export function cacheElementsPerToken({ attention }: Architecture): number {
  if (attention.kind === "gqa") return 2 * attention.kvHeads * attention.headDim;
  return attention.kvRank + attention.ropeDim + (attention.sparse?.indexDim ?? 0);
}

/** Numbers cached over all layers for a sequence of `context` tokens; sliding layers drop what left their window. */
export function cacheElements(architecture: Architecture, context: number): number {
  const { attention } = architecture;
  const window = attention.kind === "gqa" ? (attention.sliding?.window ?? 0) : 0;
  const tokens = fullAttentionLayers(architecture) * context + slidingLayers(architecture) * Math.min(context, window);
  return tokens * cacheElementsPerToken(architecture);
}

/** Engines keep the recurrent state in 32 bit: errors would pile up over the sequence. */
const bytesPerStateElement = 4;

/**
 * Bytes of the recurrent state of one sequence, however long. Linear attention: a matrix of head by head dimension for each value
 * head; a state space: one of head dimension by state dimension for each head.
 */
export function recurrentStateBytes({ attention }: Architecture): number {
  if (attention.kind !== "gqa") return 0;
  const { linear, stateSpace } = attention;
  const matrices = linear === undefined ? 0 : linear.layers * linear.valueHeads * linear.headDim ** 2;
  const spaces =
    stateSpace === undefined ? 0 : stateSpace.layers * stateSpace.heads * stateSpace.headDim * stateSpace.stateDim;
  return (matrices + spaces) * bytesPerStateElement;
}
