/** Percentiles over time: a coarse histogram in each of a fixed number of bins of time. */
import { TimeBins } from "./time-bins.ts";

/** Bits of the mantissa that tell buckets apart: 8 of them between a power of two and the next. */
const bits = 3;
/** From 2^-8 s (4 ms) to 2^12 s (an hour); what lies outside shares the first and the last bucket. */
const leastExponent = -8;
const last = (20 << bits) - 1;
const view = new Float32Array(1);
const pattern = new Int32Array(view.buffer);
const origin = (127 + leastExponent) << bits;

/** Times by when they were met. Quantiles are within 6.3 %. */
export class BinnedSketch {
  private readonly bins = new TimeBins(last + 1);

  /** @param when time of the simulation; @param seconds what was met then */
  add(when: number, seconds: number): void {
    view[0] = seconds;
    const bucket = ((pattern[0] ?? 0) >> (23 - bits)) - origin;
    this.bins.add(bucket < 0 ? 0 : bucket > last ? last : bucket, when, 1);
  }

  /** Quantiles in each bin of `width` seconds up to a time, a column for each share; NaN in bins with nothing. */
  quantiles(shares: readonly number[], width: number, until: number): Float64Array[] {
    this.bins.widenTo(width);
    const used = this.bins.used(until);
    const columns = shares.map(() => new Float64Array(used));
    for (let bin = 0; bin < used; bin++) {
      const counts = this.bins.row(bin);
      const total = sumOf(counts);
      for (const [i, share] of shares.entries()) {
        const column = columns[i];
        if (column !== undefined) column[bin] = total === 0 ? NaN : middle(placeOf(counts, share * total));
      }
    }
    return columns;
  }
}

function sumOf(counts: Float64Array): number {
  let sum = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) sum += counts[bucket] ?? 0;
  return sum;
}

/** The first bucket up to which there are `rank` or more. */
function placeOf(counts: Float64Array, rank: number): number {
  let passed = 0;
  let bucket = -1;
  while (bucket < last && (passed < rank || passed === 0)) passed += counts[++bucket] ?? 0;
  return bucket;
}

function middle(bucket: number): number {
  const within = bucket & ((1 << bits) - 1);
  return 2 ** ((bucket >> bits) + leastExponent) * (1 + (within + 0.5) / (1 << bits));
}
