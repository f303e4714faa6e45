/**
 * What the serving model answers to a pool of a deal, kept by what it was asked: the model is too heavy to be asked in every sample.
 * Answers are plain data, so that workers are given them and need no model.
 */
import {
  acceleratorsOf,
  bestUnder,
  operatingPoints,
  whatWouldFit,
  type Accelerator,
  type Architecture,
  type Calibration,
  type Engine,
  type OperatingPoint,
  type Quantisation,
  type ServiceLevel,
  type ServingModel,
  type Support,
} from "@underwatt/compute";
import { closest, usualSpread } from "./points.ts";

/** All that an answer depends on. */
export interface PoolQuestion {
  readonly architecture: Architecture;
  readonly accelerator: Accelerator;
  readonly engine: Engine;
  readonly quantisation: Quantisation;
  /** Mean tokens. */
  readonly input: number;
  readonly output: number;
  /** Seconds. */
  readonly slo: ServiceLevel;
  /** Accelerators of one worker at most. */
  readonly most: number;
}

/** The best layout within the limits, or why there is none. */
export type PoolAnswer = { readonly best: PoolPoint } | { readonly unfit: string };

export interface PoolPoint {
  readonly layout: string;
  readonly accelerators: number;
  readonly concurrency: number;
  /** Seconds. */
  readonly ttft: number;
  readonly tpot: number;
  /** Output tokens a second and accelerator, with its central 80 % interval. */
  readonly throughput: number;
  readonly low: number;
  readonly high: number;
  readonly support: Support;
  /** What lies outside what was measured. */
  readonly remarks: readonly string[];
}

export interface ServingBook {
  /** Of the files that the model was read from. */
  readonly hash: string;
  /** Lengths and concurrencies that were measured. */
  readonly range: Calibration["range"];
  readonly answers: Map<string, PoolAnswer>;
  /** Absent where there are only answers. */
  readonly solve?: ((question: PoolQuestion) => PoolAnswer) | undefined;
}

export function servingBook(model: ServingModel, hash: string): ServingBook {
  return {
    hash,
    range: model.calibration.range,
    answers: new Map(),
    solve: (question) => solve(question, model),
  };
}

/** The book as plain data. */
export function answersOnly({ hash, range, answers }: ServingBook): ServingBook {
  return { hash, range, answers };
}

/** The answer, asked for once; undefined when the book has none and no model. */
export function answerFrom({ answers, solve: ask }: ServingBook, question: PoolQuestion): PoolAnswer | undefined {
  const key = JSON.stringify(question);
  let answer = answers.get(key);
  if (answer === undefined && ask !== undefined) answers.set(key, (answer = ask(question)));
  return answer;
}

function solve(question: PoolQuestion, model: ServingModel): PoolAnswer {
  const { architecture, accelerator, quantisation, input, output, slo, most } = question;
  const points = operatingPoints(model, question, { input, output, spread: usualSpread });
  if (points.length === 0) return { unfit: whatWouldFit(architecture, quantisation, accelerator, most) };
  const best = bestUnder(points, slo);
  return best === undefined ? { unfit: closest(points, slo) } : { best: pointOf(best) };
}

function pointOf({ layout, concurrency, estimate }: OperatingPoint): PoolPoint {
  const { ttft, tpot, throughput, support, remarks } = estimate;
  const { tp, attentionDp, expertEp } = layout;
  return {
    layout: `tp ${tp}${attentionDp > 1 ? ` x attention dp ${attentionDp}` : ""}${expertEp > 1 ? `, ep ${expertEp}` : ""}`,
    accelerators: acceleratorsOf(layout),
    concurrency,
    ttft: ttft.value,
    tpot: tpot.value,
    throughput: throughput.value,
    low: throughput.low,
    high: throughput.high,
    support,
    remarks,
  };
}
