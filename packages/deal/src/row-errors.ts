/** How far predictions of rows of a table lie from what was measured. */
import { quantile } from "@underwatt/engine";

/** One row: above zero, with the central 80 % interval of the prediction. */
export interface JudgedRow {
  readonly measured: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Shares; null without rows. */
export interface RowErrors {
  readonly runs: number;
  /** Of |predicted - measured| / measured. */
  readonly median: number | null;
  readonly mean: number | null;
  readonly p90: number | null;
  /** Mean of (predicted - measured) / measured. */
  readonly bias: number | null;
  /** Rows that are at most a quarter off. */
  readonly withinQuarter: number | null;
  /** Rows whose measurement lies in the interval. */
  readonly coverage: number | null;
}

export function rowErrors(rows: readonly JudgedRow[]): RowErrors {
  const runs = rows.length;
  if (runs === 0) return { runs, median: null, mean: null, p90: null, bias: null, withinQuarter: null, coverage: null };
  const relative = rows.map(({ value, measured }) => value / measured - 1);
  const absolute = Float64Array.from(relative, Math.abs).sort();
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / runs;
  return {
    runs,
    median: quantile(absolute, 0.5),
    mean: mean([...absolute]),
    p90: quantile(absolute, 0.9),
    bias: mean(relative),
    withinQuarter: absolute.filter((error) => error <= 0.25).length / runs,
    coverage: rows.filter(({ measured, low, high }) => measured >= low && measured <= high).length / runs,
  };
}
