/** What a sensitivity analysis returns: the documented form of `sensitivity --json`; the version changes when a field changes meaning. */
import { z } from "zod";
import { about, interval, unsampledRun } from "./shared-schema.ts";

export const sensitivityVersion = "underwatt/sensitivity@1";

const influence = {
  input: z.string().describe("The uncertain input, or the group of inputs"),
  inputs: z.array(z.string()).describe("Its members; the input itself where it is by itself"),
  part: z.boolean().describe("Whether the input is but a part of its figure's formula, such as a factor"),
  says: z.string().optional(),
  formula: z.string().describe("The formula in which it is written; empty for a group"),
};

const common = {
  says: z.string().optional(),
  unit: z.string().describe("Unit; `date`, or `probability` for a test, which counts as 1 or 0"),
  because: z.string().describe("Why this method"),
  variance: interval.describe("In the unit, squared; days for a date"),
  undefined: z
    .number()
    .describe("Share of points left out, since the figure has no value there or at one compared with it"),
  replicates: z.number(),
  points: z.number().describe("Of each replicate"),
  evaluations: z.number(),
};

export const sensitivityFigureSchema = z.discriminatedUnion("method", [
  z.strictObject({
    method: z.literal("sobol"),
    ...common,
    inputs: z
      .array(
        z.strictObject({
          ...influence,
          first: interval.describe("Share of the variance that it explains alone"),
          total: interval.describe("Share that would be left if all other inputs were known"),
        }),
      )
      .describe("Every input the figure rests on, by falling total"),
    interactions: interval.describe("Share of the variance that no input explains alone"),
  }),
  z.strictObject({
    method: z.literal("shapley"),
    ...common,
    inputs: z
      .array(z.strictObject({ ...influence, share: interval.describe("Shapley effect: shares sum to 1") }))
      .describe("Every input the figure rests on, by falling share"),
  }),
]);

export const sensitivitySchema = z
  .strictObject({
    schema: z.literal(sensitivityVersion),
    ...about,
    run: unsampledRun,
    figures: z.record(z.string(), sensitivityFigureSchema),
    warnings: z.array(z.string()),
  })
  .describe("Which uncertain inputs the figures of a deal vary with");

export type Sensitivity = z.infer<typeof sensitivitySchema>;
export type SensitivityFigure = z.infer<typeof sensitivityFigureSchema>;
