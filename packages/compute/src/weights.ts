/** How many weights a model has, by part, from its shape. Norms, biases and convolutions are left out: under 0.1 % together. */
import {
  expertLayers,
  fullAttentionLayers,
  linearLayers,
  slidingLayers,
  stateSpaceLayers,
  type Architecture,
  type GroupedQueryAttention,
  type LatentAttention,
} from "./architecture.ts";

/** Counts of weights. */
export interface Weights {
  /** Projections of one layer with softmax attention, full or sliding, its indexer included. */
  readonly attentionPerLayer: number;
  /** Projections of one layer with linear attention; 0 when the model has none. */
  readonly linearAttentionPerLayer: number;
  /** Projections of one layer with a state space; 0 when the model has none. */
  readonly stateSpacePerLayer: number;
  /** Feed-forward networks of the dense layers together. */
  readonly denseFeedForward: number;
  /** Experts that every token passes, over all layers. */
  readonly sharedExperts: number;
  readonly router: number;
  /** One routed expert. */
  readonly expert: number;
  /** All routed experts of all layers. */
  readonly routedExperts: number;
  /** The table that turns tokens into vectors. A token reads one row of it, and nothing is multiplied. */
  readonly embedding: number;
  /** The matrix that turns vectors into scores of tokens; the same weights as `embedding` where the two are tied. */
  readonly outputHead: number;
  readonly total: number;
  /** Weights of one token's pass, with both tables of embeddings. Publishers mostly leave the input's table out. */
  readonly active: number;
}

export function weightsOf(architecture: Architecture): Weights {
  const { attention, dense, experts, hidden, vocabulary } = architecture;
  const attentionPerLayer = attention.kind === "gqa" ? groupedQuery(hidden, attention) : latent(hidden, attention);
  const linearAttentionPerLayer = attention.kind === "gqa" ? deltaRule(hidden, attention) : 0;
  const stateSpacePerLayer = attention.kind === "gqa" ? selectiveStateSpace(hidden, attention) : 0;
  const denseFeedForward = (dense?.layers ?? 0) * feedForward(hidden, dense);
  const mixtures = expertLayers(architecture);
  const expert = feedForward(hidden, experts);
  const sharedExperts = mixtures * (experts?.shared ?? 0) * expert;
  const router = mixtures * hidden * (experts?.count ?? 0);
  const routedExperts = mixtures * (experts?.count ?? 0) * expert;
  const embedding = vocabulary * hidden;
  const passedByAll =
    attentionPerLayer * (fullAttentionLayers(architecture) + slidingLayers(architecture)) +
    linearAttentionPerLayer * linearLayers(architecture) +
    stateSpacePerLayer * stateSpaceLayers(architecture) +
    denseFeedForward +
    sharedExperts +
    router +
    embedding * (architecture.tiedEmbeddings === true ? 1 : 2);
  return {
    attentionPerLayer,
    linearAttentionPerLayer,
    stateSpacePerLayer,
    denseFeedForward,
    sharedExperts,
    router,
    expert,
    routedExperts,
    embedding,
    outputHead: embedding,
    total: passedByAll + routedExperts,
    active: passedByAll + mixtures * (experts?.active ?? 0) * expert,
  };
}

/** Weights that a token is multiplied with: `active` without the look-up of its embedding. */
export function multipliedWeights(architecture: Architecture): number {
  const { active, embedding } = weightsOf(architecture);
  return architecture.tiedEmbeddings === true ? active : active - embedding;
}

/** Gate, up and down; or up and down only. */
function feedForward(hidden: number, network: Architecture["dense"] | Architecture["experts"]): number {
  return network === undefined ? 0 : (network.plain === true ? 2 : 3) * hidden * network.intermediate;
}

/** Query, key, value and output projections; an output gate is as wide as the queries. */
function groupedQuery(hidden: number, { heads, kvHeads, headDim, gated }: GroupedQueryAttention): number {
  const queries = heads * headDim;
  return hidden * queries * (gated === true ? 3 : 2) + 2 * hidden * kvHeads * headDim;
}

/** Down and up projections of queries and of keys with values, and the output (DeepSeek-V2, arXiv 2405.04434, section 2.1). */
function latent(hidden: number, attention: LatentAttention): number {
  const { heads, queryRank, kvRank, ropeDim, nopeDim, valueDim, sparse } = attention;
  const queries = hidden * queryRank + queryRank * heads * (nopeDim + ropeDim);
  const keysAndValues = hidden * (kvRank + ropeDim) + kvRank * heads * (nopeDim + valueDim);
  const output = heads * valueDim * hidden;
  return queries + keysAndValues + output + (sparse === undefined ? 0 : indexer(hidden, queryRank, sparse));
}

/** Queries from the compressed query, one key for all heads, and a weight for each head (DeepSeek-V3.2, arXiv 2512.02556). */
function indexer(
  hidden: number,
  queryRank: number,
  { indexHeads, indexDim }: NonNullable<LatentAttention["sparse"]>,
): number {
  return queryRank * indexHeads * indexDim + hidden * indexDim + hidden * indexHeads;
}

/** Queries and keys, values with their gate, decay and step size of each value head, output (Gated DeltaNet, arXiv 2412.06464). */
function deltaRule(hidden: number, { linear }: GroupedQueryAttention): number {
  if (linear === undefined) return 0;
  const keys = linear.keyHeads * linear.headDim;
  const values = linear.valueHeads * linear.headDim;
  return hidden * (2 * keys + 2 * values) + 2 * hidden * linear.valueHeads + values * hidden;
}

/** Values with their gate, inputs and read-outs of each group, a step size of each head; output (Mamba-2, arXiv 2405.21060). */
function selectiveStateSpace(hidden: number, { stateSpace }: GroupedQueryAttention): number {
  if (stateSpace === undefined) return 0;
  const { heads, headDim, stateDim, groups } = stateSpace;
  const values = heads * headDim;
  return hidden * (2 * values + 2 * groups * stateDim + heads) + values * hidden;
}
