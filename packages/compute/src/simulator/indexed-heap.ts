/** The least of many numbers that change, by a binary heap that knows where each stands. */

/** One key for each index from 0; equal keys are in order of index, so that nothing hangs on how they came. */
export class IndexedHeap {
  /** Key and index at each place of the heap. */
  private readonly keys: Float64Array;
  private readonly indices: Int32Array;
  /** Place of each index. */
  private readonly places: Int32Array;

  /** All keys begin as infinity. */
  constructor(size: number) {
    this.keys = new Float64Array(size).fill(Infinity);
    this.indices = Int32Array.from({ length: size }, (_, index) => index);
    this.places = this.indices.slice();
  }

  /** The index with the least key. */
  get top(): number {
    return this.indices[0] ?? -1;
  }

  /** The least key; infinity where there is none. */
  get least(): number {
    return this.keys[0] ?? Infinity;
  }

  set(index: number, key: number): void {
    const place = this.places[index] ?? 0;
    const old = this.keys[place] ?? Infinity;
    if (key < old) this.rise(place, index, key);
    else if (key > old) this.sink(place, index, key);
  }

  private rise(from: number, index: number, key: number): void {
    const { keys, indices, places } = this;
    let at = from;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const other = keys[up] ?? Infinity;
      if (other < key || (other === key && (indices[up] ?? 0) < index)) break;
      const moved = indices[up] ?? 0;
      keys[at] = other;
      indices[at] = moved;
      places[moved] = at;
      at = up;
    }
    keys[at] = key;
    indices[at] = index;
    places[index] = at;
  }

  private sink(from: number, index: number, key: number): void {
    const { keys, indices, places } = this;
    const size = keys.length;
    let at = from;
    for (let down = 2 * at + 1; down < size; down = 2 * at + 1) {
      let other = keys[down] ?? Infinity;
      if (down + 1 < size) {
        const right = keys[down + 1] ?? Infinity;
        if (right < other || (right === other && (indices[down + 1] ?? 0) < (indices[down] ?? 0))) {
          down++;
          other = right;
        }
      }
      if (key < other || (key === other && index < (indices[down] ?? 0))) break;
      const moved = indices[down] ?? 0;
      keys[at] = other;
      indices[at] = moved;
      places[moved] = at;
      at = down;
    }
    keys[at] = key;
    indices[at] = index;
    places[index] = at;
  }
}
