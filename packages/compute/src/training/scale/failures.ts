/** How often a job fails. */
import { atLeastOne, positive } from "./scale-error.ts";

/** Accelerators from which a job's failures grow in proportion to its size. */
const proportionalFrom = 4096;

/**
 * Mean seconds between failures of a job: every failure of an accelerator, its host, or its share of the network stops it.
 *
 * Rates are published as accelerator-hours for each failure: 50,700 for Llama 3 (419 unexpected interruptions of 16,384 H100 in 54
 * days, arXiv 2407.21783), 29,500 and 82,000 at two sites of one company (6.50 and 2.34 failures in 1,000 host-days, arXiv 2410.21680).
 * @param acceleratorSecondsPerFailure accelerator-seconds of running for each failure
 * @throws ScaleError
 */
export function timeBetweenFailures(accelerators: number, acceleratorSecondsPerFailure: number): number {
  atLeastOne(accelerators, "accelerators");
  positive(acceleratorSecondsPerFailure, "accelerator-seconds for each failure");
  return acceleratorSecondsPerFailure / accelerators;
}

/** What to say of the time between failures of a job of this size; undefined where proportion holds. */
export function failureRemark(accelerators: number): string | undefined {
  if (accelerators >= proportionalFrom) return undefined;
  return (
    `a job of ${accelerators} accelerators fails oftener than its size says: much of what stops a small job is its own software; ` +
    "at 1,024 accelerators the measured time between failures was 3.7 times shorter than in proportion (arXiv 2410.21680)"
  );
}
