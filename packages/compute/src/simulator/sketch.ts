/** Percentiles of endlessly many times in a fixed memory. */

/** Bits of the mantissa that tell buckets apart: 2^8 of them between a power of two and the next. */
const bits = 8;
const perOctave = 1 << bits;
/** Times below 2^-21 s (half a microsecond) share the first bucket, those above 2^24 s (six months) the last. */
const leastExponent = -21;
const octaveCount = 45;
const last = octaveCount * perOctave - 1;
const view = new Float32Array(1);
const pattern = new Int32Array(view.buffer);
/** The pattern of 2^leastExponent, in buckets. */
const origin = (127 + leastExponent) << bits;

/**
 * A histogram whose buckets are cut from the bits of single-precision numbers, so that adding is a shift and a count. A
 * quantile is the middle of the bucket that it falls into: within 0.2 % of a value that was added. Octaves that no time fell
 * into take no memory.
 */
export class TimeSketch {
  count = 0;
  private sum = 0;
  private most = 0;
  private readonly octaves: (Float64Array | undefined)[] = noOctaves();

  /** Seconds, 0 or more. */
  add(time: number): void {
    view[0] = time;
    const bucket = ((pattern[0] ?? 0) >> (23 - bits)) - origin;
    const at = bucket < 0 ? 0 : bucket > last ? last : bucket;
    const counts = this.octave(at >> bits);
    const within = at & (perOctave - 1);
    counts[within] = (counts[within] ?? 0) + 1;
    this.count++;
    this.sum += time;
    if (time > this.most) this.most = time;
  }

  /** Takes in all that another has. */
  merge({ octaves, count, sum, most }: TimeSketch): void {
    this.count += count;
    this.sum += sum;
    this.most = Math.max(this.most, most);
    for (const [exponent, counts] of octaves.entries()) {
      if (counts !== undefined) addAll(this.octave(exponent), counts);
    }
  }

  get mean(): number {
    return this.sum / this.count;
  }

  get max(): number {
    return this.count === 0 ? NaN : this.most;
  }

  /** The values below which shares of all lie, each within 0.2 %; NaN of nothing. @param shares in 0..1, rising */
  quantiles(shares: readonly number[]): number[] {
    if (this.count === 0) return shares.map(() => NaN);
    let at = 0;
    let passed = this.countAt(0);
    return shares.map((share) => {
      const rank = Math.max(1, Math.ceil(share * this.count));
      while (passed < rank && at < last) {
        at++;
        // What is empty is passed over whole.
        if (this.octaves[at >> bits] === undefined) at |= perOctave - 1;
        else passed += this.countAt(at);
      }
      return Math.min(this.most, middle(at));
    });
  }

  private countAt(bucket: number): number {
    return this.octaves[bucket >> bits]?.[bucket & (perOctave - 1)] ?? 0;
  }

  private octave(exponent: number): Float64Array {
    return (this.octaves[exponent] ??= new Float64Array(perOctave));
  }
}

function noOctaves(): undefined[] {
  return Array.from({ length: octaveCount }, () => undefined);
}

function addAll(sums: Float64Array, more: Float64Array): void {
  for (let i = 0; i < perOctave; i++) sums[i] = (sums[i] ?? 0) + (more[i] ?? 0);
}

function middle(bucket: number): number {
  const within = bucket & (perOctave - 1);
  return 2 ** ((bucket >> bits) + leastExponent) * (1 + (within + 0.5) / perOctave);
}
