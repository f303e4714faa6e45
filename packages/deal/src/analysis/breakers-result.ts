/** What `underwatt breakers --json` writes: how near each breaker is to tripping, and what becomes of the theses then. */
import { z } from "zod";
import { about, number, sampledRun } from "./shared-schema.ts";

export const breakersVersion = "underwatt/breakers@1";

export const breakersSchema = z
  .strictObject({
    schema: z.literal(breakersVersion),
    ...about,
    run: sampledRun,
    theses: z.record(z.string(), z.strictObject({ says: z.string(), chance: number })),
    breakers: z.record(
      z.string(),
      z.strictObject({
        says: z.string(),
        trips_if: z.string(),
        by: z.string().optional().describe("Day by which it would be seen"),
        then: z.string().describe("The conclusion that the author draws once it has tripped"),
        chance: number.describe("Chance that it trips, over the samples in which it is defined"),
        distance: z
          .strictObject({
            at_medians: number.describe(
              "How far the medians of all inputs are from tripping; below zero it has tripped there",
            ),
            unit: z
              .string()
              .nullable()
              .describe("Unit of what is compared; null where it weighs several things by their spreads"),
            deviations: number.describe("The same in standard deviations of that distance"),
          })
          .nullable()
          .describe("Null where the condition is but yes or no, or is certain"),
        theses_then: z
          .record(z.string(), number)
          .nullable()
          .describe("Chance of each thesis over the samples in which it trips; null where it trips in too few"),
        tripped_samples: z.number(),
      }),
    ),
    warnings: z.array(z.string()),
  })
  .describe("Breakers as triggers");

export type Breakers = z.infer<typeof breakersSchema>;
