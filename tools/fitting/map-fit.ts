/**
 * Maximum a posteriori fit of constants with nested levels: log constant = log start + base + sum of the offsets of its levels,
 * each offset drawn around 0 with the spread of its family. Gauss-Newton on log errors with weights that let go of outliers
 * (Student's t). The physics is linearised in the log constants only (a few per row), then carried to the levels.
 */

export interface FitRow {
  /** For each constant, the coefficients that make it up. */
  readonly columns: readonly Int32Array[];
  /** Log of the predictions for log constants; one per measured figure. */
  predict(logConstants: Float64Array, into: Float64Array): void;
  /** Log of the measurements; NaN where there is none. */
  readonly measured: Float64Array;
}

export interface FitSetting {
  readonly coefficients: number;
  /** Spread of each coefficient. */
  readonly spread: Float64Array;
  readonly starts: Float64Array;
  /** Scale of the errors of each measured figure. */
  readonly scales: Float64Array;
  readonly iterations: number;
  readonly weight?: ((row: number) => number) | undefined;
}

const degrees = 4;
const difference = 0.02;

export function logConstantsOf(row: FitRow, starts: Float64Array, theta: Float64Array, into: Float64Array): void {
  for (let c = 0; c < starts.length; c++) {
    let value = starts[c] ?? 0;
    for (const j of row.columns[c] ?? []) value += theta[j] ?? 0;
    into[c] = value;
  }
}

/**
 * Coefficients that the same rows use are one to the data: they are fitted as one with the sum of their variances, and the result
 * shared out in proportion to them, which is what the posterior mode does. A coefficient that no row uses stays 0.
 */
export function fit(rows: readonly FitRow[], setting: FitSetting, from?: Float64Array): Float64Array {
  const { coefficients, spread } = setting;
  const users: number[][] = Array.from({ length: coefficients }, () => []);
  for (const [index, { columns }] of rows.entries())
    for (const column of columns) for (const j of column) users[j]?.push(index);
  const merged = new Map<string, number>();
  const groupOf = new Int32Array(coefficients).fill(-1);
  const variances: number[] = [];
  const constantOf = new Int32Array(coefficients);
  for (const { columns } of rows)
    for (const [c, column] of columns.entries()) for (const j of column) constantOf[j] = c;
  for (const [j, own] of users.entries()) {
    if (own.length === 0) continue;
    const key = `${constantOf[j]}:${own.join(",")}`;
    let group = merged.get(key);
    if (group === undefined) {
      group = variances.length;
      merged.set(key, group);
      variances.push(0);
    }
    groupOf[j] = group;
    variances[group] = (variances[group] ?? 0) + (spread[j] ?? 0) ** 2;
  }
  const narrowed = rows.map((row) => ({
    measured: row.measured,
    predict: (logs: Float64Array, into: Float64Array) => row.predict(logs, into),
    columns: row.columns.map((column) => Int32Array.from(new Set(Array.from(column, (j) => groupOf[j] ?? 0)))),
  }));
  const start = new Float64Array(variances.length);
  if (from !== undefined)
    for (const [j, value] of from.entries())
      if ((groupOf[j] ?? -1) >= 0) start[groupOf[j] ?? 0] = (start[groupOf[j] ?? 0] ?? 0) + value;
  const found = fitDistinct(
    narrowed,
    { ...setting, coefficients: variances.length, spread: Float64Array.from(variances, Math.sqrt) },
    start,
  );
  return Float64Array.from(groupOf, (group, j) =>
    group < 0 ? 0 : ((found[group] ?? 0) * (spread[j] ?? 0) ** 2) / (variances[group] ?? 1),
  );
}

function fitDistinct(rows: readonly FitRow[], setting: FitSetting, from?: Float64Array): Float64Array {
  const { coefficients: n, spread, starts, scales, iterations } = setting;
  let theta = from === undefined ? new Float64Array(n) : Float64Array.from(from);
  const figures = scales.length;
  const constants = starts.length;
  const logs = new Float64Array(constants);
  const at = new Float64Array(figures);
  const moved = new Float64Array(figures);
  let best = objective(rows, setting, theta);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const normal = Array.from({ length: n }, () => new Float64Array(n));
    const gradient = new Float64Array(n);
    for (const [index, row] of rows.entries()) {
      logConstantsOf(row, starts, theta, logs);
      row.predict(logs, at);
      const slopes: Float64Array[] = [];
      for (let c = 0; c < constants; c++) {
        if (row.columns[c]?.length === 0) {
          slopes.push(new Float64Array(figures));
          continue;
        }
        const kept = logs[c] ?? 0;
        logs[c] = kept + difference;
        row.predict(logs, moved);
        logs[c] = kept;
        slopes.push(Float64Array.from(moved, (value, f) => (value - (at[f] ?? 0)) / difference));
      }
      for (let f = 0; f < figures; f++) {
        const error = (at[f] ?? 0) - (row.measured[f] ?? NaN);
        if (!Number.isFinite(error)) continue;
        const scale = scales[f] ?? 1;
        const weight = ((degrees + 1) / (degrees + (error / scale) ** 2) / scale ** 2) * (setting.weight?.(index) ?? 1);
        const columns: number[] = [];
        const values: number[] = [];
        for (let c = 0; c < constants; c++) {
          const slope = slopes[c]?.[f] ?? 0;
          if (Math.abs(slope) < 1e-4) continue;
          for (const j of row.columns[c] ?? []) {
            columns.push(j);
            values.push(slope);
          }
        }
        for (let a = 0; a < columns.length; a++) {
          const ja = columns[a] ?? 0;
          const wa = weight * (values[a] ?? 0);
          gradient[ja] = (gradient[ja] ?? 0) + wa * error;
          const line = normal[ja];
          if (line === undefined) continue;
          for (let b = 0; b < columns.length; b++) {
            const jb = columns[b] ?? 0;
            if (jb <= ja) line[jb] = (line[jb] ?? 0) + wa * (values[b] ?? 0);
          }
        }
      }
    }
    for (let j = 0; j < n; j++) {
      const precision = 1 / (spread[j] ?? 1) ** 2;
      const line = normal[j];
      if (line !== undefined) line[j] = (line[j] ?? 0) + precision;
      gradient[j] = (gradient[j] ?? 0) + precision * (theta[j] ?? 0);
    }
    const step = choleskySolve(normal, gradient);
    let length = 1;
    let improved = false;
    for (let halving = 0; halving < 6; halving++, length /= 2) {
      const next = theta.map((value, j) => value - length * Math.max(-1, Math.min(1, step[j] ?? 0)));
      const value = objective(rows, setting, next);
      if (value < best) {
        const gain = best - value;
        best = value;
        theta = next;
        improved = gain > 1e-4 * best;
        break;
      }
    }
    if (!improved) break;
  }
  return theta;
}

function objective(rows: readonly FitRow[], setting: FitSetting, theta: Float64Array): number {
  const { spread, starts, scales } = setting;
  const logs = new Float64Array(starts.length);
  const at = new Float64Array(scales.length);
  let total = 0;
  for (const [index, row] of rows.entries()) {
    logConstantsOf(row, starts, theta, logs);
    row.predict(logs, at);
    for (let f = 0; f < scales.length; f++) {
      const error = ((at[f] ?? 0) - (row.measured[f] ?? NaN)) / (scales[f] ?? 1);
      if (Number.isFinite(error))
        total += (setting.weight?.(index) ?? 1) * ((degrees + 1) / 2) * Math.log1p(error ** 2 / degrees);
    }
  }
  for (let j = 0; j < theta.length; j++) total += ((theta[j] ?? 0) / (spread[j] ?? 1)) ** 2 / 2;
  return total;
}

/** Solves a symmetric positive system of which the lower half is given; overwrites it. */
function choleskySolve(lower: readonly Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  for (let i = 0; i < n; i++) {
    const row = lower[i];
    if (row === undefined) break;
    for (let j = 0; j <= i; j++) {
      const other = lower[j];
      if (other === undefined) break;
      let total = row[j] ?? 0;
      for (let k = 0; k < j; k++) total -= (row[k] ?? 0) * (other[k] ?? 0);
      row[j] = i === j ? Math.sqrt(Math.max(total, 1e-12)) : total / (other[j] ?? 1);
    }
  }
  const solution = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    let total = solution[i] ?? 0;
    const row = lower[i];
    for (let k = 0; k < i; k++) total -= (row?.[k] ?? 0) * (solution[k] ?? 0);
    solution[i] = total / (row?.[i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    let total = solution[i] ?? 0;
    for (let k = i + 1; k < n; k++) total -= (lower[k]?.[i] ?? 0) * (solution[k] ?? 0);
    solution[i] = total / (lower[i]?.[i] ?? 1);
  }
  return solution;
}
