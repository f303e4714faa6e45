/**
 * Fits the training model's constants to published runs and writes catalog/training/calibration.json, with its errors on runs that
 * a fit has not seen: whole pairs of model and chip, whole models, whole chips left out. By hand:
 *
 *   npm run fit:training -- FILE.csv [PREDICTIONS.csv]
 *
 * FILE has the columns of docs/training.md; PREDICTIONS gets each run's speed as predicted without its pair.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  acceleratorsIn,
  frameworks,
  generationOf,
  trainingCalibrationSchema,
  trainingConstantNames,
  weightsOf as weightsOfModel,
  type MeasuredTraining,
  type TrainingCalibration,
} from "@underwatt/compute";
import { anchorsOf } from "./anchors.ts";
import {
  chipFold,
  errorsOf,
  heldOut,
  isMixture,
  line,
  modelFold,
  pairFold,
  pairOf,
  partitions,
  predictions,
  ratioOf,
  settingOf,
  sourceFold,
  weightsOf,
  type Prediction,
} from "./cross-validate.ts";
import { designOf, starts, type Design } from "./design.ts";
import { fit } from "../fitting/map-fit.ts";
import { measuredRuns } from "./runs.ts";

const catalog = join(import.meta.dirname, "../../catalog");
const [file, predictionsFile] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: npm run fit:training -- FILE.csv [PREDICTIONS.csv]");
  process.exit(2);
}

const runs = measuredRuns(file);
const design = designOf(runs);
console.log(`${runs.length} runs, ${design.coefficients.length} coefficients`);
console.log(`${"".padEnd(46)} runs median   mean    p90   bias (%)`);
const theta = fit(design.rows, settingOf(design, weightsOf(runs), 20));
const everywhere = runs.map((_, i) => i);
report("fitted (in sample)", predictions(design, runs, theta, everywhere));
// The ranges of errors come from several ways to make six folds: with few mixtures of experts one way is luck.
const pairs = partitions.map((partition) => heldOut(design, runs, (run) => pairFold(run, partition)));
for (const [i, found] of pairs.entries()) report(`pairs left out, six folds, partition ${i + 1}`, found);
const models = heldOut(design, runs, modelFold);
report("models left out", models, modelFold);
const chips = heldOut(design, runs, chipFold);
report("chips left out", chips, chipFold);
const sources = heldOut(design, runs, sourceFold);
report("sources left out", sources, sourceFold);
const unseen = pairs.flat();
const near = [...sources, ...chips.filter(isGenerationKnown)];

const constants = constantsFrom(design, theta);
const calibration: TrainingCalibration = trainingCalibrationSchema.parse({
  about: `Constants of the training model, fitted to ${runs.length} published runs by npm run fit:training`,
  source: "The sources of docs/training.md, section Measurements",
  licence: "Measured figures, re-entered with their sources",
  latest: round(Math.max(...runs.map(({ circumstances }) => circumstances.year ?? 0))),
  releases: Object.fromEntries(frameworks.flatMap((framework) => latestRelease(framework))),
  constants,
  anchors: {},
  errors: {
    release: { dense: rangeOf(unseen, false), experts: widest(rangeOf(unseen, true), rangeOf(unseen, true, pairOf)) },
    // One's own cluster is one more source, an unseen chip one more chip: each counts alike, whatever its runs.
    chip: {
      dense: rangeOf(sources, false, sourceFold),
      experts: rangeOf([...sources, ...models], true, (run) => `${sourceFold(run)} ${modelFold(run)}`),
    },
    generation: {
      dense: rangeOf(near, false, sourceAndChip),
      experts: rangeOf([...near, ...models], true, sourceAndChip),
    },
    none: {
      dense: rangeOf(chips, false, sourceAndChip, 1.5),
      experts: rangeOf([...chips, ...models], true, sourceAndChip, 1.5),
    },
  },
  measured: {
    releases: named(({ circumstances }) => circumstances.release ?? ""),
    chips: named(chipFold),
    generations: named(({ job }) => generationOf(job.accelerator)),
    mixtures: named(({ job }) => (job.architecture.experts === undefined ? "" : job.architecture.name)),
  },
  range: {
    accelerators: span(runs.map(({ job }) => acceleratorsIn(job.layout))),
    length: span(runs.map(({ job }) => job.batch.length)),
    billions: span(runs.map(({ job }) => round(weightsOfModel(job.architecture).total / 1e9))),
  },
});
mkdirSync(join(catalog, "training"), { recursive: true });
const anchored = { ...calibration, anchors: anchorsOf(calibration) };
for (const [chip, { factor, reference, ratio }] of Object.entries(anchored.anchors))
  console.log(`${chip} anchored to ${reference}: published ratio ${ratio}, factor ${factor}`);
writeFileSync(join(catalog, "training/calibration.json"), `${JSON.stringify(anchored, null, 1)}\n`);
if (predictionsFile !== undefined) {
  const rows = (pairs[0] ?? []).map(({ run, tokensPerSecond }) => `${run.id},${tokensPerSecond.toPrecision(6)}`);
  writeFileSync(predictionsFile, `id,prediction\n${rows.join("\n")}\n`);
}

function report(label: string, found: readonly Prediction[], by?: (run: MeasuredTraining) => string): void {
  console.log(line(label, found));
  console.log(
    line(
      "  dense",
      found.filter((one) => !isMixture(one)),
    ),
  );
  console.log(line("  with experts", found.filter(isMixture)));
  if (by === undefined) return;
  for (const name of [...new Set(found.map(({ run }) => by(run)))].sort()) {
    const own = found.filter(({ run }) => by(run) === name);
    if (own.length >= 5) console.log(line(`    ${name}`, own));
  }
}

/** Whether other chips of a run's generation are there to fit. */
function isGenerationKnown({ run }: Prediction): boolean {
  const { accelerator } = run.job;
  return runs.some(
    ({ job }) =>
      job.accelerator.name !== accelerator.name && generationOf(job.accelerator) === generationOf(accelerator),
  );
}

/** A tenth of what was measured over what was predicted at each end, every group counting alike where there are groups. */
function rangeOf(
  found: readonly Prediction[],
  mixtures: boolean,
  groupOf: (run: MeasuredTraining) => string = ({ id }) => id,
  widening = 1,
): TrainingCalibration["errors"]["chip"]["dense"] {
  const own = found.filter((one) => isMixture(one) === mixtures);
  const sizes = Map.groupBy(own, ({ run }) => groupOf(run));
  const weighted = own.map((one) => ({ ratio: ratioOf(one), weight: 1 / (sizes.get(groupOf(one.run))?.length ?? 1) }));
  const { median, mean } = errorsOf(own);
  return {
    low: round(weightedQuantile(weighted, 0.1) ** widening),
    high: round(weightedQuantile(weighted, 0.9) ** widening),
    runs: own.length,
    median: round(median),
    mean: round(mean),
  };
}

/** Both ranges: with runs of few pairs, neither every run nor every pair counting alike is sure to hold four of five. */
function widest<Range extends { readonly low: number; readonly high: number }>(one: Range, other: Range): Range {
  return { ...one, low: Math.min(one.low, other.low), high: Math.max(one.high, other.high) };
}

function weightedQuantile(values: readonly { ratio: number; weight: number }[], p: number): number {
  const sorted = values.toSorted((a, b) => a.ratio - b.ratio);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  for (const { ratio, weight } of sorted) {
    below += weight;
    if (below >= p * total) return ratio;
  }
  return NaN;
}

function named(of: (run: MeasuredTraining) => string): string[] {
  return [...new Set(runs.map(of))].filter((name) => name !== "").sort();
}

function sourceAndChip(run: MeasuredTraining): string {
  return `${sourceFold(run)} ${chipFold(run)}`;
}

function latestRelease(framework: string): [string, string][] {
  const own = runs
    .filter(({ job, assumed }) => job.framework === framework && assumed.length === 0)
    .sort((a, b) => (a.circumstances.year ?? 0) - (b.circumstances.year ?? 0));
  const release = own.at(-1)?.circumstances.release;
  return release === undefined ? [] : [[framework, release]];
}

/** Values and factors with four digits. */
function constantsFrom({ coefficients }: Design, found: Float64Array) {
  const byName = new Map(
    trainingConstantNames.map((name, c) => {
      const levels: Record<string, Record<string, number>> = {};
      const value = Number(Math.exp(starts[c] ?? 0).toPrecision(4));
      return [name, { value, levels }] satisfies [string, { value: number; levels: typeof levels }];
    }),
  );
  for (const [j, { constant, family, level }] of coefficients.entries()) {
    const factor = Math.exp(found[j] ?? 0);
    const own = byName.get(constant);
    if (own === undefined) continue;
    if (family === undefined || level === undefined) own.value = Number((own.value * factor).toPrecision(4));
    else (own.levels[family] ??= {})[level] = Number(factor.toPrecision(4));
  }
  return Object.fromEntries(byName);
}

function span(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

function round(value: number): number {
  return Number(value.toPrecision(value > 1000 ? 6 : 3));
}
