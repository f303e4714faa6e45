/** What a job of fixed batch loses as it grows, and what a batch beyond the critical one wastes. */
import { atLeastOne, must, notNegative, positive } from "./scale-error.ts";

/**
 * Examples needed to reach a loss, over the fewest possible: 1 + batch / critical. With {@link stepsFactor} it is the trade-off
 * (S/Smin - 1)(E/Emin - 1) = 1 of S. McCandlish et al., arXiv 1812.06162, equation 2.11. Batches in tokens, sequences or examples.
 * @throws ScaleError
 */
export function examplesFactor(batch: number, critical: number): number {
  notNegative(batch, "batch");
  positive(critical, "critical batch");
  return 1 + batch / critical;
}

/** Steps needed to reach a loss, over the fewest possible: 1 + critical / batch. @throws ScaleError */
export function stepsFactor(batch: number, critical: number): number {
  positive(batch, "batch");
  positive(critical, "critical batch");
  return 1 + critical / batch;
}

/** Worth of a token of a batch, over one of a small batch: 1 / (1 + batch / critical), in (0, 1]. No part of MFU. @throws ScaleError */
export function dataEfficiency(batch: number, critical: number): number {
  return 1 / examplesFactor(batch, critical);
}

/** A batch that stays the same, whatever the job's size, over replicas with a pipeline. */
export interface FixedBatch {
  /** Sequences of a step over all replicas. */
  readonly sequences: number;
  /** Sequences of a micro-batch of one replica. */
  readonly microBatch: number;
  /** Accelerators of one replica: tensor x pipeline x context parallel. */
  readonly acceleratorsPerReplica: number;
  /** Pipeline stages. */
  readonly stages: number;
  /** Chunks of layers that each stage holds, interleaved. */
  readonly chunks: number;
}

/** Accelerators beyond which replicas are without a micro-batch. */
export function largestJob({ sequences, microBatch, acceleratorsPerReplica }: FixedBatch): number {
  return (sequences / microBatch) * acceleratorsPerReplica;
}

/**
 * Share of accelerators and time that the batch keeps busy: 1 / (1 + (stages - 1) / (chunks m)) with m micro-batches of a replica
 * (Narayanan et al., arXiv 2104.04473, section 2.2), times the share of replicas that have one.
 * @throws ScaleError
 */
export function batchEfficiency(accelerators: number, batch: FixedBatch): number {
  const { sequences, microBatch, acceleratorsPerReplica, stages, chunks } = batch;
  atLeastOne(acceleratorsPerReplica, "accelerators of a replica");
  must(
    accelerators >= acceleratorsPerReplica,
    `accelerators: ${accelerators}; one replica alone needs ${acceleratorsPerReplica}`,
  );
  atLeastOne(stages, "pipeline stages");
  atLeastOne(chunks, "chunks of layers of a stage");
  positive(microBatch, "sequences of a micro-batch");
  must(sequences >= microBatch, `sequences of a step: ${sequences}; a micro-batch alone has ${microBatch}`);
  const each = (sequences / microBatch) * (acceleratorsPerReplica / accelerators);
  return Math.min(1, each) / (1 + (stages - 1) / (chunks * Math.max(1, each)));
}
