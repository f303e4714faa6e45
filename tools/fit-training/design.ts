/** Runs as rows of a fit: which coefficients make up each constant, and how tokens a second follow from the constants. */
import {
  softwareOf,
  stepOf,
  tokensPerStep,
  acceleratorsIn,
  trainingConstantNames,
  trainingConstantTable,
  trainingLevelsOf,
  trainingStartingConstants,
  type MeasuredTraining,
  type TrainingConstantName,
  type TrainingLevelFamily,
} from "@underwatt/compute";
import { Coefficients, type Coefficient } from "../fitting/coefficients.ts";
import type { FitRow } from "../fitting/map-fit.ts";
import { baseSpread, spreads } from "./spreads.ts";

export const starts = Float64Array.from(trainingConstantNames, (name) => Math.log(trainingConstantTable[name].start));

export interface Design {
  readonly rows: readonly FitRow[];
  readonly coefficients: readonly Coefficient<TrainingConstantName, TrainingLevelFamily>[];
  readonly spread: Float64Array;
}

/** Log tokens a second of each run. */
export function designOf(runs: readonly MeasuredTraining[]): Design {
  const coefficients = new Coefficients<TrainingConstantName, TrainingLevelFamily>();
  const rows = runs.map(({ job, circumstances, tokensPerSecond }): FitRow => {
    const levels = trainingLevelsOf(job, circumstances);
    const software = softwareOf(job.accelerator, circumstances);
    const constants = trainingStartingConstants();
    const tokens = tokensPerStep(job.batch) / acceleratorsIn(job.layout);
    return {
      columns: trainingConstantNames.map((constant) => {
        const own = [coefficients.place({ constant }, baseSpread[constant])];
        for (const [family, sd] of spreads[constant] ?? [])
          own.push(coefficients.place({ constant, family, level: levels[family] }, sd));
        return Int32Array.from(own);
      }),
      measured: Float64Array.of(Math.log(tokensPerSecond)),
      predict(logs, into) {
        for (const [c, name] of trainingConstantNames.entries()) constants[name] = Math.exp(logs[c] ?? 0);
        into[0] = Math.log(tokens / stepOf(job, constants, software).seconds);
      },
    };
  });
  return { rows, coefficients: coefficients.all, spread: Float64Array.from(coefficients.spreads) };
}
