/** What a training job keeps in the memory of an accelerator of its fullest pipeline stage, and whether it fits. */
import { realMemory, type Accelerator } from "../accelerator.ts";
import { expertLayers } from "../architecture.ts";
import { weightsOf } from "../weights.ts";
import { layerActivations, type LayerActivations } from "./activations.ts";
import { microBatches, type TrainingJob, type TrainingLayout } from "./job.ts";

/** Bytes on one accelerator. */
export interface TrainingMemory {
  readonly weights: number;
  readonly gradients: number;
  /** Master weights and the two moments of Adam. */
  readonly optimizer: number;
  readonly activations: number;
  /** What software takes for itself: context, kernels, buffers of collectives. */
  readonly software: number;
  /** All of them. */
  readonly total: number;
}

/** Assumed: a fiftieth of the memory is in pieces too small to use. Published runs come this close: see the test. */
const usableShare = 0.98;
/** Context and kernels of CUDA with PyTorch, 0.3 to 1 GB (pytorch/pytorch issues 28394, 107667). */
const contextBytes = 1e9;
/** Buffers of NCCL for a group of more than two, 688 MiB on four A100 (NVIDIA/nccl issue 964). */
const groupBytes = 688 * 2 ** 20;

/** Bytes of a weight in 16 bit; 8-bit weights are kept with their transpose (Transformer Engine), which is as much. */
const weightBytes = 2;
/** Single-precision master weight and two moments (ZeRO, arXiv 1910.02054, section 3.1). */
const optimizerBytes = 12;
/** Layers that are whole while the others' parameters are shared out: the one that is computed and the next, on its way. */
const gatheredLayers = 2;

/**
 * Bytes of a gradient: 16 bit (ZeRO, section 3.1); Megatron-LM accumulates those of 16-bit training in single precision, and NVIDIA's
 * recipes for narrower formats in 16 bit.
 */
function gradientBytes({ framework, format }: TrainingJob): number {
  const isMegatron = framework === "megatron" || framework === "megascale";
  return isMegatron && format === "bf16" ? 4 : 2;
}

/** Memory that a job may use, bytes. */
export function usableMemory(accelerator: Pick<Accelerator, "memory">): number {
  return realMemory(accelerator) * usableShare;
}

/** Whether the fullest stage fits. */
export function fitsInMemory(job: TrainingJob): boolean {
  return trainingMemory(job).total <= usableMemory(job.accelerator);
}

/**
 * Memory of an accelerator of the fullest stage: the first, which holds most micro-batches, its neighbour, which may have more layers,
 * or the last. Adam in mixed precision; adapters' own states, under a hundredth of the weights, are left out.
 */
export function trainingMemory(job: TrainingJob): TrainingMemory {
  const { pp } = job.layout;
  const layer = layerOf(job);
  let fullest = stageMemory(job, layer, 0);
  if (pp > 2) fullest = fuller(fullest, stageMemory(job, layer, 1));
  return pp > 1 ? fuller(fullest, stageMemory(job, layer, pp - 1)) : fullest;
}

function fuller(one: TrainingMemory, other: TrainingMemory): TrainingMemory {
  return other.total > one.total ? other : one;
}

/** Of one layer on one accelerator. */
interface Layer extends LayerActivations {
  /** Weights without those of routed experts, on average. */
  readonly shared: number;
  /** Weights of a mixture's routed experts. */
  readonly routed: number;
  /** Weights of a table of tokens. */
  readonly table: number;
}

function layerOf({ architecture, format, layout }: TrainingJob): Layer {
  const { tp, ep, expertTp } = layout;
  const { total, routedExperts, embedding } = weightsOf(architecture);
  const tables = architecture.tiedEmbeddings === true ? 1 : 2;
  return {
    ...layerActivations(architecture, format, layout),
    shared: (total - routedExperts - tables * embedding) / architecture.layers / tp,
    routed: routedExperts / Math.max(1, expertLayers(architecture)) / (ep * expertTp),
    table: embedding / tp,
  };
}

function stageMemory(job: TrainingJob, layer: Layer, stage: number): TrainingMemory {
  const { architecture, tuning, layout, batch } = job;
  const { tp, pp, cp, ep, expertTp, dp, microBatch, sharding, recomputation } = layout;
  const own = stageLayers(architecture.layers, pp, stage);
  const mixtures = stageMixtures(job, own, stage);
  const isFirst = stage === 0;
  const isLast = stage === pp - 1;

  const tables = (isFirst ? 1 : 0) + (isLast && (pp > 1 || architecture.tiedEmbeddings !== true) ? 1 : 0);
  const shared = own * layer.shared + tables * layer.table;
  const routed = mixtures * layer.routed;
  const whole = shared + routed;
  const split = shared / (dp * cp) + routed / Math.max(1, (dp * cp * tp) / (ep * expertTp));
  const gathered = layer.shared + (mixtures > 0 ? layer.routed : 0);
  // With a pipeline, parameters stay gathered over the micro-batches of a step.
  const weights =
    weightBytes * (sharding === "parameters" && pp === 1 ? Math.min(whole, split + gatheredLayers * gathered) : whole);
  const trained = tuning === "full" ? 1 : 0;
  const isAccumulatedWhole = sharding === "none" || sharding === "optimizer";
  const gradients = trained * gradientBytes(job) * (isAccumulatedWhole ? whole : Math.min(whole, split + gathered));
  const optimizer = trained * optimizerBytes * (sharding === "none" ? whole : split);

  const dense = own - mixtures;
  const kept = dense * layer.dense + mixtures * layer.mixture;
  const held = Math.min(Math.ceil(microBatches(job)), microBatchesHeld(layout, stage));
  // A layer that is computed again is whole for as long.
  const rest = dense * layer.denseWhole + mixtures * layer.mixtureWhole - kept;
  const one = Math.max(dense > 0 ? layer.denseWhole : 0, mixtures > 0 ? layer.mixtureWhole : 0);
  const again = recomputation === "none" ? 0 : Math.min(one, rest);
  // Inputs of the last norm and of the head, and logits in single precision (arXiv 2205.05198, section 4.3).
  const head = isLast ? (4 * architecture.hidden + 4 * architecture.vocabulary) / tp : 0;
  const activations = ((microBatch * batch.length) / cp) * (held * kept + again + head);

  const software = contextBytes + groupBytes * [tp, pp, cp, ep, dp].filter((members) => members > 1).length;
  return {
    weights,
    gradients,
    optimizer,
    activations,
    software,
    total: weights + gradients + optimizer + activations + software,
  };
}

/** Layers of a stage: as even as can be, and fewer where the tables of tokens are, the head's stage first. */
function stageLayers(layers: number, pp: number, stage: number): number {
  const most = Math.ceil(layers / pp);
  const short = most * pp - layers;
  if (stage === pp - 1) return Math.max(0, most - Math.ceil(short / 2));
  return stage === 0 ? Math.max(0, most - Math.floor(short / 2)) : most;
}

/** Those of them with experts: dense layers lead the stack where they fit on its first stage; otherwise the two alternate. */
function stageMixtures({ architecture, layout }: TrainingJob, own: number, stage: number): number {
  const { layers, dense } = architecture;
  const leading = dense?.layers ?? 0;
  if (layout.pp === 1 || leading > stageLayers(layers, layout.pp, 0))
    return (own * expertLayers(architecture)) / layers;
  return stage === 0 ? own - leading : own;
}

/**
 * Micro-batches whose activations a stage holds at once under 1F1B. Interleaved chunks, each a part of the stage's layers, make it a
 * fraction: before its first backward pass a stage has gone through all but the last of its chunks for as many micro-batches as there
 * are stages, and through two for every later stage (Megatron-LM's schedule; Narayanan et al. 2021, arXiv 2104.04473, section 2.2).
 */
function microBatchesHeld({ pp, chunks }: TrainingLayout, stage: number): number {
  const later = pp - stage - 1;
  return chunks === 1 ? later + 1 : (2 * later + (chunks - 1) * pp + 1) / chunks;
}
