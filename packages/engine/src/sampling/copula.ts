/**
 * Dependence between uncertain inputs: a Gaussian copula for a group with given correlations, and a one-factor form
 * for inputs that follow shared drivers. Both map independent uniforms to dependent ones and leave each one uniform.
 */
import { normalCdf, normalQuantile } from "../numeric/index.ts";

/** The largest double below 1: a uniform must never reach 1. */
const BELOW_ONE = 1 - Number.EPSILON / 2;

/** Smallest pivot with which a matrix still counts as positive definite. */
const SMALLEST_PIVOT = 1e-12;

/** A lower triangular matrix L with L Lᵀ the correlation matrix, and what had to be changed to have one. */
export interface CorrelationFactor {
  /** Row i has i + 1 entries. */
  readonly rows: readonly Float64Array[];
  /** Largest absolute change of an entry of the matrix; 0 if it was taken as given. */
  readonly largestChange: number;
}

/**
 * The correlation of normal scores that gives a Spearman rank correlation `rho` (-1..1): 2 sin(π rho / 6).
 * Source: K. Pearson, "On further methods of determining correlation", 1907.
 */
export function spearmanToNormal(rho: number): number {
  return 2 * Math.sin((Math.PI * rho) / 6);
}

/**
 * Cholesky factor of a correlation `matrix` (symmetric, ones on the diagonal; of normal scores).
 *
 * Correlations that contradict each other have no factor. Then all are shrunk towards zero by the smallest common
 * share that makes them consistent, and `largestChange` says how far that moved one.
 */
export function correlationFactor(matrix: readonly (readonly number[])[]): CorrelationFactor {
  const given = cholesky(matrix, 0);
  if (given !== undefined) return { rows: given, largestChange: 0 };
  // Fully shrunk the inputs are independent, which is always consistent; the search narrows down from there.
  let [tooLittle, enough] = [0, 1];
  let rows = cholesky(matrix, 1) ?? [];
  for (let middle = 0.5; middle > tooLittle && middle < enough; middle = (tooLittle + enough) / 2) {
    const shrunk = cholesky(matrix, middle);
    if (shrunk === undefined) {
      tooLittle = middle;
    } else {
      enough = middle;
      rows = shrunk;
    }
  }
  const strongest = Math.max(...matrix.flatMap((row, i) => row.slice(0, i).map(Math.abs)));
  return { rows, largestChange: enough * strongest };
}

/**
 * Correlates independent uniforms in place: `columns[i]` holds input i's draws, all columns equally long.
 * Each sample goes to normal scores, through the factor, and back.
 */
export function applyCopula(factor: CorrelationFactor, columns: readonly Float64Array[]): void {
  const { rows } = factor;
  if (rows.length !== columns.length)
    throw new RangeError(`${rows.length} correlated inputs but ${columns.length} columns`);
  const scores = new Float64Array(columns.length);
  for (let sample = 0; sample < (columns[0]?.length ?? 0); sample++) {
    for (const [i, column] of columns.entries()) scores[i] = normalQuantile(column[sample] ?? Number.NaN);
    for (const [i, column] of columns.entries()) {
      // The first input leads; it keeps its draws to the last bit.
      if (i > 0) column[sample] = toUniform(dot(rows[i] ?? scores, scores));
    }
  }
}

/**
 * Makes an input follow shared drivers, in place of its `own` uniforms: its score is
 * Σ loading · driver + √(1 - Σ loading²) · own.
 *
 * @throws RangeError if the squared loadings sum to more than 1 or do not match the drivers
 */
export function applyDriver(loadings: readonly number[], drivers: readonly Float64Array[], own: Float64Array): void {
  if (loadings.length !== drivers.length)
    throw new RangeError(`${loadings.length} loadings but ${drivers.length} drivers`);
  const explained = loadings.reduce((sum, loading) => sum + loading * loading, 0);
  if (!(explained <= 1 + 1e-12)) throw new RangeError(`squared loadings must sum to at most 1, got ${explained}`);
  const rest = Math.sqrt(Math.max(1 - explained, 0));
  for (let sample = 0; sample < own.length; sample++) {
    let score = rest * normalQuantile(own[sample] ?? Number.NaN);
    for (const [k, driver] of drivers.entries())
      score += (loadings[k] ?? 0) * normalQuantile(driver[sample] ?? Number.NaN);
    own[sample] = toUniform(score);
  }
}

function toUniform(score: number): number {
  return Math.min(Math.max(normalCdf(score), Number.MIN_VALUE), BELOW_ONE);
}

function dot(row: Float64Array, scores: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < row.length; j++) sum += (row[j] ?? 0) * (scores[j] ?? 0);
  return sum;
}

/** Factor of the matrix with its off-diagonal entries scaled by 1 - shrink, or undefined if it is not definite. */
function cholesky(matrix: readonly (readonly number[])[], shrink: number): Float64Array[] | undefined {
  const rows: Float64Array[] = [];
  for (const [i, correlations] of matrix.entries()) {
    const row = new Float64Array(i + 1);
    let pivot = 1;
    for (const [j, other] of rows.entries()) {
      const entry = ((1 - shrink) * (correlations[j] ?? Number.NaN) - dot(other.subarray(0, j), row)) / (other[j] ?? 0);
      row[j] = entry;
      pivot -= entry * entry;
    }
    if (!(pivot >= SMALLEST_PIVOT)) return undefined;
    row[i] = Math.sqrt(pivot);
    rows.push(row);
  }
  return rows;
}
