/** Lambert's W where checkpoint intervals need it. */
import { exp, log1p } from "@underwatt/engine";

/**
 * 1 + W(-e^(-1-d)) on the principal branch of Lambert's function (W e^W = x), for d >= 0; from 0 at d = 0 to 1.
 *
 * It is the u of 0..1 with -u - ln(1 - u) = d. That side is convex and rises, so Newton's method from above falls to it without
 * overshooting; sqrt(2 d) and 1 - e^(-1-d) lie above. Asked for in this form, nothing cancels at the branch point W = -1. Relative
 * error 1e-15 / u at most, u about sqrt(2 d) for small d.
 */
export function onePlusLambertW(d: number): number {
  const far = 1 - exp(-1 - d);
  // Here 1 - u is below the last digit of the next term, e^(-2 (1 + d)).
  if (d > 18) return far;
  let u = Math.min(Math.sqrt(2 * d), far);
  for (let iteration = 0; iteration < 100 && u > 0; iteration++) {
    const next = u - ((-u - log1p(-u) - d) * (1 - u)) / u;
    if (!(next < u) || next <= 0) break;
    u = next;
  }
  return u;
}
