/** What `underwatt attribute --json` writes: on what evidence the spread of figures and the failure of theses rest. */
import { z } from "zod";
import { about, interval, number, unsampledRun } from "./shared-schema.ts";

export const attributionVersion = "underwatt/attribution@1";

/** By what inputs are put together. */
export const attributionKinds = ["grade", "source", "claim"] as const;
export type AttributionKind = (typeof attributionKinds)[number];

const shares = z
  .array(
    z.strictObject({
      group: z
        .string()
        .describe("Grade, root source or claim; or judged, unsupported, conflict, model, market, the rest"),
      share: interval.describe("Shapley effect of the group: shares sum to 1"),
      inputs: z.array(z.string()).describe("The uncertain inputs in it"),
    }),
  )
  .describe("By falling share");

export const attributionSchema = z
  .strictObject({
    schema: z.literal(attributionVersion),
    ...about,
    run: unsampledRun,
    by: z.enum(attributionKinds),
    figures: z.record(
      z.string(),
      z
        .strictObject({
          says: z.string().optional(),
          unit: z.string().describe("Unit; `probability` for a test, whose spread is that of its failure"),
          spread: shares.describe("Of the variance; of a test, of whether it fails"),
          low: shares
            .optional()
            .describe(
              "Of whether the figure falls below its tenth percentile: what its bad end rests on. Not of a test",
            ),
          undefined: z.number().describe("Share of points left out, since the figure has no value there"),
          reading: z.string().describe("The spread in a sentence"),
        })
        .describe("A figure or test"),
    ),
    without: z
      .record(
        z.string(),
        z.strictObject({
          grade: z.string(),
          printed: z.string(),
          figures: z.record(
            z.string(),
            z.strictObject({
              before: number.describe("Median; of a test, its chance"),
              after: number.describe("The same when the claim is about something else"),
              width_before: number.optional().describe("From P10 to P90; not of a test"),
              width_after: number.optional(),
            }),
          ),
          choices: z
            .record(z.string(), z.strictObject({ before: z.string(), after: z.string() }))
            .describe("Preferred options of decisions that change"),
        }),
      )
      .describe("Leave one out: each claim taken as about something else, its prior or a wide spread in its place"),
    not_left_out: z.array(z.string()).describe("Claims beyond the number that were tried"),
    warnings: z.array(z.string()),
  })
  .describe("On what evidence figures rest");

export type Attribution = z.infer<typeof attributionSchema>;
