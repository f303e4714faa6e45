/** What `watch` returns: the documented form of `watch --json`; the version changes when a field changes meaning. */
import { grades } from "@underwatt/evidence";
import { z } from "zod";
import { interval, sampledRun } from "../analysis/shared-schema.ts";

export const watchVersion = "underwatt/watch@1";

const cell = z.union([z.number(), z.string(), z.null()]);
const number = z.number().nullable();

const answer = z.strictObject({
  claim: z.string(),
  says: z.string(),
  printed: z.string(),
  grade: z.enum(grades),
  published: z.string(),
});

const move = z
  .strictObject({
    path: z.string(),
    says: z.string().optional(),
    unit: z.string().describe("`probability` for a thesis"),
    without: cell.describe("Today, had the answers not come; null where there is no such figure then"),
    with: cell,
  })
  .describe("A key figure or thesis that the answers moved");

export const watchItemSchema = z
  .strictObject({
    asks: z.string(),
    state: z.enum(["overdue", "due", "waiting", "answered"]).describe("Due: within 30 days"),
    due: z.string().optional(),
    days: z.int().optional().describe("Days until it is due; below 0 those it is overdue"),
    accepts: z.string().optional().describe("Evidence that would settle it"),
    settles: z
      .strictObject({
        path: z.string(),
        says: z.string().optional(),
        unit: z.string(),
        value: cell.describe("Today; null where it is undefined or has no value"),
        before: z
          .strictObject({ as_of: z.string(), value: cell })
          .optional()
          .describe("On the day before the first answer, where there is one"),
      })
      .optional()
      .describe("The figure that it settles; absent values where the figure is a series or waits for evidence"),
    tests: z
      .array(
        z.strictObject({
          path: z.string(),
          says: z.string(),
          formula: z.string().describe("The test: its threshold is where the conclusion changes"),
          probability: number.describe("That a thesis holds, or that a breaker trips"),
          then: z.string().optional().describe("Of a breaker: what the conclusion becomes"),
        }),
      )
      .describe("Theses and breakers that the answer bears on"),
    answers: z.array(answer),
    moved: z.array(move).describe("What the answers did: today beside today without them"),
    worth: z
      .array(
        z.strictObject({
          decision: z.string(),
          fact: z.string().describe("The uncertain input or claim whose value this is"),
          unit: z.string().describe("Of the value"),
          value: interval,
          thresholds: z.array(
            z.strictObject({ at: z.number(), unit: z.string(), below: z.string(), above: z.string() }),
          ),
        }),
      )
      .optional()
      .describe("What the facts behind it are worth to find out, where that was asked for"),
  })
  .describe("A question of the watch list");

export const watchSchema = z
  .strictObject({
    schema: z.literal(watchVersion),
    deal: z.string(),
    title: z.string(),
    as_of: z.string(),
    run: sampledRun,
    items: z.record(z.string(), watchItemSchema).describe("Overdue first, then due, waiting and answered, each by day"),
  })
  .describe("What is watched for in a deal, and what came of it");

export type Watch = z.infer<typeof watchSchema>;
export type WatchItem = z.infer<typeof watchItemSchema>;
