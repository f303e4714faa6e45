/**
 * The standard normal distribution: its cumulative probability and its quantile, both accurate in relative terms
 * down to the smallest probabilities a double can hold.
 */

import { exp, log } from "./elementary.ts";
const INVERSE_ROOT_TWO_PI = 0.3989422804014327;

/**
 * Probability that a standard normal variable is at most `z`, in 0..1; relative error about 1e-15 in the lower tail.
 * Source: W. J. Cody, "Algorithm 715", ACM TOMS 19 (1993), ANORM; rational approximations on three ranges of |z|.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  const size = Math.abs(z);
  if (size <= 0.67448975) return 0.5 + centre(z);
  const tail = size <= 5.656854249492381 ? shoulder(size) : size < 40 ? farTail(size) : 0;
  return z < 0 ? tail : 1 - tail;
}

/**
 * The `z` that a standard normal variable stays below with probability `p` (0..1); relative error about 1e-15.
 * `p = 0` gives -Infinity and `p = 1` gives Infinity.
 * Source: M. J. Wichura, "Algorithm AS 241", Applied Statistics 37 (1988), PPND16.
 */
export function normalQuantile(p: number): number {
  const offset = p - 0.5;
  if (Math.abs(offset) <= 0.425) {
    const r = 0.180625 - offset * offset;
    return (offset * polynomial(CENTRE_OVER, r)) / polynomial(CENTRE_UNDER, r);
  }
  const tail = offset < 0 ? p : 1 - p;
  if (!(tail > 0)) return tail === 0 ? offset * Infinity : Number.NaN;
  const r = Math.sqrt(-log(tail));
  const size =
    r <= 5
      ? polynomial(SHOULDER_OVER, r - 1.6) / polynomial(SHOULDER_UNDER, r - 1.6)
      : polynomial(FAR_OVER, r - 5) / polynomial(FAR_UNDER, r - 5);
  return offset < 0 ? -size : size;
}

function centre(z: number): number {
  const square = z * z;
  return (z * polynomial(CDF_CENTRE_OVER, square)) / polynomial(CDF_CENTRE_UNDER, square);
}

function shoulder(size: number): number {
  return (bell(size) * polynomial(CDF_SHOULDER_OVER, size)) / polynomial(CDF_SHOULDER_UNDER, size);
}

function farTail(size: number): number {
  const r = 1 / (size * size);
  const correction = (r * polynomial(CDF_FAR_OVER, r)) / polynomial(CDF_FAR_UNDER, r);
  return (bell(size) * (INVERSE_ROOT_TWO_PI - correction)) / size;
}

/** exp(-size² / 2); the square is split so that its rounding error is not magnified by the exponential. */
function bell(size: number): number {
  const coarse = Math.trunc(size * 16) / 16;
  const rest = (size - coarse) * (size + coarse);
  return exp(-0.5 * coarse * coarse) * exp(-0.5 * rest);
}

/** Horner's rule, lowest coefficient first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + (coefficients[i] ?? 0);
  return sum;
}

// The published coefficients, as the doubles nearest to them.
const CDF_CENTRE_OVER = [
  18154.98125334356, 1067.6894854603709, 161.02823106855587, 2.2352520354606837, 0.06568233791820745,
];
const CDF_CENTRE_UNDER = [45507.78933502673, 10260.932208618979, 976.0985517377767, 47.202581904688245, 1];
const CDF_SHOULDER_OVER = [
  9842.714838383978, 11602.65143764735, 6848.190450536283, 2494.5375852903726, 597.2702763948002, 93.50665613217785,
  8.883149794388377, 0.39894151208813466, 1.0765576773720192e-8,
];
const CDF_SHOULDER_UNDER = [
  19685.429676859992, 38912.00328609327, 34900.95272114598, 18615.571640885097, 6485.558298266761, 1519.3775994075547,
  235.387901782625, 22.266688044328117, 1,
];
const CDF_FAR_OVER = [
  2.9112874951168793e-5, 0.0014216191932278934, 0.022235277870649807, 0.12740116116024736, 0.215898534057957,
  0.023073441764940174,
];
const CDF_FAR_UNDER = [
  7.297515550839662e-5, 0.0037823963320275824, 0.06598813786892856, 0.4682382124808651, 1.284260096144911, 1,
];

const CENTRE_OVER = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
];
const CENTRE_UNDER = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852854,
];
const SHOULDER_OVER = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
];
const SHOULDER_UNDER = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const FAR_OVER = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const FAR_UNDER = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15,
];
