/** What a batching rule may do with a replica. */
import type { DecodeSet } from "../decode-set.ts";
import type { Sequence } from "../sequence.ts";
import type { Batch } from "./batch.ts";

/** A replica between two iterations. */
export interface Schedulable {
  readonly batch: Batch;
  readonly decodes: DecodeSet;
  /** Most tokens of an iteration. */
  readonly budget: number;
  /** The sequence whose prompt has been begun and not ended; there is one at most. */
  partial: Sequence | undefined;
  /** The first in line, if it has a prompt to compute. */
  firstPrompt(): Sequence | undefined;
  /** Takes the first in line into the batch; undefined when there is none, no place or no memory. */
  admit(): Sequence | undefined;
  /** Takes the blocks that decodes need for their next token, from the youngest sequence where memory is short. */
  growDecodes(): void;
}

/** Decides what the next iteration computes, and writes it into the replica's batch. */
export type BatchingRule = (replica: Schedulable) => void;
