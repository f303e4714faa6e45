/** How many digits of a simulated number its error supports. */
import { studentQuantile } from "@underwatt/engine";
import { roundTo } from "./number.ts";

/** Degrees of freedom of a run's errors where a result does not say: those of 16 replicates. */
export const usualDegrees = 15;

/**
 * Decimals worth printing: the last of them is the first that the 95 % interval by Student's t leaves open, so that the one
 * before it is all but sure and rounding hides nothing that is known. A number whose interval is wider than itself keeps one
 * digit.
 * @param value and `error`, its standard error, in the same unit
 * @param degrees of freedom of the error
 * @returns negative for tens, hundreds and so on; infinite where the error is 0 or not known
 * @example supportedDecimals(3.852, 0.1, 15) // 1: the interval is 3.64 to 4.07
 */
export function supportedDecimals(value: number, error: number, degrees = usualDegrees): number {
  if (!(error > 0) || degrees < 1) return Infinity;
  return decimalsOfWidth(value, 2 * studentQuantile(0.975, degrees) * error);
}

/** The same for a number whose interval has a width; infinite where it has none. */
export function decimalsOfWidth(value: number, width: number): number {
  if (!(width > 0)) return Infinity;
  const supported = -Math.floor(Math.log10(width));
  return value === 0 ? supported : Math.max(supported, -Math.floor(Math.log10(Math.abs(roundTo(value, 1)))));
}
