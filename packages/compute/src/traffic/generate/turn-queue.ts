/** What is due next: a binary heap by time, of equal times the one put first. */

/** A queue of things due at times. */
export class TurnQueue<Thing> {
  private readonly heap: { readonly time: number; readonly order: number; readonly thing: Thing }[] = [];
  private orders = 0;

  /** When the next thing is due; infinite when there is none. */
  get earliest(): number {
    return this.heap[0]?.time ?? Infinity;
  }

  put(time: number, thing: Thing): void {
    const entry = { time, order: this.orders++, thing };
    let place = this.heap.length;
    this.heap.push(entry);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = this.heap[parent];
      if (above === undefined || isBefore(above, entry)) break;
      this.heap[place] = above;
      place = parent;
    }
    this.heap[place] = entry;
  }

  /** Takes out the next thing due. */
  take(): Thing {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (first === undefined || last === undefined) throw new RangeError("the queue is empty");
    if (this.heap.length > 0) this.sink(last);
    return first.thing;
  }

  private sink(entry: { readonly time: number; readonly order: number; readonly thing: Thing }): void {
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      let below = this.heap[child];
      const right = this.heap[child + 1];
      if (below !== undefined && right !== undefined && isBefore(right, below)) {
        below = right;
        child++;
      }
      if (below === undefined || isBefore(entry, below)) break;
      this.heap[place] = below;
      place = child;
    }
    this.heap[place] = entry;
  }
}

interface Due {
  readonly time: number;
  readonly order: number;
}

function isBefore(a: Due, b: Due): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
