/** Arithmetic of one token's forward pass. A multiplication with its addition counts as two operations. */
import { fullAttentionLayers, linearLayers, slidingLayers, type Architecture } from "./architecture.ts";
import { multipliedWeights } from "./weights.ts";

/**
 * How latent attention is computed. Expanded: keys and values of every head are rebuilt from the compressed cache, as in training
 * and prefill. Absorbed: the heads attend to the compressed cache itself, as in decode; fewer bytes, more operations.
 */
export type LatentForm = "expanded" | "absorbed";

/** FLOP of one token that attends to `context` tokens, all layers and the output head. */
export function flopsPerToken(architecture: Architecture, context: number, form: LatentForm = "expanded"): number {
  return 2 * multipliedWeights(architecture) + attentionFlopsPerToken(architecture, context, form);
}

/** FLOP of scores, weighted values, index scores and state updates: what no weight takes part in. */
export function attentionFlopsPerToken(
  architecture: Architecture,
  context: number,
  form: LatentForm = "expanded",
): number {
  const { attention } = architecture;
  const full = fullAttentionLayers(architecture);
  if (attention.kind === "mla") {
    const { heads, kvRank, ropeDim, nopeDim, valueDim, sparse } = attention;
    const dimensions = form === "absorbed" ? 2 * kvRank + ropeDim : nopeDim + ropeDim + valueDim;
    const attended = Math.min(context, sparse?.topK ?? Infinity);
    const index = sparse === undefined ? 0 : sparse.indexHeads * sparse.indexDim * context;
    return full * 2 * (heads * dimensions * attended + index);
  }
  const { heads, headDim, sliding, linear, stateSpace } = attention;
  const tokens = full * context + slidingLayers(architecture) * Math.min(context, sliding?.window ?? 0);
  const state = linear === undefined ? 0 : linearLayers(architecture) * linear.valueHeads * linear.headDim ** 2;
  const space =
    stateSpace === undefined ? 0 : stateSpace.layers * stateSpace.heads * stateSpace.headDim * stateSpace.stateDim;
  return 4 * heads * headDim * tokens + stateOperations * state + spaceOperations * space;
}

/** Of each element of the state: prediction from the key, correction by the outer product, read-out by the query. */
const stateOperations = 6;
/** Of each element of a state space: decay, the outer product of input and value added, read-out (arXiv 2405.21060, equation 1). */
const spaceOperations = 5;
