/** Errors on runs that a fit has not seen. */
import { levelsOf, type MeasuredRun } from "@underwatt/compute";
import type { Design } from "./design.ts";
import { starts } from "./design.ts";
import { fit, logConstantsOf, type FitSetting } from "../fitting/map-fit.ts";

/** Spread of the errors that the fit expects, of log TPOT and log TTFT. */
export const scales = Float64Array.of(0.07, 0.2);

export interface Prediction {
  readonly run: MeasuredRun;
  readonly ttft: number;
  readonly tpot: number;
}

export function settingOf({ coefficients, spread }: Design, iterations: number): FitSetting {
  return { coefficients: coefficients.length, spread, starts, scales, iterations };
}

export function predictions(
  design: Design,
  runs: readonly MeasuredRun[],
  theta: Float64Array,
  which: readonly number[],
): Prediction[] {
  const logs = new Float64Array(starts.length);
  const figures = new Float64Array(2);
  return which.flatMap((i) => {
    const row = design.rows[i];
    const run = runs[i];
    if (row === undefined || run === undefined) return [];
    logConstantsOf(row, starts, theta, logs);
    row.predict(logs, figures);
    return [{ run, tpot: Math.exp(figures[0] ?? NaN), ttft: Math.exp(figures[1] ?? NaN) }];
  });
}

/** Every run predicted by a fit to the runs of other folds; each fit starts from nothing. */
export function heldOut(
  design: Design,
  runs: readonly MeasuredRun[],
  foldOf: (run: MeasuredRun) => string,
  iterations = 8,
): Prediction[] {
  const all = runs.map((_, i) => i);
  return [...new Set(runs.map(foldOf))].flatMap((fold) => {
    const inside = all.filter((i) => foldOf(runs[i] ?? fail()) !== fold);
    const theta = fit(
      inside.flatMap((i) => design.rows[i] ?? []),
      settingOf(design, iterations),
    );
    return predictions(
      design,
      runs,
      theta,
      all.filter((i) => foldOf(runs[i] ?? fail()) === fold),
    );
  });
}

/** Six folds of whole groups: configurations at all their concurrencies. */
export const groupFold = ({ group }: MeasuredRun): string => foldOf(group, 6);
export const modelFold = ({ deployment }: MeasuredRun): string => deployment.architecture.name;
export const chipFold = (run: MeasuredRun): string => levelsOf(run.deployment, run)["engine-chip"];
/** Eight folds of whole cells: a model on a chip on an engine in a format. */
export const cellFold = (run: MeasuredRun): string => foldOf(levelsOf(run.deployment, run).cell, 8);

function foldOf(text: string, folds: number): string {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  return String((hash >>> 0) % folds);
}

function fail(): never {
  throw new Error("a run without a place");
}

/** Measured over predicted. */
export const ratios = {
  ttft: ({ run, ttft }: Prediction): number => run.ttft / ttft,
  tpot: ({ run, tpot }: Prediction): number => run.tpot / tpot,
  throughput: ({ run, ttft, tpot }: Prediction): number => {
    const seconds = (first: number, each: number): number => first + each * (run.load.output - 1);
    return seconds(ttft, tpot) / seconds(run.ttft, run.tpot);
  },
} as const;

/** Median and mean of the absolute relative errors of predictions, percent. */
export function errors(found: readonly Prediction[], metric: keyof typeof ratios): { median: number; mean: number } {
  const own = found.map((one) => Math.abs(1 / ratios[metric](one) - 1)).sort((a, b) => a - b);
  return { median: quantile(own, 0.5), mean: own.reduce((sum, value) => sum + value, 0) / own.length };
}

export function quantile(sorted: readonly number[], p: number): number {
  const place = p * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? NaN;
  return low + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] ?? low) - low);
}

export function line(label: string, found: readonly Prediction[]): string {
  const of = (metric: keyof typeof ratios): string => {
    const { median, mean } = errors(found, metric);
    return `${(100 * median).toFixed(1)} / ${(100 * mean).toFixed(1)} %`.padStart(15);
  };
  return `${label.padEnd(44)} ${String(found.length).padStart(5)}  TPOT ${of("tpot")}  TTFT ${of("ttft")}  tokens/s ${of("throughput")}`;
}
