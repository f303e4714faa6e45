/** Things that happen at a known time and are no iteration: failures, repairs, drains, arrivals of a cache, limits that ease. */

interface Entry<Happening> {
  readonly time: number;
  /** Count of entries before it: what is due at one time happens in the order it was put down. */
  readonly order: number;
  readonly happening: Happening;
}

export class Agenda<Happening> {
  private readonly heap: Entry<Happening>[] = [];
  private count = 0;

  /** When the next thing happens, seconds; infinity where nothing does. */
  get next(): number {
    return this.heap[0]?.time ?? Infinity;
  }

  put(time: number, happening: Happening): void {
    const { heap } = this;
    const entry = { time, order: this.count++, happening };
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const other = heap[up];
      if (other === undefined || before(other, entry)) break;
      heap[at] = other;
      at = up;
    }
    heap[at] = entry;
  }

  /** Takes the next thing off. */
  take(): Happening | undefined {
    const { heap } = this;
    const taken = heap[0];
    const moved = heap.pop();
    if (moved === undefined || moved === taken) return taken?.happening;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      let other = heap[down];
      if (other === undefined) break;
      const right = heap[down + 1];
      if (right !== undefined && before(right, other)) {
        down++;
        other = right;
      }
      if (before(moved, other)) break;
      heap[at] = other;
      at = down;
    }
    heap[at] = moved;
    return taken?.happening;
  }
}

function before<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
