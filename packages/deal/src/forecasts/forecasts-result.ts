/** What `underwatt forecasts --json` writes: statements held against what came, and what that says of the rule table. */
import { grades } from "@underwatt/evidence";
import { z } from "zod";
import { about, number } from "../analysis/shared-schema.ts";

export const forecastsVersion = "underwatt/forecasts@1";

const gradeRule = z.strictObject({
  stretch: z.number().describe("What a stated interval is multiplied by: k"),
  point: z.number().describe("Factor that a point may be off by, with 95 %"),
  days: z.number().describe("Days that a date may be off by, with 95 %"),
  wrong: z.number().describe("Chance that it is about something else"),
});

const value = z.union([z.number(), z.string()]).describe("A number in `unit`, or a date");

export const forecastRowSchema = z
  .strictObject({
    says: z.string(),
    author: z.string(),
    claim: z.string().optional().describe("The claim in which it is said"),
    grade: z.enum(grades),
    made_on: z.string(),
    due: z.string().optional(),
    state: z
      .enum(["open", "overdue", "undated", "resolved"])
      .describe("`overdue` is past its day without an answer; `undated` has no day and cannot be held to one"),
    unit: z.string().optional(),
    said: value.optional(),
    low: value.optional().describe("Lower end of an interval that was said"),
    high: value.optional(),
    level: z.number().optional().describe("Level of the interval"),
    event: z.string().optional(),
    probability: z.number().optional(),
    unresolved: z.string().optional().describe("Why nobody can say what came"),
    note: z.string().optional(),
    came: z
      .strictObject({
        claim: z.string().describe("The claim that says so"),
        sources: z.array(z.string()),
        on: z.string().describe("Day on which it came out"),
        value: value.optional(),
        happened: z.boolean().optional(),
        scope_change: z.string().optional().describe("How it is another thing than what was spoken of"),
        note: z.string().optional(),
      })
      .optional(),
    scores: z
      .strictObject({
        factor: number.optional().describe("What came over what was said"),
        days: number.optional().describe("What came after what was said, in days"),
        inside: z.boolean().optional().describe("Whether it came inside the interval that was said"),
        z: number.optional().describe("Distance in standard deviations that the rule table gives such a statement"),
        pit: number.optional().describe("Probability integral transform: share of that distribution below what came"),
        crps: number
          .optional()
          .describe("Continuous ranked probability score of that distribution, in `unit` or days; less is better"),
        brier: number.optional(),
        log: number.optional().describe("Logarithmic score; null is infinite"),
        unscored: z.string().optional().describe("Why there is no distance"),
      })
      .optional(),
  })
  .describe("A statement, and what came");

const authorSchema = z.strictObject({
  statements: z.number(),
  resolved: z.number(),
  wrong: z.number().describe("That came to something else, or did not happen without a chance having been given"),
  spread: number.describe("Root mean square of the distances of the others; 1 where the table's widths are right"),
  brier: number.describe("Mean Brier score of events with a probability"),
});

const calibrationSchema = z
  .strictObject({
    statements: z.number().describe("Statements of the grade that came out"),
    answers: z.number().describe("Different answers that they had: statements with one answer have one voice"),
    alike: z.number().describe("Answers with a distance, by which widths can be judged: n"),
    wrong: z.number().describe("Answers that found it wrong or about something else"),
    spread: number.describe("Root mean square distance, in widths of the table"),
    enough: z.boolean().describe("Whether there are as many answers as the convention counts for"),
    rule: gradeRule,
    proposed: gradeRule.describe("What the table and the record make together; nothing applies it"),
  })
  .describe("What a grade's record would make of its rule");

export const forecastsSchema = z
  .strictObject({
    schema: z.literal(forecastsVersion),
    ...about,
    rules: z.string().describe("Version of the rule table"),
    convention_weight: z.number().describe("Answers that the table counts for in the shrinkage: ν"),
    forecasts: z.record(z.string(), forecastRowSchema),
    authors: z.record(z.string(), authorSchema),
    calibration: z.partialRecord(z.enum(grades), calibrationSchema),
    reliability: z
      .array(
        z.strictObject({
          from: z.number(),
          to: z.number(),
          count: z.number(),
          said: number.describe("Mean probability given"),
          came: number.describe("Share that came"),
        }),
      )
      .describe("Resolved events by the probability that was given; bins without any are left out"),
    cautions: z.array(z.string()).describe("What the numbers are too few to say"),
  })
  .describe("The forecasts of a deal");

export type Forecasts = z.infer<typeof forecastsSchema>;
export type ForecastRow = z.infer<typeof forecastRowSchema>;
