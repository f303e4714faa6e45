/** What `underwatt evidence --json` writes: how each claim is read, and the table by which grades widen. */
import { grades, reasonNames, strengths } from "@underwatt/evidence";
import { z } from "zod";
import { about, unsampledRun } from "./shared-schema.ts";

export const evidenceVersion = "underwatt/evidence@1";

const gradeRule = z.strictObject({
  stretch: z.number().describe("What a stated interval is multiplied by"),
  point: z.number().describe("Factor that a point may be off by, up or down, with 95 %"),
  days: z.number().describe("Days that a date may be off by, with 95 %"),
  wrong: z.number().describe("Chance that the claim is about something else"),
});

export const evidenceSchema = z
  .strictObject({
    schema: z.literal(evidenceVersion),
    ...about,
    run: unsampledRun,
    rules: z
      .strictObject({
        version: z.string(),
        strength: z.enum(strengths).describe("Whether grades widen claims in this reading"),
        grades: z.record(z.enum(grades), gradeRule),
        rounding: z.number().describe("Factor at 95 % for what is printed being rounded"),
        reasons: z.record(z.enum(reasonNames), z.number()).describe("Factors at 95 %, of age by the year"),
        wrong_by: z.number().describe("Factor that a wrong claim may be off by, with 95 %"),
        wrong_by_days: z.number(),
      })
      .describe("The rule table"),
    claims: z.record(
      z.string(),
      z
        .strictObject({
          grade: z.enum(grades),
          printed: z.string(),
          says: z.string(),
          roots: z.array(z.string()).describe("Sources that those who say it have it from"),
          replaced_by: z.string().optional().describe("The claim that stands in its place"),
          feeds: z.number().describe("How many figures of the deal's own rest on it"),
          reasons: z.array(z.strictObject({ name: z.enum(reasonNames), factor: z.number() })),
          factor: z
            .number()
            .optional()
            .describe("Factor it may be off by, with 95 %; of a share, of its odds; where grades widen it"),
          days: z.number().optional().describe("Days it may be off by, with 95 %"),
          stretch: z.number().optional().describe("What its interval is multiplied by"),
          wrong: z.number().optional().describe("Chance that it is about something else"),
          why_not: z.string().optional().describe("Why it is read as stated"),
        })
        .describe("A claim known on the day"),
    ),
    warnings: z.array(z.string()),
  })
  .describe("How the claims of a deal are read");

export type Evidence = z.infer<typeof evidenceSchema>;
