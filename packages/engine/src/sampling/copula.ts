/**
 * Dependence between uncertain inputs: a Gaussian copula for a group with given correlations, and a factor form for
 * inputs that follow shared drivers. Both map independent standard normal scores to dependent ones, each still standard
 * normal.
 */
import { sine } from "../numeric/elementary.ts";
import { normalCdf } from "../numeric/index.ts";

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
  return 2 * sine((Math.PI * rho) / 6);
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
 * Correlates independent normal scores in place: `columns[i]` holds input i's scores, all columns equally long. The first
 * input leads; it keeps its scores to the last bit.
 */
export function applyCopula(factor: CorrelationFactor, columns: readonly Float64Array[]): void {
  const { rows } = factor;
  if (rows.length !== columns.length)
    throw new RangeError(`${rows.length} correlated inputs but ${columns.length} columns`);
  // From the last on, since each takes its own score and those before it.
  for (let i = columns.length - 1; i > 0; i--) {
    const own = columns[i];
    if (own !== undefined) combine(rows[i] ?? own, columns.slice(0, i), own);
  }
}

/**
 * Makes an input follow shared drivers, in place of its `own` scores: Σ loading · driver + √(1 - Σ loading²) · own.
 *
 * @throws RangeError if the squared loadings sum to more than 1 or do not match the drivers
 */
export function applyDriver(loadings: readonly number[], drivers: readonly Float64Array[], own: Float64Array): void {
  if (loadings.length !== drivers.length)
    throw new RangeError(`${loadings.length} loadings but ${drivers.length} drivers`);
  const explained = loadings.reduce((sum, loading) => sum + loading * loading, 0);
  if (!(explained <= 1 + 1e-12)) throw new RangeError(`squared loadings must sum to at most 1, got ${explained}`);
  combine([...loadings, Math.sqrt(Math.max(1 - explained, 0))], drivers, own);
}

/** The uniform of a normal score, strictly between 0 and 1. */
export function toUniform(score: number): number {
  return Math.min(Math.max(normalCdf(score), Number.MIN_VALUE), BELOW_ONE);
}

/** own = weight of others · others + last weight · own. */
function combine(weights: ArrayLike<number>, others: readonly Float64Array[], own: Float64Array): void {
  const last = weights[others.length] ?? 0;
  for (let sample = 0; sample < own.length; sample++) own[sample] = last * (own[sample] ?? NaN);
  for (const [k, other] of others.entries()) {
    const weight = weights[k] ?? 0;
    for (let sample = 0; sample < own.length; sample++)
      own[sample] = (own[sample] ?? NaN) + weight * (other[sample] ?? NaN);
  }
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
