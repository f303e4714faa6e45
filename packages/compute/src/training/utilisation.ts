/**
 * FLOP of training by one stated formula, whatever a source prints. Three forward passes' worth a token: one forward, two backward
 * (PaLM, arXiv 2204.02311, appendix B, with the causal mask counted: a token attends to half of its sequence on average).
 */
import type { Architecture } from "../architecture.ts";
import { slidingLayers } from "../architecture.ts";
import { attentionFlopsPerToken } from "../flops.ts";
import { multipliedWeights, weightsOf } from "../weights.ts";
import type { TrainingJob } from "./job.ts";

/** Attention's FLOP of a token's forward pass, averaged over a causal sequence of `length` tokens. */
export function causalAttentionFlops(architecture: Architecture, length: number): number {
  const { attention } = architecture;
  const windows = slidingLayers(architecture);
  if (attention.kind !== "gqa" || windows === 0 || attention.sliding === undefined)
    return attentionFlopsPerToken(architecture, length / 2);
  // A window is full after its own length: on average a token sees less of it.
  const window = Math.min(attention.sliding.window, length);
  const seen = window - (window * window) / (2 * length);
  const full = { ...architecture, attention: { ...attention, sliding: undefined } };
  const perLayer = 4 * attention.heads * attention.headDim;
  return attentionFlopsPerToken(full, length / 2) + windows * perLayer * (seen - length / 2);
}

/** Model FLOP of training on one token. */
export function trainingFlopsPerToken(architecture: Architecture, length: number): number {
  return 3 * (2 * multipliedWeights(architecture) + causalAttentionFlops(architecture, length));
}

/**
 * Model FLOPs utilisation: FLOP that the model needs, over the dense peak of the accelerators at 16 bit, whatever the format is: so
 * that figures of one chip are comparable. FP8 can bring it above 100 %. With low-rank adapters the frozen weights' gradients are
 * counted as if they were computed, as sources do.
 * @param tokensPerSecond of one accelerator
 */
export function mfuOf({ architecture, accelerator, batch }: TrainingJob, tokensPerSecond: number): number {
  return (tokensPerSecond * trainingFlopsPerToken(architecture, batch.length)) / accelerator.peak.bf16;
}

/** Hardware FLOPs utilisation: the FLOP that are computed, those computed again included, over the same peak as `mfuOf`. */
export function hfuOf(job: TrainingJob, tokensPerSecond: number): number {
  const { architecture, accelerator, batch, layout, tuning } = job;
  const attention = causalAttentionFlops(architecture, batch.length);
  const { outputHead } = weightsOf(architecture);
  const again =
    layout.recomputation === "full"
      ? 2 * (multipliedWeights(architecture) - outputHead) + attention
      : layout.recomputation === "selective"
        ? attention
        : 0;
  const skipped = tuning === "full" ? 0 : 2 * multipliedWeights(architecture);
  const computed = trainingFlopsPerToken(architecture, batch.length) + again - skipped;
  return (tokensPerSecond * computed) / accelerator.peak.bf16;
}
