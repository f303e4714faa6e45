/** Percentiles of endlessly many times in a fixed memory. */

/** Bits of the mantissa that tell buckets apart: 2^8 of them between a power of two and the next. */
const bits = 8;
/** Times below 2^-21 s (half a microsecond) share the first bucket, those above 2^24 s (six months) the last. */
const leastExponent = -21;
const buckets = 45 << bits;
const view = new Float32Array(1);
const pattern = new Int32Array(view.buffer);
/** The pattern of 2^leastExponent, in buckets. */
const origin = (127 + leastExponent) << bits;

/**
 * A histogram whose buckets are cut from the bits of single-precision numbers, so that adding is a shift and a count. A
 * quantile is the middle of the bucket that it falls into: within 0.2 % of a value that was added.
 */
export class TimeSketch {
  count = 0;
  private sum = 0;
  private most = 0;
  private counts: Float64Array | undefined = undefined;

  /** Seconds, 0 or more. */
  add(time: number): void {
    this.counts ??= new Float64Array(buckets);
    view[0] = time;
    const bucket = ((pattern[0] ?? 0) >> (23 - bits)) - origin;
    const at = bucket < 0 ? 0 : bucket >= buckets ? buckets - 1 : bucket;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
    this.count++;
    this.sum += time;
    if (time > this.most) this.most = time;
  }

  /** Takes in all that another has. */
  merge({ counts, count, sum, most }: TimeSketch): void {
    if (counts === undefined) return;
    this.counts ??= new Float64Array(buckets);
    for (let i = 0; i < buckets; i++) this.counts[i] = (this.counts[i] ?? 0) + (counts[i] ?? 0);
    this.count += count;
    this.sum += sum;
    this.most = Math.max(this.most, most);
  }

  get mean(): number {
    return this.sum / this.count;
  }

  get max(): number {
    return this.count === 0 ? NaN : this.most;
  }

  /** The values below which shares of all lie, each within 0.2 %; NaN of nothing. @param shares in 0..1, rising */
  quantiles(shares: readonly number[]): number[] {
    const { counts, count, most } = this;
    if (counts === undefined) return shares.map(() => NaN);
    let at = 0;
    let passed = counts[0] ?? 0;
    return shares.map((share) => {
      const rank = Math.max(1, Math.ceil(share * count));
      while (passed < rank && at < buckets - 1) passed += counts[++at] ?? 0;
      return Math.min(most, middle(at));
    });
  }
}

function middle(bucket: number): number {
  const exponent = bucket >> bits;
  const share = (bucket & ((1 << bits) - 1)) + 0.5;
  return 2 ** (exponent + leastExponent) * (1 + share / (1 << bits));
}
