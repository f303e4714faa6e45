/** Amounts over time in a fixed number of bins, however long the time grows. */

const bins = 256;

/** Channels of amounts. Whenever time outgrows the bins, each takes in its neighbour and they are twice as wide. */
export class TimeBins {
  /** Seconds of a bin: a power of two. */
  width = 1 / 4;
  private horizon = bins * this.width;
  /** Bins a second. */
  private rate = 1 / this.width;
  private readonly channels: number;
  /** Bin after bin, each with all channels. */
  private readonly sums: Float64Array;

  constructor(channels: number) {
    this.channels = channels;
    this.sums = new Float64Array(bins * channels);
  }

  /** Adds an amount at a time. */
  add(channel: number, time: number, amount: number): void {
    while (time >= this.horizon) this.widen();
    const at = Math.floor(time * this.rate) * this.channels + channel;
    this.sums[at] = (this.sums[at] ?? 0) + amount;
  }

  /** Adds amounts that came evenly between two times, to as many channels from `channel` on. */
  spread(channel: number, from: number, to: number, amounts: Float64Array): void {
    while (to >= this.horizon) this.widen();
    const first = Math.floor(from * this.rate);
    const last = Math.floor(to * this.rate);
    if (first === last) {
      this.addAll(first, channel, 1, amounts);
      return;
    }
    const { width } = this;
    for (let bin = first; bin <= last; bin++) {
      const seconds = Math.min(to, (bin + 1) * width) - Math.max(from, bin * width);
      this.addAll(bin, channel, seconds / (to - from), amounts);
    }
  }

  /** Bins that begin before a time. */
  used(until: number): number {
    return Math.min(bins, Math.ceil(until / this.width));
  }

  /** Sums of a channel by bin, up to the bin of a time. */
  channel(channel: number, until: number): Float64Array {
    return Float64Array.from({ length: this.used(until) }, (_, bin) => this.sums[bin * this.channels + channel] ?? 0);
  }

  /** Sums of all channels in a bin. */
  row(bin: number): Float64Array {
    return this.sums.subarray(bin * this.channels, (bin + 1) * this.channels);
  }

  /** Makes bins at least so wide. */
  widenTo(width: number): void {
    while (this.width < width) this.widen();
  }

  private addAll(bin: number, channel: number, share: number, amounts: Float64Array): void {
    const { sums } = this;
    const at = bin * this.channels + channel;
    for (let i = 0; i < amounts.length; i++) sums[at + i] = (sums[at + i] ?? 0) + share * (amounts[i] ?? 0);
  }

  private widen(): void {
    const { channels, sums } = this;
    for (let bin = 0; bin < bins / 2; bin++) {
      for (let channel = 0; channel < channels; channel++) {
        const at = 2 * bin * channels + channel;
        sums[bin * channels + channel] = (sums[at] ?? 0) + (sums[at + channels] ?? 0);
      }
    }
    sums.fill(0, (bins / 2) * channels);
    this.width *= 2;
    this.rate /= 2;
    this.horizon *= 2;
  }
}
