/** What fits: weights on each accelerator, and how many tokens the rest can cache. */
import { bytesPerWeight, realMemory, type Accelerator } from "../accelerator.ts";
import { fullAttentionLayers, slidingLayers, type Architecture } from "../architecture.ts";
import { cacheElementsPerToken, recurrentStateBytes } from "../cache.ts";
import { weightsOf } from "../weights.ts";
import type { Deployment, Layout, Quantisation } from "./deployment.ts";

/** Share of the memory that engines take (their usual setting), and what activations and graphs need of it, bytes. */
const usedShare = 0.92;
const workspace = 3e9;
/** Share that is left for the cache at the least: whoever runs weights that barely fit tunes the rest until it does. */
const leastRoom = 0.04;

/** Bytes of weights on one accelerator of a worker. Embeddings and norms stay in 16 bit. */
export function weightBytes(architecture: Architecture, quantisation: Quantisation, layout: Layout): number {
  const { tp, attentionDp, expertTp, expertEp, pp } = layout;
  const weights = weightsOf(architecture);
  const attention =
    weights.attentionPerLayer * (fullAttentionLayers(architecture) + slidingLayers(architecture)) +
    weights.linearAttentionPerLayer *
      (architecture.layers - fullAttentionLayers(architecture) - slidingLayers(architecture));
  const dense = weights.denseFeedForward + weights.sharedExperts;
  const tables = weights.embedding * (architecture.tiedEmbeddings === true ? 1 : 2);
  const ways = architecture.experts === undefined ? tp * attentionDp : expertTp * expertEp;
  return (
    ((attention * bytesPerWeight[quantisation.attention] + dense * bytesPerWeight[quantisation.dense] + 2 * tables) /
      tp +
      2 * weights.router +
      (weights.routedExperts * bytesPerWeight[quantisation.experts]) / ways) /
    pp
  );
}

/**
 * Bytes that one accelerator caches for a sequence of `context` tokens. Heads are shared out over tensor parallel ways, copied where
 * there are more ways than KV heads; the compressed cache of latent attention is the same on every one.
 */
export function cacheBytes(
  architecture: Architecture,
  { cacheBytes: bytes }: Quantisation,
  { tp, pp }: Layout,
  context: number,
): number {
  const { attention } = architecture;
  const window = attention.kind === "gqa" ? (attention.sliding?.window ?? 0) : 0;
  const cut = attention.kind === "gqa" ? Math.min(tp, attention.kvHeads) : 1;
  const tokens = fullAttentionLayers(architecture) * context + slidingLayers(architecture) * Math.min(context, window);
  return ((tokens * cacheElementsPerToken(architecture) * bytes) / cut + recurrentStateBytes(architecture) / tp) / pp;
}

/** Bytes of one accelerator that are left for the cache; negative when the weights do not fit. */
export function cacheRoomOf(
  architecture: Architecture,
  quantisation: Quantisation,
  accelerator: Accelerator,
  layout: Layout,
): number {
  return realMemory(accelerator) * usedShare - workspace - weightBytes(architecture, quantisation, layout);
}

/** Sequences of `context` tokens that one worker can hold at once, over its attention ranks. */
export function sequencesHeld(deployment: Deployment, layout: Layout, context: number): number {
  const { architecture, quantisation, accelerator } = deployment;
  const room = Math.max(cacheRoomOf(architecture, quantisation, accelerator, layout), accelerator.memory * leastRoom);
  const each = cacheBytes(architecture, quantisation, layout, context);
  return (room / each) * layout.attentionDp;
}
