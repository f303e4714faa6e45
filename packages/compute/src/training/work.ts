/** What one accelerator has to do in a step: products, attention, bytes and messages, of one micro-batch of its fullest stage. */
import { expertLayers, fullAttentionLayers, slidingLayers, type Architecture } from "../architecture.ts";
import { weightsOf } from "../weights.ts";
import type { TrainingJob } from "./job.ts";
import { causalAttentionFlops } from "./utilisation.ts";

/** A matrix product of `rows` tokens by a weight matrix of `inner` x `columns`, `count` of them. */
export interface Product {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly count: number;
}

/** Of one micro-batch on one accelerator: forward pass only, where nothing else is said. */
export interface Work {
  /** Tokens of the micro-batch that this accelerator's tensor-parallel group handles. */
  readonly tokens: number;
  /** Layers of the stage, on average. */
  readonly layers: number;
  readonly expertLayers: number;
  /** Products of the layers without those of experts. */
  readonly products: readonly Product[];
  /** Products of the experts' networks, by expert. */
  readonly expertProducts: readonly Product[];
  readonly head: Product;
  /** FLOP of attention's core. */
  readonly attention: number;
  /** Bytes of norms, residuals and activations, forward and backward. */
  readonly elementwise: number;
  /** Bytes of casts, forward and backward. */
  readonly casts: number;
  /** Bytes of gathering tokens by expert and back, forward and backward. */
  readonly permuted: number;
  /** Bytes of the logits and their softmax, forward and backward. */
  readonly logits: number;
  /** Weights on this accelerator: those that all share, and the experts'. */
  readonly weights: number;
  readonly expertWeights: number;
}

/** Bytes of 16-bit values. */
const half = 2;
/** Reads and writes of values as wide as the model, a layer, forward and backward: two norms, two residuals, rotary embedding. */
const widthPasses = 30;
/** The same of values as wide as the feed-forward network: its activation function. */
const networkPasses = 8;
/** Gathering and scattering copies of a token, forward and backward. */
const permutePasses = 10;
/** Reads and writes of single-precision logits. */
const logitPasses = 6;

export function workOf({ architecture, layout, batch }: TrainingJob): Work {
  const { hidden, layers, vocabulary, dense, experts } = architecture;
  const { tp, pp, cp, ep, expertTp, microBatch } = layout;
  const tokens = (microBatch * batch.length) / cp;
  const mixtures = expertLayers(architecture);
  const denseLayers = dense?.layers ?? 0;
  const own = layers / pp;
  const products = mixerProducts(architecture, tokens, tp, pp);
  if (dense !== undefined) products.push(...networkProducts(hidden, dense, tokens, tp, denseLayers / pp));
  const expertProducts: Product[] = [];
  let copies = 0;
  if (experts !== undefined) {
    const inputs = mixtures / pp;
    if (experts.shared > 0) {
      const shared = { ...experts, intermediate: experts.intermediate * experts.shared };
      products.push(...networkProducts(hidden, shared, tokens, tp, inputs));
    }
    products.push({ rows: tokens / tp, inner: hidden, columns: experts.count, count: inputs });
    // Of the tokens of an expert-parallel group, every accelerator gets as many as it sends.
    copies = (tokens * experts.active * expertTp) / tp;
    const held = experts.count / ep;
    const rows = copies / held;
    expertProducts.push(...networkProducts(hidden, experts, rows, expertTp, inputs * held));
  }
  const weights = weightsOf(architecture);
  const networkWidth =
    (denseLayers * (dense?.intermediate ?? 0) * networkMatrices(dense) +
      mixtures * (experts?.active ?? 0) * (experts?.intermediate ?? 0) * networkMatrices(experts)) /
    layers;
  const width = queryWidth(architecture) + hidden;
  return {
    tokens,
    layers: own,
    expertLayers: mixtures / pp,
    products,
    expertProducts,
    head: { rows: tokens, inner: hidden, columns: vocabulary / tp, count: 1 },
    attention: (tokens * causalAttentionFlops(architecture, batch.length)) / (tp * pp),
    elementwise: tokens * own * half * ((widthPasses * hidden) / tp + (networkPasses * networkWidth) / tp),
    casts: (tokens * own * half * (4 * width + 2 * networkWidth)) / tp,
    permuted: copies * (mixtures / pp) * hidden * half * permutePasses,
    logits: ((tokens * vocabulary) / tp) * 4 * logitPasses,
    weights: (weights.total - weights.routedExperts - weights.embedding) / (tp * pp) + weights.embedding / tp / pp,
    expertWeights: weights.routedExperts / (ep * expertTp * pp),
  };
}

/** FLOP of a product. */
export function flopsOf({ rows, inner, columns, count }: Product): number {
  return 2 * rows * inner * columns * count;
}

function networkMatrices(network: { readonly plain?: boolean | undefined } | undefined): number {
  return network?.plain === true ? 2 : 3;
}

/** Gate with up as one product, and down. */
function networkProducts(
  hidden: number,
  { intermediate, plain }: { readonly intermediate: number; readonly plain?: boolean | undefined },
  rows: number,
  tp: number,
  count: number,
): Product[] {
  const columns = ((plain === true ? 1 : 2) * intermediate) / tp;
  return [
    { rows, inner: hidden, columns, count },
    { rows, inner: intermediate / tp, columns: hidden, count },
  ];
}

/** Projections of attention, and of what stands in for it: linear attention and state spaces. */
function mixerProducts(architecture: Architecture, rows: number, tp: number, pp: number): Product[] {
  const { hidden, attention } = architecture;
  const count = (fullAttentionLayers(architecture) + slidingLayers(architecture)) / pp;
  if (attention.kind === "gqa") {
    const { heads, kvHeads, headDim, gated, linear, stateSpace } = attention;
    const pair = (columns: number, width: number, layers: number): Product[] => [
      { rows, inner: hidden, columns: columns / tp, count: layers },
      { rows, inner: width / tp, columns: hidden, count: layers },
    ];
    const queries = heads * headDim;
    const products = pair(queries * (gated === true ? 2 : 1) + 2 * kvHeads * headDim, queries, count);
    if (linear !== undefined) {
      const [keys, values] = [linear.keyHeads * linear.headDim, linear.valueHeads * linear.headDim];
      products.push(...pair(2 * keys + 2 * values + 2 * linear.valueHeads, values, linear.layers / pp));
    }
    if (stateSpace !== undefined) {
      const inner = stateSpace.heads * stateSpace.headDim;
      const columns = 2 * inner + 2 * stateSpace.groups * stateSpace.stateDim + stateSpace.heads;
      products.push(...pair(columns, inner, stateSpace.layers / pp));
    }
    return products;
  }
  const { heads, queryRank, kvRank, ropeDim, nopeDim, valueDim } = attention;
  return [
    { rows: rows / tp, inner: hidden, columns: queryRank + kvRank + ropeDim, count },
    { rows, inner: queryRank, columns: (heads * (nopeDim + ropeDim)) / tp, count },
    { rows, inner: kvRank, columns: (heads * (nopeDim + valueDim)) / tp, count },
    { rows, inner: (heads * valueDim) / tp, columns: hidden, count },
  ];
}

function queryWidth({ attention }: Architecture): number {
  return attention.kind === "gqa"
    ? attention.heads * attention.headDim
    : attention.heads * (attention.nopeDim + attention.ropeDim);
}

/** Bytes of keys and values of a token and layer that context-parallel accelerators hand on. */
export function keyValueBytes({ attention }: Architecture): number {
  return attention.kind === "gqa"
    ? 2 * attention.kvHeads * attention.headDim * half
    : attention.heads * (attention.nopeDim + attention.ropeDim + attention.valueDim) * half;
}

/** Layers that see the whole sequence: only these wait for keys and values from far. */
export function wholeSequenceLayers(architecture: Architecture): number {
  return fullAttentionLayers(architecture);
}
