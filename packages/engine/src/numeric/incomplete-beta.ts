/**
 * The regularised incomplete beta function I_x(a, b), which is the cumulative probability of the beta distribution,
 * and its inverse. Both keep relative accuracy in the lower tail and hold for shapes from 0.01 to a million.
 */
import { exp, expm1, log } from "./elementary.ts";
import { logGamma, stirlingCorrection } from "./log-gamma.ts";

const SMALLEST_LOG = -745;

/**
 * I_x(a, b) for a, b > 0 and x in 0..1 (outside it is 0 or 1); relative error about 1e-13, growing with the root of a + b.
 * Source: NIST Digital Library of Mathematical Functions, 8.17.22 (continued fraction) and 8.17.4 (reflection).
 */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return x <= turningPoint(a, b) ? lowerTail(a, b, x, 1 - x) : 1 - lowerTail(b, a, 1 - x, x);
}

/**
 * The x in 0..1 with I_x(a, b) = p. Solved in ln x below the turning point and in ln(1 - x) above it, by Newton's
 * method inside a shrinking bracket, so that it converges from anywhere and keeps the tail's relative accuracy.
 */
export function inverseIncompleteBeta(a: number, b: number, p: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  const isLower = p <= incompleteBeta(a, b, turningPoint(a, b));
  return isLower ? exp(logOfLowerInverse(a, b, p)) : -expm1(logOfLowerInverse(b, a, 1 - p));
}

/** Below this x the continued fraction converges fast; the reflected problem's turning point is one minus it. */
function turningPoint(a: number, b: number): number {
  return (a + 1) / (a + b + 2);
}

/** I_x(a, b) for x up to the turning point; `y` is 1 - x, passed apart because near 0 or 1 one of the two is exact. */
function lowerTail(a: number, b: number, x: number, y: number): number {
  return (peak(a, b) * decline(a, b, x, y) * continuedFraction(a, b, x)) / a;
}

/** ln x for the x up to the turning point with I_x(a, b) = p. */
function logOfLowerInverse(a: number, b: number, p: number): number {
  const scale = peak(a, b) / (a * p);
  let low = SMALLEST_LOG;
  let high = log(turningPoint(a, b));
  // Close to zero I_x(a, b) = x^a / (a B(a, b)).
  const leading = (log(p) + log(a) + logGamma(a) + logGamma(b) - logGamma(a + b)) / a;
  if (leading < SMALLEST_LOG) return -Infinity;
  let logX = Math.min(leading, high);
  for (let iteration = 0; iteration < 200; iteration++) {
    const x = exp(logX);
    const y = -expm1(logX);
    const fraction = continuedFraction(a, b, x);
    const gap = log(scale * decline(a, b, x, y) * fraction);
    if (gap < 0) low = logX;
    else high = logX;
    const newton = logX - (gap * y * fraction) / a;
    const next = newton >= low && newton <= high ? newton : (low + high) / 2;
    const step = Math.abs(next - logX);
    logX = next;
    if (step < 1e-10 * Math.abs(logX) || high - low < 1e-16 * Math.abs(high)) break;
  }
  return logX;
}

/** x^a y^b / B(a, b) where it is highest, at x = a / (a + b); in Loader's saddle-point form, where nothing large cancels. */
function peak(a: number, b: number): number {
  const n = a + b;
  const stirling = stirlingCorrection(n) - stirlingCorrection(a) - stirlingCorrection(b);
  return Math.sqrt((a * b) / (2 * Math.PI * n)) * exp(stirling);
}

/**
 * x^a y^b / B(a, b) as a share of its peak. With n = a + b the deviations from the means are n x - a and its opposite,
 * taken from whichever of x and y is the exact one.
 */
function decline(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const excess = x <= y ? n * x - a : b - n * y;
  return exp(-relativeDeviance(excess / a, (n * x) / a) * a - relativeDeviance(-excess / b, (n * y) / b) * b);
}

/** e - ln(1 + e), with `ratio` = 1 + e known more exactly than e when e is near -1. */
function relativeDeviance(e: number, ratio: number): number {
  if (Math.abs(e) > 0.1) return e - log(ratio);
  // ln(1 + e) = 2 artanh r with r = e / (2 + e); the leading terms of the difference cancel to e r.
  const r = e / (2 + e);
  const square = r * r;
  const rest = [13, 11, 9, 7, 5, 3].reduce((sum, k) => sum * square + 1 / k, 0);
  return e * r - 2 * r * square * rest;
}

/** The continued fraction of DLMF 8.17.22 by Lentz's method; about √max(a, b) steps below the turning point. */
function continuedFraction(a: number, b: number, x: number): number {
  const n = a + b;
  let c = 1;
  let d = 1 / (1 - (n * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= d * c;
    const odd = (-(a + m) * (n + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < 2e-16) return value;
  }
  return value;
}
