/** Estimates scaled to one published ratio of speed between two accelerators that train the same job. */
import type { Interval, TrainingEstimate } from "@underwatt/compute";
import { TrainingQuestionError } from "./layout.ts";

/** A job on an accelerator, in one layout or several. */
export interface Estimated {
  readonly accelerator: string;
  /** Fastest first; at least one. */
  readonly estimates: readonly TrainingEstimate[];
}

export interface Anchoring {
  /** On the speed that the model gives by itself. */
  readonly factor: number;
  /** The same as a sentence. */
  readonly remark: string;
}

/**
 * @param ratio of the speed of the accelerator to that of the reference, as published
 * @throws TrainingQuestionError when that is above the accelerator's peak
 */
export function anchoring({ accelerator, estimates }: Estimated, reference: Estimated, ratio: number): Anchoring {
  const alone = fastest(estimates) / fastest(reference.estimates);
  const factor = ratio / alone;
  const most = 1 / estimates.reduce((share, { waterfall }) => Math.max(share, waterfall[0]?.share ?? 1), 0);
  if (factor > most) {
    throw new TrainingQuestionError(
      `at ${ratio} times the speed of ${reference.accelerator}, ${accelerator} would compute above its peak; expected a ratio of at most ${(alone * most).toPrecision(3)}`,
    );
  }
  return {
    factor,
    remark: `the figures are scaled by ${factor.toPrecision(3)}, so that ${accelerator} is ${ratio} times as fast as ${reference.accelerator}: the model by itself says ${alone.toPrecision(3)} times; all losses are scaled alike`,
  };
}

/**
 * The estimate with a factor on its speed. One ratio does not say which loss is smaller or larger: all of them shrink or grow alike,
 * so that shares of the step still add up to one.
 */
export function scaledEstimate(estimate: TrainingEstimate, factor: number): TrainingEstimate {
  const { tokensPerSecond, step, mfu, hfu, waterfall } = estimate;
  const [useful, ...losses] = waterfall;
  const lost = losses.reduce((sum, { share }) => sum + share, 0);
  const left = 1 - (useful?.share ?? 0) * factor;
  return {
    ...estimate,
    tokensPerSecond: times(tokensPerSecond, factor),
    step: times(step, 1 / factor),
    mfu: times(mfu, factor),
    hfu: hfu * factor,
    waterfall: waterfall.map((each) => ({ ...each, share: each.share * (each === useful ? factor : left / lost) })),
  };
}

function fastest([first]: readonly TrainingEstimate[]): number {
  return first?.tokensPerSecond.value ?? NaN;
}

function times({ value, low, high }: Interval, factor: number): Interval {
  return { value: value * factor, low: low * factor, high: high * factor };
}
