/** Random terms of debt, for property tests. */

import fc from "fast-check";

/** A rate per period, often exactly 0. */
export const anyRate = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.3, noNaN: true }));

/** A tenor, often of a single period. */
export const anyTenor = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 24 }));

/** CFADS of one to 24 periods, no smaller than `least`, in millionths: amounts too small for doubles are no cash. */
export function anyCfads(least: number): fc.Arbitrary<number[]> {
  const cash = fc.double({ min: least, max: 1000, noNaN: true }).map((amount) => Math.round(amount * 1e6) / 1e6);
  return fc.array(cash, { minLength: 1, maxLength: 24 });
}

/** A cover asked for. */
export const anyCover = fc.double({ min: 1, max: 3, noNaN: true });

/** Largest difference of two series, as a share of `scale`. */
export function farthest(one: ArrayLike<number>, other: ArrayLike<number>, scale: number): number {
  if (one.length !== other.length) return Infinity;
  return Math.max(0, ...Array.from(one, (value, t) => Math.abs(value - (other[t] ?? NaN)))) / Math.max(scale, 1e-300);
}

/** The sum of a series. */
export function sum(series: ArrayLike<number>): number {
  return Array.from(series).reduce((total, value) => total + value, 0);
}
