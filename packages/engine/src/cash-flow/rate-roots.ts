/**
 * Every rate at which a series of flows is worth nothing.
 *
 * With x = ln(1 + rate) the present value is a sum of exponentials, Σ a e^(-t x). Multiplied by e^(μ x) it keeps its roots,
 * and its derivative is again such a sum, with coefficients a (μ - t). For μ between the times of two neighbouring flows of
 * opposite sign that derivative has exactly one change of sign fewer. So the turning points are found first, by the same
 * means, down to a sum that never changes sign; between two turning points the sum is monotone and holds at most one root.
 * Nothing is sampled, so no pair of roots slips through a grid, and a root the sum only touches is a turning point itself.
 * Times need not be whole numbers.
 *
 * Source: E. Laguerre, "Sur la théorie des équations numériques" (1883), whose proof of Descartes' rule this is.
 *
 * Limits. Values below the rounding error of the sum count as zero: roots closer than about 1e-6 in ln(1 + rate) can come
 * out as one, and a sum that misses zero by less than its rounding is reported as touching it. Beyond some 600 changes of
 * sign the coefficients underflow.
 */

import { exp, expm1, log } from "../numeric/elementary.ts";
import { crossing } from "../numeric/index.ts";

/** Amounts, none of them zero, at strictly increasing times. */
interface Series {
  readonly amounts: Float64Array;
  readonly times: Float64Array;
}

/** A rate of -1 + 2e-16 is the lowest a double can hold, and e^709 the highest. */
const LOWEST_LOG = -36;
const HIGHEST_LOG = 709;

/**
 * All rates above -1 with Σ amounts[i] / (1 + rate)^times[i] = 0, ascending, each once whatever its multiplicity.
 *
 * @param amounts finite, received positive
 * @param times strictly increasing, in the unit the rate is per
 */
export function rateRoots(amounts: ArrayLike<number>, times: ArrayLike<number>): number[] {
  const kept: number[] = [];
  for (let i = 0; i < amounts.length; i++) if (amounts[i] !== 0) kept.push(i);
  const series = {
    amounts: Float64Array.from(kept, (i) => amounts[i] ?? NaN),
    times: Float64Array.from(kept, (i) => times[i] ?? NaN),
  };
  return zeros(series, lowerBound(series), upperBound(series)).map(expm1);
}

/** The zeros x of Σ a e^(-t x) between two bounds, ascending. */
function zeros(series: Series, low: number, high: number): number[] {
  const tilt = middleSignChange(series);
  if (tilt === undefined) return [];
  const magnitudes = { amounts: series.amounts.map(Math.abs), times: series.times };
  const found: number[] = [];
  let before = { x: low, sign: signAt(series, magnitudes, low) };
  let firstTouch = low;
  for (const x of [...zeros(tilted(series, tilt), low, high), high]) {
    const here = { x, sign: signAt(series, magnitudes, x) };
    if (before.sign * here.sign < 0) found.push(crossing((at) => here.sign * valueAt(series, at), before.x, x));
    if (here.sign === 0 && before.sign !== 0) firstTouch = x;
    // Neighbouring turning points that all drown in rounding are one root of higher order.
    if (here.sign !== 0 && before.sign === 0) found.push((firstTouch + before.x) / 2);
    before = here;
  }
  if (before.sign === 0) found.push((firstTouch + before.x) / 2);
  return found;
}

/** A time inside the middle one of the changes of sign: there the factors (μ - t) of many levels stay most alike. */
function middleSignChange({ amounts, times }: Series): number | undefined {
  const changes: number[] = [];
  for (let i = 1; i < amounts.length; i++) {
    if ((amounts[i - 1] ?? NaN) < 0 !== (amounts[i] ?? NaN) < 0)
      changes.push(((times[i - 1] ?? NaN) + (times[i] ?? NaN)) / 2);
  }
  return changes[changes.length >> 1];
}

function tilted({ amounts, times }: Series, tilt: number): Series {
  const slopes = amounts.map((amount, i) => amount * (tilt - (times[i] ?? NaN)));
  const scale = slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
  return { amounts: slopes.map((slope) => slope / scale), times };
}

/**
 * Σ a e^(-t x) up to a positive factor, by Horner's rule from the end whose terms are the smallest: every factor is at most
 * one, and nothing overflows however long the series.
 */
function valueAt({ amounts, times }: Series, x: number): number {
  const step = x < 0 ? 1 : -1;
  let i = x < 0 ? 0 : amounts.length - 1;
  let sum = amounts[i] ?? NaN;
  let gap = 0;
  let factor = 1;
  for (let count = 1; count < amounts.length; count++, i += step) {
    const width = step * ((times[i + step] ?? NaN) - (times[i] ?? NaN));
    if (width !== gap) {
      gap = width;
      factor = exp(-Math.abs(x) * width);
    }
    sum = sum * factor + (amounts[i + step] ?? NaN);
  }
  return sum;
}

/** The sign, or 0 where the value is within the rounding error of the sum (N. Higham, 2002, section 5.1). */
function signAt(series: Series, magnitudes: Series, x: number): number {
  const value = valueAt(series, x);
  const noise = 2 * series.amounts.length * Number.EPSILON * valueAt(magnitudes, x);
  return Math.abs(value) <= noise ? 0 : Math.sign(value);
}

/** Beyond it the first flow outweighs all later ones together. */
function upperBound({ amounts, times }: Series): number {
  return Math.min(HIGHEST_LOG, logBound(amounts, amounts[0] ?? NaN, (times[1] ?? NaN) - (times[0] ?? NaN)));
}

/** Below it the last flow outweighs all earlier ones together. */
function lowerBound({ amounts, times }: Series): number {
  const last = amounts.length - 1;
  return Math.max(
    LOWEST_LOG,
    -logBound(amounts, amounts[last] ?? NaN, (times[last] ?? NaN) - (times[last - 1] ?? NaN)),
  );
}

function logBound(amounts: Float64Array, end: number, gap: number): number {
  const all = amounts.reduce((sum, amount) => sum + Math.abs(amount), 0);
  return 1e-3 + log(all / Math.abs(end)) / gap;
}
