/** A model's shape: what its configuration file says, in the field's terms. Every count of weights and bytes derives from it. */

/** Grouped-query attention; multi-head when `kvHeads` equals `heads`. */
export interface GroupedQueryAttention {
  readonly kind: "gqa";
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** An output gate as wide as the queries (Qwen3.5). */
  readonly gated?: boolean | undefined;
  /** Layers that see only a window of the latest tokens. */
  readonly sliding?: { readonly layers: number; readonly window: number } | undefined;
  /** Layers with a fixed-size recurrent state instead of a cache (gated delta rule). */
  readonly linear?:
    | {
        readonly layers: number;
        readonly keyHeads: number;
        readonly valueHeads: number;
        readonly headDim: number;
      }
    | undefined;
  /** Layers with a selective state space instead of a cache (Mamba-2, arXiv 2405.21060). */
  readonly stateSpace?:
    | {
        readonly layers: number;
        readonly heads: number;
        readonly headDim: number;
        /** Elements of the state for each of a head's dimensions. */
        readonly stateDim: number;
        /** Groups of heads that share what goes into the state and what is read out. */
        readonly groups: number;
      }
    | undefined;
}

/** Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434): one compressed cache for all heads. */
export interface LatentAttention {
  readonly kind: "mla";
  readonly heads: number;
  readonly queryRank: number;
  readonly kvRank: number;
  readonly ropeDim: number;
  readonly nopeDim: number;
  readonly valueDim: number;
  /** Sparse attention: an indexer picks `topK` cached tokens (DeepSeek-V3.2). */
  readonly sparse?: { readonly topK: number; readonly indexHeads: number; readonly indexDim: number } | undefined;
}

export interface Experts {
  readonly count: number;
  /** Routed experts per token. */
  readonly active: number;
  /** Experts that every token passes, each as wide as `intermediate`. */
  readonly shared: number;
  readonly intermediate: number;
  /** Up and down without a gate, as in `dense`. */
  readonly plain?: boolean | undefined;
}

export interface Architecture {
  readonly name: string;
  /** Each of attention, or what stands in for it, and a feed-forward network. */
  readonly layers: number;
  /** Layers without the network, 0 unless given: hybrids that print their layers one by one (Nemotron-H) have fewer networks. */
  readonly mixerOnly?: number | undefined;
  readonly hidden: number;
  readonly vocabulary: number;
  /** One table serves as input embedding and output head. */
  readonly tiedEmbeddings?: boolean | undefined;
  readonly attention: GroupedQueryAttention | LatentAttention;
  /** Layers with one feed-forward network for all tokens: gate, up and down, or only up and down where it is `plain` (GPT-3). */
  readonly dense?:
    | { readonly layers: number; readonly intermediate: number; readonly plain?: boolean | undefined }
    | undefined;
  /** The other layers' experts. */
  readonly experts?: Experts | undefined;
}

/** Layers whose feed-forward part is experts. */
export function expertLayers({ layers, mixerOnly, dense, experts }: Architecture): number {
  return experts === undefined ? 0 : layers - (dense?.layers ?? 0) - (mixerOnly ?? 0);
}

/** Layers that keep every token of the context in the cache. */
export function fullAttentionLayers(architecture: Architecture): number {
  return (
    architecture.layers - slidingLayers(architecture) - linearLayers(architecture) - stateSpaceLayers(architecture)
  );
}

/** Layers that keep a window of the latest tokens. */
export function slidingLayers({ attention }: Architecture): number {
  return attention.kind === "gqa" ? (attention.sliding?.layers ?? 0) : 0;
}

/** Layers with the recurrent state of linear attention instead of a cache. */
export function linearLayers({ attention }: Architecture): number {
  return attention.kind === "gqa" ? (attention.linear?.layers ?? 0) : 0;
}

/** Layers with the recurrent state of a state space instead of a cache. */
export function stateSpaceLayers({ attention }: Architecture): number {
  return attention.kind === "gqa" ? (attention.stateSpace?.layers ?? 0) : 0;
}
