/** The variance of an output, gathered point by point over replicates. */
import { estimate, type Estimate } from "../statistics/index.ts";

/** Counts and sums of one replicate; numbers come less an origin near them, or their squares would swamp the spread. */
export class Spread {
  count = 0;
  sum = 0;
  square = 0;

  add(value: number): void {
    this.count += 1;
    this.sum += value;
    this.square += value * value;
  }

  merge(other: Spread): void {
    this.count += other.count;
    this.sum += other.sum;
    this.square += other.square;
  }

  get mean(): number {
    return this.sum / this.count;
  }

  /** NaN when nothing was added. */
  get variance(): number {
    return Math.max(0, (this.square - this.sum * this.mean) / (this.count - 1));
  }
}

/** The sums of one output by replicate, all of them less one origin, so that they can be added up. */
export class OutputSums<Sums> {
  /** The first defined value; NaN before there is one. */
  origin = NaN;
  readonly replicates: readonly Sums[];

  constructor(replicates: number, make: () => Sums) {
    this.replicates = Array.from({ length: replicates }, make);
  }

  /** Settles the origin; no point of these columns is defined where it stays NaN. */
  see(columns: readonly Float64Array[]): void {
    for (const column of columns) {
      if (!Number.isNaN(this.origin)) return;
      this.origin = column.find((value) => Number.isFinite(value)) ?? NaN;
    }
  }

  /**
   * A number over all replicates together, with its error from each alone. Where a replicate has none, such as the parts in
   * the variance of a rare event that it did not meet, the others do not tell the error either.
   */
  judge(together: Sums, of: (sums: Sums) => number): Estimate {
    const each = this.replicates.map(of);
    return estimate(of(together), each.some(Number.isNaN) ? [] : each);
  }

  /** A variance as a divisor: undefined where it is but the rounding of numbers of the output's size. */
  divisor(variance: number): number {
    return variance > (1e-13 * this.origin) ** 2 ? variance : NaN;
  }
}
