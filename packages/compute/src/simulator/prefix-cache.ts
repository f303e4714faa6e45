/** Beginnings of prompts that stay in a replica's KV memory for the next prompt that begins so. */
import { BlockTable } from "./block-table.ts";
import { CachedBlock } from "./cached-block.ts";
import type { Sequence } from "./sequence.ts";

/** Leading blocks of a prompt that a cache has: the first `count` of `blocks`. */
export interface Match {
  readonly blocks: CachedBlock[];
  count: number;
  tokens: number;
  kvBlocks: number;
  /** KV blocks of those that nobody holds. */
  idleKvBlocks: number;
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
  private readonly blocks = new BlockTable();
  /** Blocks that were evicted, to be used again. */
  private readonly spare: CachedBlock[] = [];
  /** Of the last look, so that looks need no memory of their own. */
  private readonly found: Match = { blocks: [], count: 0, tokens: 0, kvBlocks: 0, idleKvBlocks: 0 };
  private oldest: CachedBlock | undefined = undefined;
  private newest: CachedBlock | undefined = undefined;

  /** @param kvBlockTokens tokens of a block of KV memory; divides `blockTokens` */
  constructor(blockTokens: number, kvBlockTokens: number) {
    this.blockTokens = blockTokens;
    this.size = blockTokens / kvBlockTokens;
  }

  /** Looks for the leading blocks of a sequence, as many as may be used: one token at least is always computed. */
  match(sequence: Sequence): Match {
    const { blocks, found } = this;
    const usable = Math.floor((sequence.context - 1) / this.blockTokens);
    const most = Math.min(sequence.prefixEnd - sequence.prefixStart, usable);
    let matched = 0;
    let idle = 0;
    for (; matched < most; matched++) {
      const block = blocks.find(nameOf(sequence, matched));
      if (block === undefined) break;
      if (block.holders === 0) idle++;
      found.blocks[matched] = block;
    }
    found.count = matched;
    found.tokens = matched * this.blockTokens;
    found.kvBlocks = matched * this.size;
    found.idleKvBlocks = idle * this.size;
    return found;
  }

  /** Lets a sequence hold what was found for it. */
  hold(sequence: Sequence, { blocks, count }: Match): void {
    for (let i = 0; i < count; i++) {
      const block = blocks[i];
      if (block === undefined) continue;
      this.addHolder(block);
      sequence.shared.push(block);
    }
  }

  /** Keeps the full blocks of a prompt just computed; returns KV blocks set free because others had computed them too. */
  publish(sequence: Sequence): number {
    const { shared } = sequence;
    const full = Math.min(sequence.prefixEnd - sequence.prefixStart, Math.floor(sequence.input / this.blockTokens));
    let doubles = 0;
    while (shared.length < full) {
      const name = nameOf(sequence, shared.length);
      let block = this.blocks.find(name);
      if (block === undefined) {
        block = this.spare.pop() ?? new CachedBlock();
        block.name = name;
        block.holders = 1;
        this.blocks.add(block);
      } else {
        this.addHolder(block);
        doubles++;
      }
      shared.push(block);
    }
    return doubles * this.size;
  }

  /** Lets go what a sequence holds; returns its KV blocks. */
  release(sequence: Sequence): number {
    const { shared } = sequence;
    const blocks = shared.length * this.size;
    for (let block = shared.pop(); block !== undefined; block = shared.pop()) {
      if (--block.holders === 0) this.retire(block);
    }
    return blocks;
  }

  /** Drops blocks of nobody until `wanted` KV blocks or more are had; returns how many. */
  evict(wanted: number): number {
    let had = 0;
    while (had < wanted && this.oldest !== undefined) {
      const block = this.oldest;
      this.unlink(block);
      this.blocks.remove(block);
      this.spare.push(block);
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
