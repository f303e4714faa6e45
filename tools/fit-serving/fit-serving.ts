/**
 * Fits the serving model's constants to published runs and writes catalog/serving/calibration.json, with its errors on runs that a
 * fit has not seen: whole configurations, whole cells, whole models, whole chips left out. By hand:
 *
 *   npm run fit:serving -- FILE.csv
 *
 * FILE has the columns of docs/serving.md; rows with `scored` = 1 count.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  calibrationSchema,
  constantNames,
  levelsOf,
  modeOf,
  readKernelTables,
  kernelTimes,
  totalAccelerators,
  type Accelerator,
  type Calibration,
  type Engine,
  type KernelTimes,
  type LevelFamily,
  type MeasuredRun,
  type Metric,
  type Mode,
} from "@underwatt/compute";
import {
  cellFold,
  chipFold,
  errors,
  groupFold,
  heldOut,
  line,
  modelFold,
  predictions,
  quantile,
  ratios,
  settingOf,
  type Prediction,
} from "./cross-validate.ts";
import { designOf, starts, type Design } from "./design.ts";
import { fit } from "../fitting/map-fit.ts";
import { scoredRuns } from "./runs.ts";
import { chosenScales, spreadsOf } from "./spreads.ts";

/** Runs that make a range of errors. */
const fewestRuns = 50;

const catalog = join(import.meta.dirname, "../../catalog");

const file = process.argv[2];
if (file === undefined) {
  console.error("usage: npm run fit:serving -- FILE.csv");
  process.exit(2);
}
const runs = scoredRuns(file);
const design = designOf(runs, { kernels: shippedKernels() }, spreadsOf(chosenScales));
console.log(`${runs.length} runs, ${design.coefficients.length} coefficients; median / mean absolute error`);
const theta = fit(design.rows, settingOf(design, 20));
const all = runs.map((_, i) => i);
const seen = predictions(design, runs, theta, all);
console.log(line("fitted (in sample)", seen));
const groups = report("groups left out, 6 folds", groupFold);
const cells = report("cells left out", cellFold);
const models = report("models left out", modelFold);
const chips = report("chips of an engine left out", chipFold);
const near = cells.filter(({ run }) => isKnownElsewhere(run));
const far = [...models, ...chips];
const calibration: Calibration = calibrationSchema.parse({
  about: `Constants of the serving model, fitted to ${runs.length} published runs by npm run fit:serving`,
  source:
    "https://github.com/ai-dynamo/aiconfigurator (silicon_sample.csv, head of 2026-08-21), completed from https://github.com/SemiAnalysisAI/InferenceX (benchmark definitions to 2026-05-15)",
  licence: "Measurements: Apache-2.0, Copyright NVIDIA Corporation & Affiliates; SemiAnalysis and contributors",
  constants: constantsFrom(design, theta),
  errors: {
    cell: errorsOf(groups),
    model: errorsOf(near),
    engine: errorsOf(far),
    none: errorsOf(far, 1.5),
  },
  measured: { cell: measured("cell"), model: measured("model"), "engine-chip": measured("engine-chip") },
  range: {
    input: span(runs.map(({ load }) => load.input)),
    output: span(runs.map(({ load }) => load.output)),
    perAccelerator: span(runs.map(({ load, deployment }) => load.concurrency / totalAccelerators(deployment))),
  },
});
writeFileSync(join(catalog, "serving/calibration.json"), `${JSON.stringify(calibration, null, 1)}\n`);

function report(label: string, foldOf: (run: MeasuredRun) => string): Prediction[] {
  const found = heldOut(design, runs, foldOf);
  console.log(line(label, found));
  for (const fold of [...new Set(found.map(({ run }) => foldOf(run)))].sort()) {
    const own = found.filter(({ run }) => foldOf(run) === fold);
    if (own.length >= 20) console.log(line(`  ${fold}`, own));
  }
  return found;
}

/** Whether a cell's model, and its engine on its chip, were measured in other cells too. */
function isKnownElsewhere(run: MeasuredRun): boolean {
  const own = levelsOf(run.deployment, run);
  const others = runs.map((one) => levelsOf(one.deployment, one)).filter(({ cell }) => cell !== own.cell);
  return (["model", "engine-chip"] as const).every((family) => others.some((other) => other[family] === own[family]));
}

/** Of each mode, where it has runs enough; else of both. */
function errorsOf(found: readonly Prediction[], widening = 1): Calibration["errors"]["cell"] {
  const of = (mode: Mode) => {
    const own = found.filter(({ run }) => modeOf(run.deployment) === mode);
    return errorsIn(own.length < fewestRuns ? found : own, widening);
  };
  return { aggregated: of("aggregated"), disaggregated: of("disaggregated") };
}

function errorsIn(found: readonly Prediction[], widening: number): Calibration["errors"]["cell"]["aggregated"] {
  const of = (metric: Metric) => {
    const sorted = found.map(ratios[metric]).sort((a, b) => a - b);
    const rounded = (value: number): number => Number((value ** widening).toPrecision(3));
    const { median, mean } = errors(found, metric);
    return {
      low: rounded(quantile(sorted, 0.1)),
      high: rounded(quantile(sorted, 0.9)),
      runs: found.length,
      median: Number(median.toPrecision(3)),
      mean: Number(mean.toPrecision(3)),
    };
  };
  return { ttft: of("ttft"), tpot: of("tpot"), throughput: of("throughput") };
}

/** Values and factors with four digits. */
function constantsFrom({ coefficients }: Design, found: Float64Array) {
  const constants = new Map(
    constantNames.map((name, c) => {
      const levels: Record<string, Record<string, number>> = {};
      const value = Number(Math.exp(starts[c] ?? 0).toPrecision(4));
      return [name, { value, levels }] satisfies [string, { value: number; levels: typeof levels }];
    }),
  );
  for (const [j, { constant, family, level }] of coefficients.entries()) {
    const factor = Math.exp(found[j] ?? 0);
    const own = constants.get(constant);
    if (own === undefined) continue;
    if (family === undefined || level === undefined) own.value = Number((own.value * factor).toPrecision(4));
    else (own.levels[family] ??= {})[level] = Number(factor.toPrecision(4));
  }
  return Object.fromEntries(constants);
}

function measured(family: LevelFamily): string[] {
  return [...new Set(runs.map((run) => levelsOf(run.deployment, run)[family]))].sort();
}

function span(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

function shippedKernels(): (accelerator: Accelerator, engine: Engine) => KernelTimes {
  const folder = join(catalog, "kernels");
  const tables = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => readKernelTables(JSON.parse(readFileSync(join(folder, name), "utf8")), name));
  const kept = new Map<string, KernelTimes>();
  return (accelerator, engine) => {
    const key = `${engine} ${accelerator.name}`;
    const found = kept.get(key) ?? kernelTimes(accelerator, engine, tables);
    kept.set(key, found);
    return found;
  };
}
