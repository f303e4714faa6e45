/** The least of many numbers that change, by a binary heap that knows where each stands. */

/** One key for each index from 0; equal keys are in order of index, so that nothing hangs on how they came. */
export class IndexedHeap {
  private readonly keys: Float64Array;
  /** Index at each place of the heap. */
  private readonly order: Int32Array;
  /** Place of each index. */
  private readonly place: Int32Array;

  /** All keys begin as infinity. */
  constructor(size: number) {
    this.keys = new Float64Array(size).fill(Infinity);
    this.order = Int32Array.from({ length: size }, (_, index) => index);
    this.place = this.order.slice();
  }

  /** The index with the least key. */
  get top(): number {
    return this.order[0] ?? -1;
  }

  /** The least key; infinity where there is none. */
  get least(): number {
    return this.keys[this.order[0] ?? 0] ?? Infinity;
  }

  key(index: number): number {
    return this.keys[index] ?? Infinity;
  }

  set(index: number, key: number): void {
    const { keys } = this;
    const old = keys[index] ?? Infinity;
    if (key === old) return;
    keys[index] = key;
    if (key < old) this.rise(index, key);
    else this.sink(index, key);
  }

  private rise(index: number, key: number): void {
    const { keys, order, place } = this;
    let at = place[index] ?? 0;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const other = order[up] ?? 0;
      const otherKey = keys[other] ?? Infinity;
      if (otherKey < key || (otherKey === key && other < index)) break;
      order[at] = other;
      place[other] = at;
      at = up;
    }
    order[at] = index;
    place[index] = at;
  }

  private sink(index: number, key: number): void {
    const { keys, order, place } = this;
    const size = order.length;
    let at = place[index] ?? 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= size) break;
      let other = order[down] ?? 0;
      let otherKey = keys[other] ?? Infinity;
      if (down + 1 < size) {
        const right = order[down + 1] ?? 0;
        const rightKey = keys[right] ?? Infinity;
        if (rightKey < otherKey || (rightKey === otherKey && right < other)) {
          down++;
          other = right;
          otherKey = rightKey;
        }
      }
      if (key < otherKey || (key === otherKey && index < other)) break;
      order[at] = other;
      place[other] = at;
      at = down;
    }
    order[at] = index;
    place[index] = at;
  }
}
