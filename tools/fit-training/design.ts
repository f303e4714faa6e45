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
import type { FitRow } from "../fitting/map-fit.ts";
import { baseSpread, spreads } from "./spreads.ts";

export const starts = Float64Array.from(trainingConstantNames, (name) => Math.log(trainingConstantTable[name].start));

/** A coefficient: the base of a constant, or its offset at a level. */
export interface Coefficient {
  readonly constant: TrainingConstantName;
  readonly family?: TrainingLevelFamily;
  readonly level?: string;
}

export interface Design {
  readonly rows: readonly FitRow[];
  readonly coefficients: readonly Coefficient[];
  readonly spread: Float64Array;
}

/** Log tokens a second of each run. */
export function designOf(runs: readonly MeasuredTraining[]): Design {
  const places = new Map<string, number>();
  const coefficients: Coefficient[] = [];
  const spread: number[] = [];
  const place = (coefficient: Coefficient, sd: number): number => {
    const key = `${coefficient.constant}|${coefficient.family ?? ""}|${coefficient.level ?? ""}`;
    let found = places.get(key);
    if (found === undefined) {
      found = coefficients.length;
      places.set(key, found);
      coefficients.push(coefficient);
      spread.push(sd);
    }
    return found;
  };
  const rows = runs.map(({ job, circumstances, tokensPerSecond }): FitRow => {
    const levels = trainingLevelsOf(job, circumstances);
    const software = softwareOf(job.accelerator, circumstances);
    const constants = trainingStartingConstants();
    const tokens = tokensPerStep(job.batch) / acceleratorsIn(job.layout);
    return {
      columns: trainingConstantNames.map((constant) => {
        const own = [place({ constant }, baseSpread[constant])];
        for (const [family, sd] of spreads[constant] ?? [])
          own.push(place({ constant, family, level: levels[family] }, sd));
        return Int32Array.from(own);
      }),
      measured: Float64Array.of(Math.log(tokensPerSecond)),
      predict(logs, into) {
        for (const [c, name] of trainingConstantNames.entries()) constants[name] = Math.exp(logs[c] ?? 0);
        into[0] = Math.log(tokens / stepOf(job, constants, software).seconds);
      },
    };
  });
  return { rows, coefficients, spread: Float64Array.from(spread) };
}
