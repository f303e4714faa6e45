/** A request while the simulator has it, and the lists it stands in. */
import type { CachedBlock } from "./cached-block.ts";

const nothing = new Int32Array(0);

/** One request under way. Objects are used again after it ended, so that endless traces need no new memory. */
export class Sequence {
  /** Place among all offered requests. */
  id = 0;
  /** Seconds. */
  arrival = 0;
  /** Tokens of the prompt. */
  input = 0;
  /** Tokens it will generate. */
  output = 0;
  tier = 0;
  /** 0 is served first. */
  priority = 0;

  /** Tokens generated before the current stay among decodes; what has been generated since, {@link origin} tells. */
  generated = 0;
  /** Tokens that must be in the cache before the next one comes: the prompt and, after a restart, what was generated. */
  context = 0;
  /** How many of these are. */
  prefilled = 0;
  /** When the first token came, seconds; negative before. */
  firstToken = -1;
  /** Index of the pool that gave it. */
  firstPool = 0;
  /** How often it lost its cache for lack of memory. */
  preemptions = 0;
  /** How often its replica failed while it was in the batch. */
  failures = 0;
  /** When it joined the waiting line it is in, seconds. */
  queued = 0;

  decoding = false;
  /** While decoding: its length less the replica's count of decode iterations, a constant. */
  origin = 0;
  /** While decoding: the replica's count of decode iterations when its last token is there. */
  finishStep = 0;
  /** While decoding: it opens a KV block at steps that leave this remainder by the block's tokens. */
  opensAt = 0;
  /** While decoding: how many joined its replica's decodes before it. */
  joined = 0;

  /** Names of the prompt's blocks, those from `prefixStart` until before `prefixEnd`. */
  prefixBlocks: Int32Array = nothing;
  prefixStart = 0;
  prefixEnd = 0;
  /** Leading blocks that it holds in its replica's prefix cache. */
  readonly shared: CachedBlock[] = [];

  previous: Sequence | undefined = undefined;
  next: Sequence | undefined = undefined;

  /** Makes a new request of it. */
  begin(id: number, arrival: number, input: number, output: number): void {
    this.id = id;
    this.arrival = arrival;
    this.input = input;
    this.output = output;
    this.generated = 0;
    this.context = input;
    this.prefilled = 0;
    this.firstToken = -1;
    this.preemptions = 0;
    this.failures = 0;
    this.prefixBlocks = nothing;
    this.prefixStart = 0;
    this.prefixEnd = 0;
  }

  /** Its cache is gone: prompt and generated tokens must be computed again, in one prefill, before the next token comes. */
  restart(): void {
    this.context = this.input + this.generated;
    this.prefilled = 0;
    this.dropShared();
  }

  /** Forgets the blocks of a prefix cache that is no more. */
  dropShared(): void {
    while (this.shared.length > 0) this.shared.pop();
  }
}

/** A list in order; a sequence is in one list at most. */
export class SequenceList {
  size = 0;
  first: Sequence | undefined = undefined;
  last: Sequence | undefined = undefined;

  push(sequence: Sequence): void {
    const { last } = this;
    sequence.previous = last;
    sequence.next = undefined;
    if (last === undefined) this.first = sequence;
    else last.next = sequence;
    this.last = sequence;
    this.size++;
  }

  pushFront(sequence: Sequence): void {
    const { first } = this;
    sequence.next = first;
    sequence.previous = undefined;
    if (first === undefined) this.last = sequence;
    else first.previous = sequence;
    this.first = sequence;
    this.size++;
  }

  remove(sequence: Sequence): void {
    const { previous, next } = sequence;
    if (previous === undefined) this.first = next;
    else previous.next = next;
    if (next === undefined) this.last = previous;
    else next.previous = previous;
    sequence.previous = undefined;
    sequence.next = undefined;
    this.size--;
  }
}
