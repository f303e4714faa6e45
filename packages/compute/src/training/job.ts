/** A training job: a model on accelerators of one kind, laid out, with its batch and the software that runs it. SI units. */
import type { Accelerator } from "../accelerator.ts";
import type { Architecture } from "../architecture.ts";

/** Arithmetic of the matrix products. `fp8-block`: scales of small blocks (MXFP8, 1 x 128 tiles); `fp4`: NVFP4 or MXFP4. */
export const trainingFormats = ["bf16", "fp8", "fp8-block", "fp4"] as const;
export type TrainingFormat = (typeof trainingFormats)[number];

/** Families of training software that share kernels and ways to overlap communication. */
export const frameworks = [
  "megatron",
  "megascale",
  "torch-fsdp",
  "torchtitan",
  "deepspeed",
  "maxtext",
  "paxml",
  "neuron",
] as const;
export type Framework = (typeof frameworks)[number];

/** What of the model's state the data-parallel replicas share out among themselves (ZeRO stages 0, 1, 2, 3; 3 is FSDP). */
export const shardings = ["none", "optimizer", "gradients", "parameters"] as const;
export type Sharding = (typeof shardings)[number];

/** Activations that the backward pass computes again: none, those of attention's core, or a whole layer from its input. */
export const recomputations = ["none", "selective", "full"] as const;
export type Recomputation = (typeof recomputations)[number];

/** What is trained: all weights, or low-rank adapters beside frozen weights (LoRA). */
export const tunings = ["full", "adapters"] as const;
export type Tuning = (typeof tunings)[number];

export interface TrainingLayout {
  /** Tensor parallel: accelerators that share every matrix product. */
  readonly tp: number;
  /** Pipeline stages. */
  readonly pp: number;
  /** Context parallel: accelerators that share a sequence. */
  readonly cp: number;
  /** Expert parallel: accelerators among which a layer's experts are spread; 1 without experts. */
  readonly ep: number;
  /** Tensor parallel of each expert. */
  readonly expertTp: number;
  /** Replicas of the model: accelerators / (tp pp cp). */
  readonly dp: number;
  /** Chunks of layers that each stage holds, interleaved (Narayanan et al. 2021, section 2.2); 1 is plain 1F1B. */
  readonly chunks: number;
  /** Sequences of a micro-batch of one replica. */
  readonly microBatch: number;
  readonly sharding: Sharding;
  readonly recomputation: Recomputation;
}

export interface TrainingBatch {
  /** Sequences of a step over all replicas. */
  readonly sequences: number;
  /** Tokens of a sequence. */
  readonly length: number;
}

export interface TrainingJob {
  readonly architecture: Architecture;
  readonly accelerator: Accelerator;
  readonly framework: Framework;
  readonly format: TrainingFormat;
  readonly tuning: Tuning;
  readonly layout: TrainingLayout;
  readonly batch: TrainingBatch;
}

/** Accelerators that the job occupies. */
export function acceleratorsIn({ tp, pp, cp, dp }: TrainingLayout): number {
  return tp * pp * cp * dp;
}

/** Micro-batches that each replica passes through its pipeline in a step. A fraction stands for an uneven last one. */
export function microBatches({ layout, batch }: Pick<TrainingJob, "layout" | "batch">): number {
  return Math.max(1, batch.sequences / (layout.dp * layout.microBatch));
}

/** Tokens of a step. */
export function tokensPerStep({ sequences, length }: TrainingBatch): number {
  return sequences * length;
}

/** Dense peak of the matrix products of a format, FLOP/s; a chip without the format runs it at the next wider one's rate. */
export function trainingPeak({ peak }: Accelerator, format: TrainingFormat): number {
  const fp8 = peak.fp8 ?? peak.bf16;
  if (format === "bf16") return peak.bf16;
  return format === "fp4" ? (peak.fp4 ?? fp8) : fp8;
}
