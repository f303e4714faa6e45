/**
 * A distribution's quantile as a table over the standard normal score of the draw. Over the score almost every quantile
 * function is smooth from tail to tail, so a few polynomials follow it to the last digits where a grid over the
 * probability would need thousands; and correlated scores need no way back to probabilities.
 */
import type { Distribution } from "../distributions/index.ts";
import { normalCdf, normalQuantile } from "../numeric/index.ts";
import { chebyshevPoints, interpolate } from "./interpolate.ts";

/** Coefficients of a piece, lowest power first, in the distance of the score from its middle. */
export const quantileTerms = 12;
/** A record is the piece's middle, a spare, and the coefficients. */
export const recordLength = 2 + quantileTerms;
/** The table covers scores from minus this to this; draws reach 6.34, correlated ones pass it once in 10^10. */
export const farthestScore = 6.5;
/** Places for each unit of score: a piece covers one or more of them. */
export const placesPerScore = 64;
/** With one place more at either end for all scores beyond. */
export const placeCount = 2 * farthestScore * placesPerScore + 2;

export interface QuantileTable {
  /** For each place the number of its record; record 0 stands for "compute the quantile itself". */
  readonly places: Int32Array;
  /** `recordLength` numbers each; those of record 0 are undefined (NaN), so that whatever is computed from them is. */
  readonly records: Float64Array;
  readonly support: readonly [number, number];
  /** Largest error measured in any piece, relative as `quantileTable` says. */
  readonly error: number;
  /** The probability of scores whose quantile has to be computed. */
  readonly exactShare: number;
}

/**
 * A piece this good is taken; one this bad is, where halving it does not help. It is measured at a few places only, so
 * the second keeps a distance from the 1e-10 that no value may pass.
 */
const [wantedError, worstError] = [1e-12, 1e-11];
/** Beyond this score, where one draw in 370 falls, a piece that fails is cut up less: its draws may as well be computed. */
const rareScore = 3;
const narrowestRarePiece = 1 / 4;
const points = chebyshevPoints(quantileTerms);
/** Where a piece is measured, in halves of its width: at its ends, which the points leave out, and between points. */
const probes = [-1, -0.93, -0.71, 0.33, 0.85, 1];
/** Families whose quantile costs less than a table: closed forms without logarithms. */
const direct = ["uniform", "triangular", "discrete"];
/** Tables kept; a deal has at most a few hundred inputs, and a session recompiles it with most of them unchanged. */
const kept = 1024;
const cache = new Map<string, QuantileTable>();

/**
 * The table of a distribution, or undefined where its quantile is as cheap itself.
 *
 * Errors are measured piece by piece against the quantile, relative to the value for distributions of one sign, else to
 * the larger of the value and the 10 % to 90 % range: at most 1e-12, or up to 1e-11 where halving a piece does not help.
 * What misses that (a kink, a jump, noise in the quantile itself) is left to be computed.
 */
export function quantileTable(distribution: Distribution): QuantileTable | undefined {
  if (direct.includes(distribution.family)) return undefined;
  const key = keyOf(distribution);
  let table = cache.get(key);
  if (table === undefined) {
    table = makeTable(distribution);
    if (cache.size >= kept) cache.clear();
    cache.set(key, table);
  }
  return table;
}

/** Parameters are made for printing; three quantiles make sure that equal keys are equal distributions. */
function keyOf(distribution: Distribution): string {
  const { family, parameters, support } = distribution;
  const quantiles = [0.01, 0.4, 0.9].map((u) => distribution.quantile(u));
  return JSON.stringify([family, parameters, support.map(String), quantiles]);
}

interface Piece {
  readonly middle: number;
  readonly half: number;
  readonly coefficients: readonly number[];
  readonly error: number;
}

function makeTable(distribution: Distribution): QuantileTable {
  const scaleOf = errorScale(distribution);
  const pieces: Piece[] = [];
  const cut = (middle: number, half: number, before: number): void => {
    const piece = fit(distribution, scaleOf, middle, half);
    const narrowest = Math.abs(middle) < rareScore ? 1 / placesPerScore : narrowestRarePiece;
    const isLast = 2 * half <= narrowest;
    const isStuck = isLast || piece.error > before / 4;
    if (piece.error <= wantedError || (isStuck && piece.error <= worstError)) pieces.push(piece);
    else if (!isLast) for (const side of [-1, 1]) cut(middle + (side * half) / 2, half / 2, piece.error);
  };
  for (let middle = 0.5 - farthestScore; middle < farthestScore; middle++) cut(middle, 0.5, Infinity);

  const places = new Int32Array(placeCount);
  const records = new Float64Array((pieces.length + 1) * recordLength).fill(NaN, 0, recordLength);
  let covered = 0;
  for (const [index, { middle, half, coefficients }] of pieces.entries()) {
    records.set([middle, 0, ...coefficients], (index + 1) * recordLength);
    const first = placeOf(middle - half);
    places.fill(index + 1, first, first + 2 * half * placesPerScore);
    covered += normalCdf(middle + half) - normalCdf(middle - half);
  }
  const error = pieces.reduce((worst, piece) => Math.max(worst, piece.error), 0);
  return { places, records, support: distribution.support, error, exactShare: Math.max(0, 1 - covered) };
}

/** The place of a score; the ends stand for everything beyond. */
export function placeOf(score: number): number {
  return Math.trunc(Math.max(0, Math.min(placeCount - 1, (score + farthestScore) * placesPerScore + 1)));
}

/** Interpolates between the points of a piece and measures the result. */
function fit(distribution: Distribution, scaleOf: (value: number) => number, middle: number, half: number): Piece {
  const nodes = points.map((x) => probability(middle + half * x));
  const polynomial = interpolate(
    nodes.map((u) => (normalQuantile(u) - middle) / half),
    nodes.map((u) => distribution.quantile(u)),
  );
  const coefficients = polynomial.map((coefficient, power) => coefficient / half ** power);
  let error = 0;
  for (const x of probes) {
    const u = probability(middle + half * x);
    const value = distribution.quantile(u);
    const found = clamp(horner(coefficients, normalQuantile(u) - middle), distribution.support);
    const miss = Math.abs(found - value);
    // What is no number must count as a miss.
    error = miss === 0 ? error : miss <= Infinity ? Math.max(error, miss / scaleOf(value)) : Infinity;
  }
  return { middle, half, coefficients, error };
}

/**
 * The double nearest to a score's probability. Near 1 these lie far apart in terms of the score, so whoever evaluates a
 * quantile there has to take the score of this probability instead of the score it came from.
 */
function probability(score: number): number {
  return score < 0 ? normalCdf(score) : 1 - normalCdf(-score);
}

/** What errors of a value are relative to. */
export function errorScale(distribution: Distribution): (value: number) => number {
  const [low, high] = distribution.support;
  const range = low >= 0 || high <= 0 ? 0 : distribution.quantile(0.9) - distribution.quantile(0.1);
  return (value) => Math.max(Math.abs(value), range);
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(Math.max(value, low), high);
}

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
