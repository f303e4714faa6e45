/**
 * Fitted constants as the catalogue keeps them (catalog/serving): each is a value times a factor for each level that applies, and
 * how far the model was off on runs it had not been fitted to. `tools/fit-serving` writes the file.
 */
import { exp, log } from "@underwatt/engine";
import { z } from "zod";
import { constantNames, constantTable, type ConstantName, type Constants } from "./constants.ts";
import type { Deployment } from "./deployment.ts";
import { levelFamilies, levelsOf, type Circumstances } from "./levels.ts";

export const metrics = ["ttft", "tpot", "throughput"] as const;
export type Metric = (typeof metrics)[number];

/** How close what was measured comes to a deployment, from nearest to farthest. */
export const supports = ["cell", "model", "engine", "none"] as const;
export type Support = (typeof supports)[number];

/** Prefill and decode on the same workers, or apart: what is off differs. */
export const modes = ["aggregated", "disaggregated"] as const;
export type Mode = (typeof modes)[number];

export function modeOf({ prefill }: Pick<Deployment, "prefill">): Mode {
  return prefill === undefined ? "aggregated" : "disaggregated";
}

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

export const calibrationSchema = z.strictObject({
  about: z.string().describe("What was fitted to what, when, by which command"),
  source: z.string(),
  licence: z.string(),
  constants: z.record(
    z.enum(constantNames),
    z.strictObject({
      value: factor,
      levels: z.partialRecord(z.enum(levelFamilies), z.record(z.string(), factor)),
    }),
  ),
  /** By support, mode and metric. */
  errors: z.record(z.enum(supports), z.record(z.enum(modes), z.record(z.enum(metrics), errorRange))),
  /** What was measured, by level. */
  measured: z.strictObject({
    cell: z.array(z.string()),
    model: z.array(z.string()),
    "engine-chip": z.array(z.string()),
  }),
  /** Lengths and concurrencies that were measured. */
  range: z.strictObject({
    input: z.tuple([factor, factor]),
    output: z.tuple([factor, factor]),
    perAccelerator: z.tuple([factor, factor]).describe("Clients an accelerator"),
  }),
});
export type Calibration = z.infer<typeof calibrationSchema>;

/** The constants of a deployment. */
export function constantsOf(
  { constants }: Calibration,
  deployment: Deployment,
  circumstances: Circumstances,
): Constants {
  const levels = levelsOf(deployment, circumstances);
  const of = (name: ConstantName): number => {
    const { value, levels: factors } = constants[name];
    let total = log(value);
    for (const family of levelFamilies) total += log(factors[family]?.[levels[family]] ?? 1);
    return exp(total);
  };
  return constantsBy(of);
}

/** Constants before anything was measured. */
export function startingConstants(): Constants {
  return constantsBy((name) => constantTable[name].start);
}

const constantsSchema = z.record(z.enum(constantNames), z.number());

function constantsBy(of: (name: ConstantName) => number): Constants {
  return constantsSchema.parse(Object.fromEntries(constantNames.map((name) => [name, of(name)])));
}

/** How close the measured runs come to a deployment. */
export function supportOf({ measured }: Calibration, deployment: Deployment): Support {
  const levels = levelsOf(deployment, { release: "", source: "" });
  const known = (family: keyof Calibration["measured"]): boolean => measured[family].includes(levels[family]);
  if (known("cell")) return "cell";
  if (known("model")) return known("engine-chip") ? "model" : "engine";
  return known("engine-chip") ? "engine" : "none";
}
