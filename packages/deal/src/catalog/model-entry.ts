/** What the catalogue, and a deal under `models:`, say of a model: its shape, in the numbers of its configuration file. */
import type { Architecture, GroupedQueryAttention, LatentAttention } from "@underwatt/compute";
import { grades } from "@underwatt/evidence";
import { z } from "zod";
import { flag, name, text } from "../schema/values.ts";

const count = z.int().min(1);
const plain = flag.optional().describe("Whether it is up and down only, without a gate, as in GPT-3");

const groupedQuery = z
  .strictObject({
    kind: z.literal("gqa"),
    heads: count.describe("Query heads (num_attention_heads)"),
    kv_heads: count.describe("Key and value heads (num_key_value_heads)"),
    head_dim: count.describe("Width of a head (head_dim; else hidden_size / num_attention_heads)"),
    gated: flag.optional().describe("Whether an output gate as wide as the queries follows (attn_output_gate)"),
    sliding: z
      .strictObject({
        layers: count.describe("How many (sliding_attention in layer_types)"),
        window: count.describe("Tokens they see (sliding_window)"),
      })
      .optional()
      .describe("Layers that see only the latest tokens"),
    linear: z
      .strictObject({
        layers: count.describe("How many (linear_attention in layer_types)"),
        key_heads: count.describe("Key heads (linear_num_key_heads)"),
        value_heads: count.describe("Value heads (linear_num_value_heads)"),
        head_dim: count.describe("Width of a head (linear_key_head_dim, the same as linear_value_head_dim)"),
      })
      .optional()
      .describe("Layers with a fixed-size state in place of a cache: the gated delta rule"),
    state_space: z
      .strictObject({
        layers: count.describe("How many (M in hybrid_override_pattern)"),
        heads: count.describe("Heads (mamba_num_heads)"),
        head_dim: count.describe("Width of a head (mamba_head_dim)"),
        state_dim: count.describe("State of each of a head's dimensions (ssm_state_size)"),
        groups: count.describe("Groups of heads that share input and read-out (n_groups)"),
      })
      .optional()
      .describe("Layers with a selective state space in place of a cache: Mamba-2"),
  })
  .describe("Grouped-query attention; multi-head where `kv_heads` equals `heads`");

const latent = z
  .strictObject({
    kind: z.literal("mla"),
    heads: count.describe("Heads (num_attention_heads)"),
    query_rank: count.describe("Width of the compressed query (q_lora_rank)"),
    kv_rank: count.describe("Width of the compressed key and value (kv_lora_rank)"),
    rope_dim: count.describe("Rotary part of a head's key (qk_rope_head_dim)"),
    nope_dim: count.describe("The other part of a head's key (qk_nope_head_dim)"),
    value_dim: count.describe("Width of a head's value (v_head_dim)"),
    sparse: z
      .strictObject({
        top_k: count.describe("Cached tokens attended to (index_topk)"),
        index_heads: count.describe("Heads of the indexer (index_n_heads)"),
        index_dim: count.describe("Width of its heads (index_head_dim)"),
      })
      .optional()
      .describe("Sparse attention: an indexer picks the cached tokens"),
  })
  .describe("Multi-head latent attention");

const shape = {
  layers: count.describe(
    "Layers (num_hidden_layers); of a hybrid that counts networks apart, those without the networks",
  ),
  mixer_only: count.optional().describe("Layers without a feed-forward network, in hybrids that count networks apart"),
  hidden: count.describe("Width of the model (hidden_size)"),
  vocabulary: count.describe("Tokens it knows (vocab_size)"),
  tied_embeddings: flag.optional().describe("Whether input and output share a table (tie_word_embeddings)"),
  attention: z.discriminatedUnion("kind", [groupedQuery, latent], { error: "expected a kind of attention: gqa, mla" }),
  dense: z
    .strictObject({
      layers: count.optional().describe("How many (first_k_dense_replace); all, where there are no experts"),
      intermediate: count.describe("Width of the network (intermediate_size)"),
      plain,
    })
    .optional()
    .describe("Layers with one feed-forward network for all tokens"),
  experts: z
    .strictObject({
      count: count.describe("Routed experts of a layer (n_routed_experts, num_experts, num_local_experts)"),
      active: count.describe("Of which a token passes (num_experts_per_tok)"),
      shared: z.int().min(0).optional().describe("Experts that every token passes (n_shared_experts); 0 unless given"),
      intermediate: count.describe("Width of an expert (moe_intermediate_size)"),
      plain,
    })
    .optional()
    .describe("The other layers' experts"),
};

const about = {
  name: text.describe("Name for people"),
  means: z.array(text).optional().describe("Published names of the same shape, such as Hugging Face ids"),
  note: text.optional(),
};

type Shape = z.infer<z.ZodObject<typeof shape>>;

/** A file of the catalogue. */
export const modelFileSchema = z
  .strictObject({
    model: name.describe("Name in deals"),
    ...about,
    from: name.describe("Source of the shape"),
    grade: z.enum(grades),
    ...shape,
  })
  .superRefine(checkShape)
  .describe("A model");

/** An entry of a deal's `models:`. */
export const dealModelSchema = z
  .strictObject({
    ...about,
    from: name.optional().describe("Source of the shape, of the deal or of the catalogue; goes with `grade`"),
    grade: z.enum(grades).optional().describe("How hard the evidence is; goes with `from`"),
    ...shape,
  })
  .superRefine(checkShape)
  .describe("A model that the catalogue lacks");

export type ModelEntry = z.infer<typeof dealModelSchema>;

/** What no single key can be wrong about. */
function checkShape(
  { layers, mixer_only = 0, attention, dense, experts }: Shape,
  context: z.core.$RefinementCtx,
): void {
  const fault = (path: readonly string[], message: string): void => {
    context.addIssue({ code: "custom", path: [...path], message });
  };
  if (attention.kind === "gqa") {
    const { heads, kv_heads, sliding, linear, state_space } = attention;
    if (heads % kv_heads !== 0) fault(["attention", "kv_heads"], `expected a divisor of the ${heads} heads`);
    if ((sliding?.layers ?? 0) + (linear?.layers ?? 0) + (state_space?.layers ?? 0) > layers) {
      const last = state_space !== undefined ? "state_space" : linear === undefined ? "sliding" : "linear";
      fault(["attention", last, "layers"], `expected at most the ${layers} layers there are, all kinds together`);
    }
  }
  const networks = layers - mixer_only;
  if (networks < 1) fault(["mixer_only"], `expected fewer than the ${layers} layers there are`);
  if (experts === undefined) {
    if (dense === undefined) fault([], "expected `dense:` or `experts:`, the feed-forward part");
    else if (dense.layers !== undefined && dense.layers !== networks)
      fault(["dense", "layers"], `expected all ${networks} layers, since there are no experts`);
    return;
  }
  if (experts.active > experts.count)
    fault(["experts", "active"], `expected at most the ${experts.count} experts there are`);
  if (dense === undefined) return;
  if (dense.layers === undefined) fault(["dense"], "expected `layers:` too, since other layers have experts");
  else if (dense.layers >= networks)
    fault(["dense", "layers"], `expected fewer than the ${networks} layers, since the others have experts`);
}

/** The shape in the terms of the performance models. */
export function architectureFrom(id: string, entry: ModelEntry): Architecture {
  const { layers, mixer_only = 0, hidden, vocabulary, tied_embeddings, attention, dense, experts } = entry;
  return {
    name: id,
    layers,
    ...(mixer_only === 0 ? {} : { mixerOnly: mixer_only }),
    hidden,
    vocabulary,
    ...(tied_embeddings === true ? { tiedEmbeddings: true } : {}),
    attention: attention.kind === "gqa" ? groupedQueryOf(attention) : latentOf(attention),
    ...(dense === undefined ? {} : { dense: { ...dense, layers: dense.layers ?? layers - mixer_only } }),
    ...(experts === undefined ? {} : { experts: { ...experts, shared: experts.shared ?? 0 } }),
  };
}

function groupedQueryOf(written: z.infer<typeof groupedQuery>): GroupedQueryAttention {
  const { heads, kv_heads, head_dim, gated, sliding, linear, state_space } = written;
  return {
    kind: "gqa",
    heads,
    kvHeads: kv_heads,
    headDim: head_dim,
    ...(gated === true ? { gated } : {}),
    ...(sliding === undefined ? {} : { sliding }),
    ...(linear === undefined
      ? {}
      : {
          linear: {
            layers: linear.layers,
            keyHeads: linear.key_heads,
            valueHeads: linear.value_heads,
            headDim: linear.head_dim,
          },
        }),
    ...(state_space === undefined
      ? {}
      : {
          stateSpace: {
            layers: state_space.layers,
            heads: state_space.heads,
            headDim: state_space.head_dim,
            stateDim: state_space.state_dim,
            groups: state_space.groups,
          },
        }),
  };
}

function latentOf(written: z.infer<typeof latent>): LatentAttention {
  const { heads, query_rank, kv_rank, rope_dim, nope_dim, value_dim, sparse } = written;
  return {
    kind: "mla",
    heads,
    queryRank: query_rank,
    kvRank: kv_rank,
    ropeDim: rope_dim,
    nopeDim: nope_dim,
    valueDim: value_dim,
    ...(sparse === undefined
      ? {}
      : { sparse: { topK: sparse.top_k, indexHeads: sparse.index_heads, indexDim: sparse.index_dim } }),
  };
}
