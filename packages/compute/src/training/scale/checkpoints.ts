/** What failures cost a job that restarts whole from its last checkpoint, and how often it should write one. */
import { exp, expm1 } from "@underwatt/engine";
import { onePlusLambertW } from "./lambert.ts";
import { must, notNegative, positive, share } from "./scale-error.ts";

export interface Checkpointing {
  /**
   * Seconds from a failure until steps run again: to notice it, to replace the host, to start, to load the checkpoint. Failures strike
   * meanwhile too, and it starts over. Work done since the checkpoint is not in it.
   */
  readonly restart: number;
  /** Seconds from the beginning of a checkpoint until it is safe. */
  readonly write: number;
  /** Share of `write` for which training stands still: 1 for a synchronous checkpoint, near 0 for one written in the background. */
  readonly exposed: number;
}

/** Factors of goodput, each in (0, 1]. */
export interface CheckpointFactors {
  /** Standing still to write. */
  readonly checkpoints: number;
  /** Work that is done again. */
  readonly rework: number;
  /** Restarts. */
  readonly restarts: number;
}

/**
 * Seconds of training between two checkpoints at which goodput is highest:
 * M (1 + W(-e^(-1 - stall/M))), where stall = write x exposed and M is the mean time between failures. Restarts don't move it. A
 * checkpoint in the background ends before the next begins, which may ask for more.
 * @throws ScaleError
 */
export function optimalInterval(meanTimeBetweenFailures: number, { write, exposed }: Checkpointing): number {
  positive(meanTimeBetweenFailures, "time between failures");
  notNegative(write, "time to write a checkpoint");
  share(exposed, "share of a checkpoint's time for which training stands still");
  const stall = write * exposed;
  return Math.max(
    meanTimeBetweenFailures * onePlusLambertW(stall / meanTimeBetweenFailures),
    shortestInterval(write, exposed),
  );
}

/**
 * Share of time that a job spends on training that lasts, in factors: their product is
 * interval / (M e^((restart + background)/M) (e^((interval + stall)/M) - 1)).
 *
 * Exact in the long run for failures that strike at a constant rate 1/M whatever the job does. From one restart to the next failure
 * the job runs for M in the mean and keeps e^(-background/M) / (e^((interval + stall)/M) - 1) intervals; a restart takes
 * M (e^(restart/M) - 1) with the failures that strike in it. `background` is the part of a write that training does not wait for: a
 * checkpoint that is not yet safe is lost. Source of the form without it: J. T. Daly, Future Generation Computer Systems 22 (2006).
 * @param interval seconds of training between two checkpoints; the best one if left out
 * @throws ScaleError
 */
export function checkpointFactors(
  meanTimeBetweenFailures: number,
  checkpointing: Checkpointing,
  interval = optimalInterval(meanTimeBetweenFailures, checkpointing),
): CheckpointFactors {
  const { restart, write, exposed } = checkpointing;
  positive(meanTimeBetweenFailures, "time between failures");
  notNegative(restart, "time to restart");
  notNegative(write, "time to write a checkpoint");
  share(exposed, "share of a checkpoint's time for which training stands still");
  const stall = write * exposed;
  must(
    interval > 0 || (interval === 0 && stall === 0),
    `time between checkpoints: ${interval} s; it must be more than 0`,
  );
  const shortest = shortestInterval(write, exposed);
  must(
    interval >= shortest,
    `time between checkpoints: ${interval} s; one takes ${write} s to write and the next can't begin before, so it must be ${shortest} s or more`,
  );
  const background = write - stall;
  const cycle = (interval + stall) / meanTimeBetweenFailures;
  return {
    checkpoints: stall === 0 ? 1 : interval / (interval + stall),
    rework: (cycle === 0 ? 1 : cycle / expm1(cycle)) * exp(-background / meanTimeBetweenFailures),
    restarts: exp(-restart / meanTimeBetweenFailures),
  };
}

/** Product of {@link checkpointFactors}. @throws ScaleError */
export function checkpointGoodput(
  meanTimeBetweenFailures: number,
  checkpointing: Checkpointing,
  interval?: number,
): number {
  const { checkpoints, rework, restarts } = checkpointFactors(meanTimeBetweenFailures, checkpointing, interval);
  return checkpoints * rework * restarts;
}

/** Seconds between checkpoints by J. W. Young, Communications of the ACM 17 (1974): sqrt(2 stall M). */
export function youngInterval(meanTimeBetweenFailures: number, stall: number): number {
  return Math.sqrt(2 * stall * meanTimeBetweenFailures);
}

/** Seconds between checkpoints by J. T. Daly (2006), equation 37: a series about Young's, and M where stalls are longer than 2 M. */
export function dalyInterval(meanTimeBetweenFailures: number, stall: number): number {
  const ratio = stall / (2 * meanTimeBetweenFailures);
  if (ratio >= 1) return meanTimeBetweenFailures;
  return youngInterval(meanTimeBetweenFailures, stall) * (1 + Math.sqrt(ratio) / 3 + ratio / 9) - stall;
}

/**
 * Bytes of a checkpoint from which training goes on: 14 a weight, as mixed precision with Adam keeps a 16-bit weight, a 32-bit master
 * copy, and two 32-bit moments.
 */
export function checkpointBytes(weights: number, bytesPerWeight = 14): number {
  positive(weights, "weights");
  positive(bytesPerWeight, "bytes of a weight's state");
  return weights * bytesPerWeight;
}

/** Seconds to write a checkpoint at a storage bandwidth in bytes a second over the whole job. @throws ScaleError */
export function checkpointWriteTime(bytes: number, storageBandwidth: number): number {
  positive(bytes, "bytes of a checkpoint");
  positive(storageBandwidth, "storage bandwidth");
  return bytes / storageBandwidth;
}

function shortestInterval(write: number, exposed: number): number {
  return Math.max(0, write * (1 - exposed) - write * exposed);
}
