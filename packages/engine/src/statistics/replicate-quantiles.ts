/**
 * Quantiles of many values, and of every replicate among them, at once. One pass counts how many values of each replicate
 * fall into each of a row of narrow buckets, a second puts them there; a quantile then needs the few values of one bucket
 * only. Nothing is approximated: where the buckets lie decides the speed alone.
 */
import { quantileOf, select, undefinedFirst } from "./quantile.ts";

const bucketCount = 128;
/** Values looked at to place the buckets, and how many of them at either end lie outside all but the outermost. */
const [glimpsed, outside] = [64, 1];
/** Up to this size a cell is sorted by insertion. */
const small = 24;

/** Quantiles of all values, and of each replicate; one for each probability. */
export interface ReplicateQuantiles {
  readonly whole: readonly number[];
  readonly each: readonly (readonly number[])[];
}

/**
 * The quantiles (see `quantile`) of `values` and of each replicate alone; value i belongs to replicate i mod `replicates`.
 * @param probabilities each in 0..1
 */
export function replicateQuantiles(
  values: Float64Array,
  replicates: number,
  probabilities: readonly number[],
): ReplicateQuantiles {
  const buckets = fill(values, replicates);
  const each = Array.from({ length: replicates }, (_, replicate) => {
    const [from, to] = [edgeAfter(buckets, replicate, -1), edgeAfter(buckets, replicate, bucketCount - 1)];
    return probabilities.map((p) => quantileOf((place) => valueIn(buckets, replicate, from + place), to - from, p));
  });
  const all = merged(buckets, probabilities);
  const whole = probabilities.map((p) => quantileOf((place) => valueIn(all, 0, place), values.length, p));
  return { whole, each };
}

/** Values by replicate, and within it by bucket. */
interface Buckets {
  readonly values: Float64Array;
  /** Where each replicate's bucket ends: at `replicate * bucketCount + bucket`. */
  readonly ends: Int32Array;
}

/**
 * Puts values into buckets that rise with them: the lowest for what is at most some low value, or undefined, others of equal
 * width, the highest for all that lies beyond.
 */
function fill(values: Float64Array, replicates: number): Buckets {
  const { low, scale } = place(values);
  const { length } = values;
  const ends = new Int32Array(replicates * bucketCount);
  const cells = new Uint16Array(length);
  const filled = new Float64Array(length);
  const most = bucketCount - 1;
  let end = 0;
  for (let replicate = 0; replicate < replicates; replicate++) {
    const first = replicate * bucketCount;
    for (let i = replicate; i < length; i += replicates) {
      const x = ((values[i] ?? Number.NaN) - low) * scale;
      const bucket = x > 0 ? (x < most ? 1 + (x | 0) : most) : 0;
      cells[i] = bucket;
      ends[first + bucket] = (ends[first + bucket] ?? 0) + 1;
    }
    for (let cell = first; cell < first + bucketCount; cell++) {
      const count = ends[cell] ?? 0;
      ends[cell] = end;
      end += count;
    }
    for (let i = replicate; i < length; i += replicates) {
      const cell = first + (cells[i] ?? 0);
      const at = ends[cell] ?? 0;
      filled[at] = values[i] ?? Number.NaN;
      ends[cell] = at + 1;
    }
  }
  return { values: filled, ends };
}

/** Where the buckets begin, and how many there are to a unit, from a glimpse of the values. */
function place(values: Float64Array): { low: number; scale: number } {
  const step = values.length / glimpsed;
  const glimpse = new Float64Array(glimpsed)
    .map((_, i) => values[Math.floor(i * step)] ?? Number.NaN)
    .filter((value) => Number.isFinite(value))
    .sort();
  const low = glimpse[outside] ?? glimpse[0] ?? 0;
  const high = glimpse[glimpse.length - 1 - outside] ?? low;
  // Finite, so that no product of it is undefined; a product that overflows still lies in the outermost bucket.
  return { low, scale: Math.min(bucketCount / Math.max(high - low, 0), Number.MAX_VALUE) };
}

function edgeAfter({ ends }: Buckets, replicate: number, bucket: number): number {
  const cell = replicate * bucketCount + bucket;
  return cell < 0 ? 0 : (ends[cell] ?? 0);
}

/** The bucket that holds a place of the replicate's values in rising order. */
function bucketOf(buckets: Buckets, replicate: number, place: number): number {
  let [low, high] = [0, bucketCount - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edgeAfter(buckets, replicate, middle) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What stands at a place when the replicate's values are in rising order. */
function valueIn(buckets: Buckets, replicate: number, place: number): number {
  const bucket = bucketOf(buckets, replicate, place);
  const [from, to] = [edgeAfter(buckets, replicate, bucket - 1), edgeAfter(buckets, replicate, bucket)];
  return settle(buckets.values, place, from, to, bucket === 0);
}

/** The replicates as one, as far as the places around the wanted quantiles need it: other buckets are left empty. */
function merged({ values, ends }: Buckets, probabilities: readonly number[]): Buckets {
  const whole = new Int32Array(bucketCount);
  let end = 0;
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    for (let cell = bucket; cell < ends.length; cell += bucketCount)
      end += (ends[cell] ?? 0) - (cell === 0 ? 0 : (ends[cell - 1] ?? 0));
    whole[bucket] = end;
  }
  const all: Buckets = { values: new Float64Array(values.length), ends: whole };
  const wanted = new Set(
    probabilities.flatMap((p) => {
      const below = Math.floor(p * (values.length - 1));
      return [bucketOf(all, 0, below), bucketOf(all, 0, below + 1)];
    }),
  );
  for (const bucket of wanted) {
    let filled = edgeAfter(all, 0, bucket - 1);
    for (let cell = bucket; cell < ends.length; cell += bucketCount) {
      const to = ends[cell] ?? 0;
      for (let i = cell === 0 ? 0 : (ends[cell - 1] ?? 0); i < to; i++) all.values[filled++] = values[i] ?? Number.NaN;
    }
  }
  return all;
}

/** Orders [from, to) just enough for its value at `place` to stand there. */
function settle(values: Float64Array, place: number, from: number, to: number, mayLack: boolean): number {
  if (to - from > small && allEqual(values, from, to)) return values[place] ?? Number.NaN;
  const first = mayLack ? undefinedFirst(values, from, to) : from;
  if (place >= first) {
    if (to - first > small) select(values, place, first, to - 1);
    else sort(values, first, to);
  }
  return values[place] ?? Number.NaN;
}

/** Whether [from, to) is one value over and over: what many results are in part, and what selection is slow on. */
function allEqual(values: Float64Array, from: number, to: number): boolean {
  const first = values[from];
  for (let i = from; i < to; i++) if (values[i] !== first) return false;
  return true;
}

/** Insertion sort of [from, to). */
function sort(values: Float64Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const value = values[i] ?? Number.NaN;
    let at = i;
    for (; at > from; at--) {
      const before = values[at - 1] ?? Number.NaN;
      if (!(before > value)) break;
      values[at] = before;
    }
    values[at] = value;
  }
}
