/** Amounts over time in a fixed number of bins, however long the time grows. */

const bins = 256;

/** Channels of amounts. Whenever time outgrows the bins, each takes in its neighbour and they are twice as wide. */
export class TimeBins {
  /** Seconds of a bin: a power of two. */
  width = 1 / 16;
  private horizon = bins * this.width;
  private readonly channels: readonly Float64Array[];

  constructor(channels: number) {
    this.channels = Array.from({ length: channels }, () => new Float64Array(bins));
  }

  /** Adds an amount at a time. */
  add(channel: number, time: number, amount: number): void {
    while (time >= this.horizon) this.widen();
    const sums = this.channels[channel];
    if (sums === undefined) return;
    const bin = Math.floor(time / this.width);
    sums[bin] = (sums[bin] ?? 0) + amount;
  }

  /** Adds an amount that came evenly between two times. */
  spread(channel: number, from: number, to: number, amount: number): void {
    while (to >= this.horizon) this.widen();
    const { width } = this;
    const sums = this.channels[channel];
    if (sums === undefined) return;
    const first = Math.floor(from / width);
    const last = Math.floor(to / width);
    if (first === last) {
      sums[first] = (sums[first] ?? 0) + amount;
      return;
    }
    const rate = amount / (to - from);
    for (let bin = first; bin <= last; bin++) {
      const share = Math.min(to, (bin + 1) * width) - Math.max(from, bin * width);
      sums[bin] = (sums[bin] ?? 0) + rate * share;
    }
  }

  /** Sums by bin, up to the bin of a time. */
  channel(channel: number, until: number): Float64Array {
    const used = Math.min(bins, Math.ceil(until / this.width));
    return this.channels[channel]?.slice(0, used) ?? new Float64Array(0);
  }

  private widen(): void {
    for (const sums of this.channels) {
      for (let bin = 0; bin < bins / 2; bin++) sums[bin] = (sums[2 * bin] ?? 0) + (sums[2 * bin + 1] ?? 0);
      sums.fill(0, bins / 2);
    }
    this.width *= 2;
    this.horizon *= 2;
  }
}
