/** Polynomials through given points: what tables of a function are made of. */

import { sine } from "../numeric/elementary.ts";
/**
 * Coefficients, lowest power first, of the polynomial through the points (x[i], y[i]); the x lie in -1..1, all different.
 * Source: Newton's divided differences, expanded.
 */
export function interpolate(x: readonly number[], y: readonly number[]): number[] {
  const differences = y.slice();
  for (let order = 1; order < x.length; order++) {
    for (let i = x.length - 1; i >= order; i--) {
      const rise = (differences[i] ?? NaN) - (differences[i - 1] ?? NaN);
      differences[i] = rise / ((x[i] ?? NaN) - (x[i - order] ?? NaN));
    }
  }
  let polynomial: number[] = [];
  for (let i = x.length - 1; i >= 0; i--) {
    const next = [differences[i] ?? NaN];
    for (const [power, coefficient] of polynomial.entries()) {
      next[power] = (next[power] ?? 0) - coefficient * (x[i] ?? NaN);
      next[power + 1] = coefficient;
    }
    polynomial = next;
  }
  return polynomial;
}

/** The `count` Chebyshev points of the first kind in -1..1, which keep an interpolating polynomial from swinging. */
export function chebyshevPoints(count: number): number[] {
  return Array.from({ length: count }, (_, i) => sine(Math.PI * (0.5 - (i + 0.5) / count)));
}
