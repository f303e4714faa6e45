/**
 * What the training model answers to a pool of a deal, kept by what it was asked: a search for a layout is too heavy for every sample.
 * Answers are plain data, so that workers are given them and need not search.
 */
import {
  estimateTraining,
  searchLayouts,
  timedStep,
  trainingPeak,
  trainingShortage,
  type Interval,
  type OpenTraining,
  type TrainingCalibration,
  type TrainingCircumstances,
  type TrainingJob,
  type TrainingSupport,
} from "@underwatt/compute";
import { laidOut, TrainingQuestionError, type GivenLayout } from "./layout.ts";
import type { TrainingModel } from "./read-model.ts";
import { roundJob, wholeJob } from "./round-job.ts";

/** All that an answer depends on, beside the model. */
export interface TrainingPoolQuestion extends OpenTraining {
  readonly release: string | undefined;
  /** Undefined: the fastest that fits is looked for. */
  readonly layout: GivenLayout | undefined;
}

/** A job on accelerators of one kind, or why there is none. */
export type TrainingPoolAnswer = { readonly best: TrainedPool } | { readonly unfit: string };

export interface TrainedPool {
  /** In words. */
  readonly layout: string;
  /** What was asked, in round numbers. */
  readonly accelerators: number;
  readonly sequences: number;
  /** Tokens a second of one accelerator at hand, idle ones counted, with its central 80 % interval. */
  readonly speed: Interval;
  readonly mfu: number;
  readonly hfu: number;
  /** Dense peak of the format, FLOP/s. */
  readonly peak: number;
  /** Seconds. */
  readonly step: number;
  /** Shares of all accelerators' time at the format's peak, by cause; `useful` and `idle` too. They add up to 1. */
  readonly shares: Readonly<Record<string, number>>;
  /** Accelerators of a replica. */
  readonly replica: number;
  readonly microBatches: number;
  /** Sequences of one. */
  readonly microBatch: number;
  readonly support: TrainingSupport;
  /** What lies outside what was measured. */
  readonly remarks: readonly string[];
}

/** The model with what it has answered so far. */
export interface TrainingBook extends TrainingModel {
  readonly answers: Map<string, TrainingPoolAnswer>;
}

export function trainingBook(model: TrainingModel): TrainingBook {
  return { ...model, answers: new Map() };
}

/** The answer, worked out once. */
export function trainedBy({ answers, calibration }: TrainingBook, question: TrainingPoolQuestion): TrainingPoolAnswer {
  const key = JSON.stringify(question);
  let answer = answers.get(key);
  if (answer === undefined) answers.set(key, (answer = solve(question, calibration)));
  return answer;
}

function solve(question: TrainingPoolQuestion, calibration: TrainingCalibration): TrainingPoolAnswer {
  const { release, layout } = question;
  const circumstances = release === undefined ? {} : { release };
  if (layout === undefined) {
    const round = { ...question, ...roundJob(question) };
    const { best, reason } = searchLayouts(round, (job) => timedStep(job, calibration, circumstances).seconds, 1);
    const [found] = best;
    if (found === undefined) return { unfit: reason ?? "no layout fits" };
    return { best: trained(found.job, round.accelerators, calibration, circumstances) };
  }
  try {
    const { atHand, ...whole } = wholeJob(question, layout);
    const job = laidOut({ ...question, ...whole }, layout);
    const shortage = trainingShortage(job);
    return shortage === undefined ? { best: trained(job, atHand, calibration, circumstances) } : { unfit: shortage };
  } catch (error) {
    if (error instanceof TrainingQuestionError) return { unfit: error.message };
    throw error;
  }
}

/** @param atHand accelerators, those included that the layout leaves idle */
function trained(
  job: TrainingJob,
  atHand: number,
  calibration: TrainingCalibration,
  circumstances: TrainingCircumstances,
): TrainedPool {
  const { tokensPerSecond, step, mfu, hfu, waterfall, support, remarks } = estimateTraining(
    job,
    calibration,
    circumstances,
  );
  const { layout, batch } = job;
  const { tp, pp, cp, ep, dp, chunks, microBatch, recomputation } = layout;
  const replica = tp * pp * cp;
  const used = (replica * dp) / atHand;
  const ways = Object.entries({ tp, pp, cp, ep }).flatMap(([name, count]) => (count > 1 ? [`${name} ${count}`] : []));
  return {
    layout: [
      ways.length === 0 ? "replicas of one accelerator" : ways.join(" x "),
      ...(chunks > 1 ? [`${chunks} chunks`] : []),
      `micro-batches of ${microBatch}`,
      ...(recomputation === "none" ? [] : [`${recomputation} recomputation`]),
    ].join(", "),
    accelerators: atHand,
    sequences: batch.sequences,
    speed: {
      value: tokensPerSecond.value * used,
      low: tokensPerSecond.low * used,
      high: tokensPerSecond.high * used,
    },
    mfu: mfu.value * used,
    hfu: hfu * used,
    peak: trainingPeak(job.accelerator, job.format),
    step: step.value,
    shares: {
      ...Object.fromEntries(waterfall.map(({ cause, share }) => [cause, share * used])),
      idle: 1 - used,
    },
    replica,
    microBatches: batch.sequences / (dp * microBatch),
    microBatch,
    support,
    remarks,
  };
}
