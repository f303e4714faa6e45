/** What is due next: a binary heap by time, of equal times the one put first. */

/** A queue of things due at times. Times stand by themselves, so that comparing them touches nothing else. */
export class TurnQueue<Thing> {
  private readonly times: number[] = [];
  private readonly orders: number[] = [];
  private readonly things: Thing[] = [];
  private putSoFar = 0;

  /** When the next thing is due; infinite when there is none. */
  get earliest(): number {
    return this.times[0] ?? Infinity;
  }

  put(time: number, thing: Thing): void {
    const order = this.putSoFar++;
    let place = this.times.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      // Of equal times the one above was put earlier.
      if ((this.times[parent] ?? 0) <= time) break;
      this.move(parent, place);
      place = parent;
    }
    this.fill(place, time, order, thing);
  }

  /** Takes out the next thing due; undefined when there is none. */
  take(): Thing | undefined {
    const first = this.things[0];
    const time = this.times.pop();
    const order = this.orders.pop();
    const thing = this.things.pop();
    if (time === undefined || order === undefined || thing === undefined || this.times.length === 0) return first;
    const { length } = this.times;
    let place = 0;
    for (let child = 1; child < length; child = 2 * place + 1) {
      if (child + 1 < length && this.isBefore(child + 1, this.times[child] ?? 0, this.orders[child] ?? 0)) child++;
      if (!this.isBefore(child, time, order)) break;
      this.move(child, place);
      place = child;
    }
    this.fill(place, time, order, thing);
    return first;
  }

  private isBefore(place: number, time: number, order: number): boolean {
    const other = this.times[place] ?? 0;
    return other < time || (other === time && (this.orders[place] ?? 0) < order);
  }

  private move(from: number, to: number): void {
    const thing = this.things[from];
    if (thing !== undefined) this.fill(to, this.times[from] ?? 0, this.orders[from] ?? 0, thing);
  }

  private fill(place: number, time: number, order: number, thing: Thing): void {
    this.times[place] = time;
    this.orders[place] = order;
    this.things[place] = thing;
  }
}
