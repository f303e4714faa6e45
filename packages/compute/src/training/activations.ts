/**
 * What a layer keeps of a token for its backward pass, after Korthikanti et al. 2022 (arXiv 2205.05198, section 4), whose layer keeps
 * 34 bytes a token and element of the model's width beside the scores of attention. Carried over to fewer KV heads, latent
 * attention, gated networks, experts, and 8-bit or 4-bit inputs of products.
 *
 * Assumed: attention never writes its scores to memory (FlashAttention, arXiv 2205.14135), so that what the paper's selective
 * recomputation saves is saved always; and tensor-parallel accelerators share out norms and residuals too (the paper's sequence
 * parallelism).
 */
import { expertLayers, linearLayers, type Architecture } from "../architecture.ts";
import type { Recomputation, TrainingFormat, TrainingLayout } from "./job.ts";

const half = 2;
/** Bytes of an element of a product's input, as it is kept to multiply gradients with. NVFP4 has a scale of 8 bit per 16. */
const inputBytes: Readonly<Record<TrainingFormat, number>> = { bf16: half, fp8: 1, "fp8-block": 1, fp4: 0.5625 };

/** Bytes a token on one accelerator. */
export interface LayerActivations {
  /** Of a layer with one feed-forward network, and of one with experts: kept from the forward pass to the backward pass. */
  readonly dense: number;
  readonly mixture: number;
  /** The same without recomputation: what a layer has at hand while it is computed. */
  readonly denseWhole: number;
  readonly mixtureWhole: number;
}

export function layerActivations(
  architecture: Architecture,
  format: TrainingFormat,
  layout: Pick<TrainingLayout, "tp" | "expertTp" | "recomputation">,
): LayerActivations {
  const whole = keptOf(architecture, format, layout, "none");
  const kept = layout.recomputation === "none" ? whole : keptOf(architecture, format, layout, layout.recomputation);
  return { ...kept, denseWhole: whole.dense, mixtureWhole: whole.mixture };
}

function keptOf(
  architecture: Architecture,
  format: TrainingFormat,
  { tp, expertTp }: Pick<TrainingLayout, "tp" | "expertTp">,
  recomputation: Recomputation,
): { readonly dense: number; readonly mixture: number } {
  const { hidden, dense, experts } = architecture;
  // Only its input is kept of a layer that is computed again.
  if (recomputation === "full") return { dense: (half * hidden) / tp, mixture: (half * hidden) / tp };
  // What is cheap for its bytes is computed again: outputs of norms and activation functions, narrow copies of attention's output, and
  // latent attention's queries, keys and values from the compressed ones (DeepSeek-V3, arXiv 2412.19437, section 3.2.3).
  const isSelective = recomputation === "selective";
  const input = isSelective ? 0 : inputBytes[format];
  const attention = attentionActivations(architecture, input, tp, isSelective);
  const network = half * hidden + input * hidden;
  const shared = (experts?.shared ?? 0) * networkActivations(experts, input);
  // The router and the exchange take the norm's output in 16 bit; a token's copies arrive at as many experts.
  const copies = experts?.active ?? 0;
  const mixture =
    half * hidden +
    (isSelective ? 0 : half * hidden) +
    copies * (inputBytes[format] * hidden * expertTp + networkActivations(experts, input));
  return {
    dense: (attention + network + networkActivations(dense, input)) / tp,
    mixture: expertLayers(architecture) === 0 ? 0 : (attention + mixture + shared) / tp,
  };
}

/** Inputs of the activation function and of the down projection; networks without a gate date from when dropout kept a mask. */
function networkActivations(network: Architecture["dense"] | Architecture["experts"], input: number): number {
  if (network === undefined) return 0;
  return network.intermediate * (half * (network.plain === true ? 1 : 2) + input);
}

/** The norm's input and output, queries, keys, values, and attention's output: what its kernel and the output projection take. */
function attentionActivations(architecture: Architecture, input: number, tp: number, isSelective: boolean): number {
  const { hidden, layers, attention, dense, experts } = architecture;
  const masks = (dense ?? experts)?.plain === true ? 2 * hidden : 0;
  const residual = half * hidden + input * hidden + masks;
  const copy = input === half ? 0 : input;
  if (attention.kind === "mla") {
    const { heads, queryRank, kvRank, ropeDim, nopeDim, valueDim } = attention;
    // Compressed queries and keys with values before and after their norms.
    const compressed = (half + input) * (queryRank + kvRank) + half * ropeDim;
    const expanded = isSelective ? 0 : half * (2 * (nopeDim + ropeDim) + valueDim);
    return residual + compressed + heads * (expanded + (half + copy) * valueDim);
  }
  const { heads, kvHeads, headDim, gated, linear } = attention;
  // Keys and values have a copy on every accelerator beyond as many as there are heads of them.
  const copies = Math.max(1, tp / kvHeads);
  const softmax = headDim * (heads * (half * (gated === true ? 3 : 2) + copy) + half * 2 * kvHeads * copies);
  if (linear === undefined) return residual + softmax;
  const recurrent = linear.headDim * (half * 2 * linear.keyHeads + (half * 3 + copy) * linear.valueHeads);
  const share = linearLayers(architecture) / layers;
  return residual + softmax * (1 - share) + recurrent * share;
}
