/**
 * Fitted constants as the catalogue keeps them (catalog/training): each is a value times a factor for each level that applies, and
 * how far the model was off on runs it had not been fitted to. `tools/fit-training` writes the file.
 */
import { z } from "zod";
import {
  trainingConstantNames,
  trainingConstantTable,
  type TrainingConstantName,
  type TrainingConstants,
} from "./constants.ts";
import { frameworks, type TrainingJob } from "./job.ts";
import { generationOf, trainingLevelFamilies, trainingLevelsOf, type TrainingCircumstances } from "./levels.ts";

/**
 * How close what was measured comes to a job, from nearest to farthest: its release and its chip (and its model, of a mixture of
 * experts, which differ more) by the same source; its chip by others; its generation; nothing.
 */
export const trainingSupports = ["release", "chip", "generation", "none"] as const;
export type TrainingSupport = (typeof trainingSupports)[number];

const factor = z.number().positive();
const errorRange = z
  .strictObject({
    low: factor.describe("Measured over predicted: a tenth of unseen runs lay below"),
    high: factor.describe("A tenth lay above"),
    runs: z.int().describe("Unseen runs it was counted on"),
    median: z.number().describe("Median absolute relative error"),
    mean: z.number().describe("Mean absolute relative error"),
  })
  .describe("Errors on runs that the model was not fitted to");

export const trainingKinds = ["dense", "experts"] as const;

export const trainingCalibrationSchema = z.strictObject({
  about: z.string().describe("What was fitted to what, when, by which command"),
  source: z.string(),
  licence: z.string(),
  /** Year of the latest software that was measured. */
  latest: z.number(),
  /** Latest release of each framework that was measured: a job is taken to run it unless another is named. */
  releases: z.partialRecord(z.enum(frameworks), z.string()),
  constants: z.record(
    z.enum(trainingConstantNames),
    z.strictObject({
      value: factor,
      levels: z.partialRecord(z.enum(trainingLevelFamilies), z.record(z.string(), factor)),
    }),
  ),
  /** Chips whose speed one published ratio gives: factor on tokens a second, its chip of reference and where it is from. */
  anchors: z.record(z.string(), z.strictObject({ factor, reference: z.string(), ratio: factor, source: z.string() })),
  errors: z.record(z.enum(trainingSupports), z.record(z.enum(trainingKinds), errorRange)),
  /** What was measured. */
  measured: z.strictObject({
    releases: z.array(z.string()),
    chips: z.array(z.string()),
    generations: z.array(z.string()),
    mixtures: z.array(z.string()).describe("Models with experts"),
  }),
  range: z.strictObject({
    accelerators: z.tuple([factor, factor]),
    length: z.tuple([factor, factor]),
    billions: z.tuple([factor, factor]).describe("Weights of a model, billions"),
  }),
});
export type TrainingCalibration = z.infer<typeof trainingCalibrationSchema>;

/** The constants of a job. */
export function trainingConstantsOf(
  { constants }: Pick<TrainingCalibration, "constants">,
  job: TrainingJob,
  circumstances: TrainingCircumstances,
): TrainingConstants {
  const levels = trainingLevelsOf(job, circumstances);
  return constantsBy((name) => {
    const { value, levels: factors } = constants[name];
    let total = value;
    for (const family of trainingLevelFamilies) total *= factors[family]?.[levels[family]] ?? 1;
    return total;
  });
}

const starting: TrainingConstants = z
  .record(z.enum(trainingConstantNames), z.number())
  .parse(Object.fromEntries(trainingConstantNames.map((name) => [name, trainingConstantTable[name].start])));

/** Constants before anything was measured. */
export function trainingStartingConstants(): TrainingConstants {
  return { ...starting };
}

function constantsBy(of: (name: TrainingConstantName) => number): TrainingConstants {
  const constants = { ...starting };
  for (const name of trainingConstantNames) constants[name] = of(name);
  return constants;
}

/** How close the measured runs come to a job; a release counts only when it is named. An anchored chip counts as of its generation. */
export function trainingSupportOf(
  { measured }: TrainingCalibration,
  { accelerator, architecture }: TrainingJob,
  { release = "" }: TrainingCircumstances,
): TrainingSupport {
  if (!measured.chips.includes(accelerator.name))
    return measured.generations.includes(generationOf(accelerator)) ? "generation" : "none";
  const isModelKnown = architecture.experts === undefined || measured.mixtures.includes(architecture.name);
  return measured.releases.includes(release) && isModelKnown ? "release" : "chip";
}
