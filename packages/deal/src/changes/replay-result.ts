/** What `replay` returns: the documented form of `replay --json`; the version changes when a field changes meaning. */
import { z } from "zod";
import { sampledRun } from "../analysis/shared-schema.ts";
import { changeSchema } from "./diff-result.ts";

export const replayVersion = "underwatt/replay@1";

const cell = z.union([z.number(), z.string(), z.null()]);

const point = z
  .strictObject({
    value: cell.describe("The value, the median of an uncertain one; null is undefined"),
    p10: cell.optional().describe("Of an uncertain one"),
    p90: cell.optional(),
  })
  .describe("A figure on a day");

const thesisPoint = z.strictObject({
  probability: z.number().nullable().describe("Chance that it holds"),
  se: z.number(),
  state: z.string(),
});

export const replaySchema = z
  .strictObject({
    schema: z.literal(replayVersion),
    deal: z.string(),
    title: z.string(),
    as_of: z.string().describe("The last day of evidence replayed"),
    run: sampledRun,
    figures: z
      .record(z.string(), z.strictObject({ says: z.string().optional(), unit: z.string() }))
      .describe("The key figures that are single values, as they are in the end"),
    thesis: z.record(z.string(), z.strictObject({ says: z.string() })),
    days: z
      .array(
        z.strictObject({
          day: z.string().describe("A day on which evidence arrived that a figure or thesis rests on"),
          arrived: z.array(changeSchema).describe("The claims among it on which one rests"),
          others: z.int().describe("Further claims of that day, on which none rests"),
          figures: z.record(z.string(), point).describe("Those that have a value on that day, in the unit of the end"),
          thesis: z.record(z.string(), thesisPoint),
          mistakes: z
            .array(z.string())
            .optional()
            .describe("Why the deal could not be run as of that day, where it could not"),
        }),
      )
      .describe("In the order in which they came"),
    quiet: z.int().describe("Days on which only other evidence arrived"),
  })
  .describe("A deal as it stood on each day on which evidence arrived");

export type Replay = z.infer<typeof replaySchema>;
export type ReplayDay = Replay["days"][number];
