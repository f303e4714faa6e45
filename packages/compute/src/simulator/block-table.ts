/** Cached blocks by name: a hash table that makes no garbage, since blocks come and go all the time. */
import type { CachedBlock } from "./cached-block.ts";

/** Open addressing with linear probing; a removal closes the gap it leaves, so that no probe meets a grave. */
export class BlockTable {
  size = 0;
  private names = new Int32Array(64);
  private blocks: (CachedBlock | undefined)[] = empty(64);

  find(name: number): CachedBlock | undefined {
    return this.blocks[this.slotOf(name)];
  }

  /** Adds a block whose name is not here. */
  add(block: CachedBlock): void {
    if (2 * this.size >= this.names.length) this.grow();
    this.put(block);
    this.size++;
  }

  remove({ name }: CachedBlock): void {
    const { names, blocks } = this;
    const mask = names.length - 1;
    let gap = this.slotOf(name);
    this.size--;
    for (let slot = (gap + 1) & mask; blocks[slot] !== undefined; slot = (slot + 1) & mask) {
      const home = scatter(names[slot] ?? 0) & mask;
      // Whoever would be looked for from the gap or before it moves there.
      if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
      names[gap] = names[slot] ?? 0;
      blocks[gap] = blocks[slot];
      gap = slot;
    }
    blocks[gap] = undefined;
  }

  /** Where a name is, or would be put. */
  private slotOf(name: number): number {
    const { names, blocks } = this;
    const mask = names.length - 1;
    let slot = scatter(name) & mask;
    while (blocks[slot] !== undefined && names[slot] !== name) slot = (slot + 1) & mask;
    return slot;
  }

  private put(block: CachedBlock): void {
    const slot = this.slotOf(block.name);
    this.names[slot] = block.name;
    this.blocks[slot] = block;
  }

  private grow(): void {
    const old = this.blocks;
    this.names = new Int32Array(2 * old.length);
    this.blocks = empty(2 * old.length);
    for (const block of old) if (block !== undefined) this.put(block);
  }
}

function empty(size: number): undefined[] {
  const slots: undefined[] = [];
  while (slots.length < size) slots.push(undefined);
  return slots;
}

/** Names are often consecutive; their bits are spread. Source: D. Knuth, TAOCP 3, section 6.4 (multiplicative hashing). */
function scatter(name: number): number {
  const product = Math.imul(name, 0x9e3779b1);
  return (product ^ (product >>> 15)) >>> 0;
}
