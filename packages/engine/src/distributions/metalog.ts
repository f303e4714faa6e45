/**
 * The metalog distribution: passes through any increasing list of quantiles, with or without bounds.
 * Source: T. W. Keelin, "The Metalog Distributions", Decision Analysis 13 (2016).
 */
import { exp, log, tanh } from "../numeric/elementary.ts";
import { crossing, lineIntegral, solveLinear } from "../numeric/index.ts";
import { demand, type Distribution } from "./distribution.ts";
import { metalogScale, type MetalogBounds } from "./metalog-scale.ts";

/** A value and the cumulative probability at which the distribution reaches it. */
export interface QuantilePoint {
  readonly value: number;
  readonly probability: number;
}

/** Beyond these log-odds a double holds a probability as 0 or 1. */
const LARGEST_LOG_ODDS = 746;

/**
 * The metalog with as many terms as `points` (two or more, probabilities and values increasing), through all of them.
 *
 * It is unbounded, bounded on one side (log metalog) or on both (logit metalog) by `bounds`. Not every list of
 * quantiles is feasible: if the curve through them turns down, a `DistributionError` says between which probabilities.
 *
 * @example metalog([{ probability: 0.1, value: 2 }, { probability: 0.5, value: 3 }, { probability: 0.9, value: 6 }], { low: 0 })
 */
export function metalog(points: readonly QuantilePoint[], bounds: MetalogBounds = {}): Distribution {
  const sorted = points.toSorted((one, other) => one.probability - other.probability);
  const scale = metalogScale(bounds);
  checkPoints(sorted, scale.support);

  const rows = sorted.map(({ probability }) => basis(logOdds(probability), sorted.length));
  const solution = solveLinear(
    rows,
    sorted.map(({ value }) => scale.toLine(value)),
  );
  demand(solution !== undefined, "metalog: the points are too close together to be told apart");
  const curve = curveOf(solution);
  checkIncreasing(curve);

  const valueAt = (t: number) => scale.fromLine(curve.at(t));
  const hasMoment = (k: number) =>
    !(k * curve.upperSlope >= scale.upperTailLimit || k * curve.lowerSlope >= scale.lowerTailLimit);
  const mean = hasMoment(1) ? lineIntegral((t) => logisticDensity(t) * valueAt(t)) : scale.infiniteMean;
  return {
    family: "metalog",
    parameters: {
      ...bounds,
      ...Object.fromEntries(
        sorted.map(({ probability, value }) => [`p${Number((100 * probability).toPrecision(12))}`, value]),
      ),
    },
    support: scale.support,
    mean,
    variance: hasMoment(2) ? lineIntegral((t) => logisticDensity(t) * (valueAt(t) - mean) ** 2) : Infinity,
    cdf(x) {
      if (x <= scale.support[0]) return 0;
      if (x >= scale.support[1]) return 1;
      const target = scale.toLine(x);
      return logistic(crossing((t) => curve.at(t) - target, -LARGEST_LOG_ODDS, LARGEST_LOG_ODDS));
    },
    quantile: (u) => valueAt(logOdds(u)),
  };
}

interface Curve {
  /** The metalog quantile function at log-odds `t`. */
  at(t: number): number;
  slopeAt(t: number): number;
  /** Slope per unit of log-odds far out in either tail. */
  readonly lowerSlope: number;
  readonly upperSlope: number;
}

/** With c = y - ½ the metalog is A(c) + B(c) t, two polynomials whose coefficients are the terms in Keelin's order. */
function curveOf(terms: readonly number[]): Curve {
  const [a, b]: [number[], number[]] = [[], []];
  terms.forEach((term, k) => (isScaleTerm(k) ? b : a).push(term));
  const centred = (t: number) => tanh(t / 2) / 2;
  return {
    at: (t) => polynomial(a, centred(t)) + polynomial(b, centred(t)) * t,
    slopeAt(t) {
      const c = centred(t);
      return (slope(a, c) + slope(b, c) * t) * logisticDensity(t) + polynomial(b, c);
    },
    lowerSlope: polynomial(b, -0.5),
    upperSlope: polynomial(b, 0.5),
  };
}

/** Keelin's terms are 1, t, c t, c, then c², c² t, c³, c³ t and so on: the scale comes first only once. */
function isScaleTerm(k: number): boolean {
  return k === 1 || k === 2 || (k > 4 && k % 2 === 1);
}

function basis(t: number, count: number): number[] {
  const c = tanh(t / 2) / 2;
  return Array.from({ length: count }, (_, k) => c ** Math.floor(k / 2) * (isScaleTerm(k) ? t : 1));
}

function checkPoints(points: readonly QuantilePoint[], [low, high]: readonly [number, number]): void {
  demand(points.length >= 2, `metalog: needs at least two points, got ${points.length}`);
  let [lastProbability, lastValue] = [0, low];
  for (const { probability, value } of points) {
    demand(probability > 0 && probability < 1, `metalog: a probability must lie between 0 and 1, got ${probability}`);
    demand(probability > lastProbability, `metalog: probability ${probability} is given twice`);
    demand(value < high && Number.isFinite(value), `metalog: ${value} must be below the upper bound ${high}`);
    demand(value > lastValue, `metalog: ${value} at probability ${probability} must exceed ${lastValue}`);
    [lastProbability, lastValue] = [probability, value];
  }
}

/** Looks at the slope over a fine grid of log-odds and, exactly, in the limit of both tails. */
function checkIncreasing(curve: Curve): void {
  const message = (where: string) =>
    `metalog: no distribution passes through these points, the curve decreases ${where}; fewer points or bounds may help`;
  demand(curve.lowerSlope >= 0, message("towards probability 0"));
  demand(curve.upperSlope >= 0, message("towards probability 1"));
  for (let t = -36; t <= 36; t += 1 / 64) {
    if (curve.slopeAt(t) > 0) continue;
    const end = nextRise(curve, t);
    demand(false, message(`between probabilities ${logistic(t).toPrecision(3)} and ${logistic(end).toPrecision(3)}`));
  }
}

function nextRise(curve: Curve, from: number): number {
  let t = from;
  while (t < 36 && !(curve.slopeAt(t) > 0)) t += 1 / 64;
  return t;
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

function slope(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient, power) => (power > 0 ? sum * x + power * coefficient : sum), 0);
}

function logOdds(probability: number): number {
  return log(probability / (1 - probability));
}

function logistic(t: number): number {
  return t < 0 ? exp(t) / (1 + exp(t)) : 1 / (1 + exp(-t));
}

/** Derivative of the logistic function: turns an integral over probability into one over log-odds. */
function logisticDensity(t: number): number {
  const tail = exp(-Math.abs(t));
  return tail / (1 + tail) ** 2;
}
