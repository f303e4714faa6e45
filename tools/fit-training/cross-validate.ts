/** Errors on runs that a fit has not seen. */
import type { MeasuredTraining } from "@underwatt/compute";
import { fit, logConstantsOf, type FitSetting } from "../fitting/map-fit.ts";
import { starts, type Design } from "./design.ts";

/** Spread of the errors that the fit expects, of log tokens a second. */
const scale = Float64Array.of(0.06);

export interface Prediction {
  readonly run: MeasuredTraining;
  readonly tokensPerSecond: number;
}

/** A run of which something had to be assumed says less. */
const assumedWeight = 0.3;

/** Runs of one configuration at several sizes, and the same in several releases, count less each: by the root of their number. */
export function weightsOf(runs: readonly MeasuredTraining[]): number[] {
  const groups = runs.map(({ model, job }) => `${model} ${job.accelerator.name} ${job.framework} ${job.format}`);
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return groups.map(
    (group, i) => (sizes.get(group) ?? 1) ** -0.5 * (runs[i]?.assumed.length === 0 ? 1 : assumedWeight),
  );
}

export function settingOf(
  { coefficients, spread }: Design,
  weights: readonly number[],
  iterations: number,
): FitSetting {
  return {
    coefficients: coefficients.length,
    spread,
    starts,
    scales: scale,
    iterations,
    weight: (row) => weights[row] ?? 1,
  };
}

export function predictions(
  design: Design,
  runs: readonly MeasuredTraining[],
  theta: Float64Array,
  which: readonly number[],
): Prediction[] {
  const logs = new Float64Array(starts.length);
  const figures = new Float64Array(1);
  return which.flatMap((i) => {
    const row = design.rows[i];
    const run = runs[i];
    if (row === undefined || run === undefined) return [];
    logConstantsOf(row, starts, theta, logs);
    row.predict(logs, figures);
    return [{ run, tokensPerSecond: Math.exp(figures[0] ?? NaN) }];
  });
}

/** Every run predicted by a fit to the runs of other folds; each fit starts from nothing. */
export function heldOut(
  design: Design,
  runs: readonly MeasuredTraining[],
  foldOf: (run: MeasuredTraining) => string,
  iterations = 12,
): Prediction[] {
  const folds = runs.map(foldOf);
  const weights = weightsOf(runs);
  return [...new Set(folds)].flatMap((fold) => {
    const inside = folds.flatMap((one, i) => (one === fold ? [] : [i]));
    const theta = fit(
      inside.flatMap((i) => design.rows[i] ?? []),
      settingOf(
        design,
        inside.map((i) => weights[i] ?? 1),
        iterations,
      ),
    );
    const outside = folds.flatMap((one, i) => (one === fold ? [i] : []));
    return predictions(design, runs, theta, outside);
  });
}

/** Ways to make folds. */
export const partitions = [1, 2, 3, 4] as const;

/** Six folds of whole pairs of model and chip. */
export const pairFold = (run: MeasuredTraining, partition: number): string =>
  String(hash(`${partition} ${pairOf(run)}`) % 6);
export const pairOf = ({ model, job }: MeasuredTraining): string => `${model} ${job.accelerator.name}`;
export const modelFold = ({ model }: MeasuredTraining): string => model;
export const chipFold = ({ job }: MeasuredTraining): string => job.accelerator.name;

/** Teams, by what their sources are called. MLPerf's runs are of NVIDIA's software, whoever submits them. */
const teams = [
  ["NVIDIA", /NVIDIA|Megatron|MLPerf|Reducing activation/],
  ["Google", /Google|MaxText/],
  ["PyTorch", /torchtitan/],
] as const;

/** Who measured: the team, since one team's tables share software and habits. */
export const sourceFold = ({ source }: MeasuredTraining): string =>
  teams.find(([, pattern]) => pattern.test(source))?.[0] ?? source;

function hash(text: string): number {
  let state = 2166136261;
  for (const letter of text) state = Math.imul(state ^ letter.charCodeAt(0), 16777619);
  // The last bits of this hash are poor; those in the middle are not.
  return (state >>> 8) & 0xffff;
}

/** Measured over predicted. */
export function ratioOf({ run, tokensPerSecond }: Prediction): number {
  return run.tokensPerSecond / tokensPerSecond;
}

export interface Errors {
  readonly count: number;
  readonly median: number;
  readonly mean: number;
  readonly p90: number;
  readonly bias: number;
}

/** Absolute relative errors of predictions. */
export function errorsOf(found: readonly Prediction[]): Errors {
  const signed = found.map((one) => 1 / ratioOf(one) - 1).sort((a, b) => a - b);
  const absolute = signed.map(Math.abs).sort((a, b) => a - b);
  return {
    count: found.length,
    median: quantile(absolute, 0.5),
    mean: absolute.reduce((sum, value) => sum + value, 0) / absolute.length,
    p90: quantile(absolute, 0.9),
    bias: quantile(signed, 0.5),
  };
}

export function quantile(sorted: readonly number[], p: number): number {
  const place = p * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? NaN;
  return low + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] ?? low) - low);
}

export function line(label: string, found: readonly Prediction[]): string {
  const { count, median, mean, p90, bias } = errorsOf(found);
  const percent = (value: number): string => (100 * value).toFixed(1).padStart(6);
  return `${label.padEnd(46)} ${String(count).padStart(4)} ${percent(median)} ${percent(mean)} ${percent(p90)} ${percent(bias)}`;
}

export const isMixture = ({ run }: Prediction): boolean => run.job.architecture.experts !== undefined;
