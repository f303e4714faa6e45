/** The KV cache of a replica: blocks of tokens, taken as sequences grow. */
import { PrefixCache } from "./prefix-cache.ts";
import type { Sequence } from "./sequence.ts";

export interface KvSpec {
  /** Blocks of one replica. */
  readonly blocks: number;
  /** Tokens of a block. */
  readonly blockTokens: number;
  /** Blocks that the admission of a sequence must leave free, so that those in the batch can grow. */
  readonly watermark: number;
}

/** Blocks that `tokens` tokens fill. */
export function blocksFor(tokens: number, blockTokens: number): number {
  return Math.ceil(tokens / blockTokens);
}

/** Most tokens, input and output, of a request that ever fits: its last token reads a cache of all tokens before it. */
export function longestFit(kv: KvSpec): number {
  return (kv.blocks - kv.watermark) * kv.blockTokens + 1;
}

export class KvMemory {
  /** Most blocks that sequences held at once. */
  peak = 0;
  private readonly kv: KvSpec;
  /** Blocks that hold nothing. */
  private free: number;
  private cache: PrefixCache | undefined = undefined;

  constructor(kv: KvSpec) {
    this.kv = kv;
    this.free = kv.blocks;
  }

  /** Keeps beginnings of prompts from now on, in blocks of `blockTokens`. */
  keepPrefixes(blockTokens: number): void {
    this.cache ??= new PrefixCache(blockTokens, this.kv.blockTokens);
  }

  /** Blocks to be had: those that hold nothing and those that a prefix cache would give up. */
  get available(): number {
    return this.cache === undefined ? this.free : this.free + this.cache.evictable;
  }

  /** Blocks that sequences hold. */
  get held(): number {
    return this.kv.blocks - this.available;
  }

  /**
   * Takes the blocks for a sequence's whole context, if the watermark stays free; what a prefix cache has of it counts as
   * prefilled.
   */
  admit(sequence: Sequence): boolean {
    const { cache } = this;
    let wanted = blocksFor(sequence.context, this.kv.blockTokens);
    if (cache === undefined || sequence.prefilled === sequence.context) {
      if (this.available - wanted < this.kv.watermark) return false;
    } else {
      const match = cache.match(sequence);
      wanted -= match.kvBlocks;
      // What is held from now on can no longer be evicted.
      if (this.available - match.idleKvBlocks - wanted < this.kv.watermark) return false;
      cache.hold(sequence, match);
      sequence.prefilled = match.tokens;
    }
    this.take(wanted);
    return true;
  }

  /** Takes blocks that are available. */
  take(blocks: number): void {
    this.free -= blocks;
    if (this.free < 0 && this.cache !== undefined) this.free += this.cache.evict(-this.free);
    const { held } = this;
    if (held > this.peak) this.peak = held;
  }

  /** Offers a prompt just computed to the prefix cache. */
  publish(sequence: Sequence): void {
    if (this.cache !== undefined && sequence.prefixEnd > sequence.prefixStart)
      this.free += this.cache.publish(sequence);
  }

  /** Gives back the blocks of a sequence with a cache of `tokens` tokens. */
  release(sequence: Sequence, tokens: number): void {
    const blocks = blocksFor(tokens, this.kv.blockTokens);
    this.free +=
      this.cache === undefined || sequence.shared.length === 0 ? blocks : blocks - this.cache.release(sequence);
  }

  /** Loses everything. */
  clear(): void {
    this.free = this.kv.blocks;
    if (this.cache !== undefined) this.cache = new PrefixCache(this.cache.blockTokens, this.kv.blockTokens);
  }
}
