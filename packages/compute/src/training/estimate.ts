/** What a job trains, with the interval that the model's errors on unseen runs leave. */
import type { Architecture } from "../architecture.ts";
import type { Interval } from "../serving/estimate.ts";
import { weightsOf } from "../weights.ts";
import {
  trainingConstantsOf,
  trainingSupportOf,
  type TrainingCalibration,
  type TrainingSupport,
} from "./calibration.ts";
import { acceleratorsIn, tokensPerStep, type TrainingJob } from "./job.ts";
import type { TrainingCircumstances } from "./levels.ts";
import { softwareOf } from "./software.ts";
import { stepOf, type TrainingStep } from "./step.ts";
import { hfuOf, mfuOf } from "./utilisation.ts";
import { waterfallOf, type WaterfallStep } from "./waterfall.ts";

export interface TrainingEstimate {
  /** Tokens a second of one accelerator. */
  readonly tokensPerSecond: Interval;
  /** Time of a step, seconds. */
  readonly step: Interval;
  /** Model FLOPs utilisation over the 16-bit dense peak, see `mfuOf`. */
  readonly mfu: Interval;
  /** Hardware FLOPs utilisation: the same with what is computed again. */
  readonly hfu: number;
  /** Shares of the step's time, see `waterfallOf`. */
  readonly waterfall: readonly WaterfallStep[];
  /** How close the measured runs come to this job. */
  readonly support: TrainingSupport;
  /** Sentences on what lies outside what was measured; empty inside. */
  readonly remarks: readonly string[];
}

export function estimateTraining(
  job: TrainingJob,
  calibration: TrainingCalibration,
  circumstances: TrainingCircumstances = {},
): TrainingEstimate {
  const { seconds, ...rest } = timedStep(job, calibration, circumstances);
  const tokens = tokensPerStep(job.batch) / acceleratorsIn(job.layout) / seconds;
  const support = trainingSupportOf(calibration, job, circumstances);
  const { low, high } = calibration.errors[support][job.architecture.experts === undefined ? "dense" : "experts"];
  const around = (value: number): Interval => ({ value, low: value * low, high: value * high });
  return {
    tokensPerSecond: around(tokens),
    step: { value: seconds, low: seconds / high, high: seconds / low },
    mfu: around(mfuOf(job, tokens)),
    hfu: hfuOf(job, tokens),
    waterfall: waterfallOf(job, { seconds, ...rest }),
    support,
    remarks: remarksOn(job, calibration, support),
  };
}

/** The time of a step, with what anchors a chip that nobody measured here: for searches, which need no interval. */
export function timedStep(
  job: TrainingJob,
  calibration: TrainingCalibration,
  circumstances: TrainingCircumstances = {},
): TrainingStep {
  const known = { release: calibration.releases[job.framework], year: calibration.latest, ...circumstances };
  const constants = trainingConstantsOf(calibration, job, known);
  const anchor = calibration.anchors[job.accelerator.name]?.factor ?? 1;
  return stepOf(job, { ...constants, software: constants.software / anchor }, softwareOf(job.accelerator, known));
}

function remarksOn(job: TrainingJob, { range }: TrainingCalibration, support: TrainingSupport): string[] {
  const said: string[] = [];
  const within = (name: string, value: number, [least, most]: readonly [number, number], unit: string): void => {
    if (value >= least && value <= most) return;
    said.push(`${name} of ${shown(value)} ${unit} is outside the measured ${shown(least)} to ${shown(most)}`);
  };
  within("a job", acceleratorsIn(job.layout), range.accelerators, "accelerators");
  within("a sequence", job.batch.length, range.length, "tokens");
  within("a model", parametersOf(job.architecture) / 1e9, range.billions, "billion weights");
  const { name } = job.accelerator;
  if (support === "generation") said.push(`nobody measured ${name} here; other chips of its generation were measured`);
  if (support === "none")
    said.push(`nobody measured ${name} or its generation here: physics and typical efficiencies only`);
  return said;
}

function parametersOf(architecture: Architecture): number {
  return weightsOf(architecture).total;
}

/** Whole numbers, and two digits of what is less than ten. */
function shown(value: number): string {
  return value < 10 ? String(Number(value.toPrecision(2))) : String(Math.round(value));
}
