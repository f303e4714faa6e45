/** Beginnings of prompts that stay in a replica's KV memory for the next prompt that begins so. */
import type { Sequence } from "./sequence.ts";

/** One block of a prompt. While nobody holds it, it stands in the order of last use, the oldest first. */
class CachedBlock {
  readonly name: number;
  holders = 1;
  older: CachedBlock | undefined = undefined;
  newer: CachedBlock | undefined = undefined;

  constructor(name: number) {
    this.name = name;
  }
}

/**
 * Blocks by name, each with a count of the sequences that hold it. Those that nobody holds stay until memory is wanted, and
 * go by last use; of one prompt the end goes before the beginning, without which it is worth nothing.
 */
export class PrefixCache {
  /** Tokens of a block. */
  readonly blockTokens: number;
  /** KV blocks of nobody, which can be had by eviction. */
  evictable = 0;
  /** KV blocks of one cached block. */
  private readonly size: number;
  private readonly blocks = new Map<number, CachedBlock>();
  private oldest: CachedBlock | undefined = undefined;
  private newest: CachedBlock | undefined = undefined;

  /** @param kvBlockTokens tokens of a block of KV memory; divides `blockTokens` */
  constructor(blockTokens: number, kvBlockTokens: number) {
    this.blockTokens = blockTokens;
    this.size = blockTokens / kvBlockTokens;
  }

  /** Leading blocks of a sequence that are here, as many as may be used: one token at least is always computed. */
  match(sequence: Sequence): number {
    const usable = Math.floor((sequence.context - 1) / this.blockTokens);
    const most = Math.min(sequence.prefixEnd - sequence.prefixStart, usable);
    let matched = 0;
    while (matched < most && this.blocks.has(nameOf(sequence, matched))) matched++;
    return matched;
  }

  /** KV blocks of the first `count` blocks of a sequence that nobody holds. */
  idle(sequence: Sequence, count: number): number {
    let idle = 0;
    for (let i = 0; i < count; i++) if (this.blocks.get(nameOf(sequence, i))?.holders === 0) idle++;
    return idle * this.size;
  }

  /** Lets a sequence hold its first `count` blocks, which are here; returns their KV blocks. */
  hold(sequence: Sequence, count: number): number {
    for (let i = 0; i < count; i++) {
      const block = this.blocks.get(nameOf(sequence, i));
      if (block !== undefined) this.addHolder(block);
    }
    sequence.shared = count;
    return count * this.size;
  }

  /** Keeps the full blocks of a prompt just computed; returns KV blocks set free because others had computed them too. */
  publish(sequence: Sequence): number {
    const full = Math.min(sequence.prefixEnd - sequence.prefixStart, Math.floor(sequence.input / this.blockTokens));
    let doubles = 0;
    for (let i = sequence.shared; i < full; i++) {
      const name = nameOf(sequence, i);
      const block = this.blocks.get(name);
      if (block === undefined) this.blocks.set(name, new CachedBlock(name));
      else {
        this.addHolder(block);
        doubles++;
      }
    }
    sequence.shared = Math.max(sequence.shared, full);
    return doubles * this.size;
  }

  /** Lets go what a sequence holds; returns its KV blocks. */
  release(sequence: Sequence): number {
    const { shared } = sequence;
    for (let i = shared - 1; i >= 0; i--) {
      const block = this.blocks.get(nameOf(sequence, i));
      if (block !== undefined && --block.holders === 0) this.retire(block);
    }
    sequence.shared = 0;
    return shared * this.size;
  }

  /** Drops blocks of nobody until `wanted` KV blocks or more are had; returns how many. */
  evict(wanted: number): number {
    let had = 0;
    while (had < wanted && this.oldest !== undefined) {
      const block = this.oldest;
      this.unlink(block);
      this.blocks.delete(block.name);
      had += this.size;
    }
    return had;
  }

  private addHolder(block: CachedBlock): void {
    if (block.holders === 0) this.unlink(block);
    block.holders++;
  }

  private retire(block: CachedBlock): void {
    this.evictable += this.size;
    block.older = this.newest;
    if (this.newest === undefined) this.oldest = block;
    else this.newest.newer = block;
    this.newest = block;
  }

  private unlink(block: CachedBlock): void {
    this.evictable -= this.size;
    const { older, newer } = block;
    if (older === undefined) this.oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.newest = older;
    else newer.older = older;
    block.older = undefined;
    block.newer = undefined;
  }
}

function nameOf(sequence: Sequence, block: number): number {
  return sequence.prefixBlocks[sequence.prefixStart + block] ?? -1;
}
