/** What a run returns. The schema is the documented form of `--json`; the version changes when a field changes meaning. */
import { grades, strengths } from "@underwatt/evidence";
import { z } from "zod";
import { meaningIds } from "./meanings/table.ts";

export const resultVersion = "underwatt/result@1";

/** One number, or one a month; null is undefined (an IRR without a root) or never (an infinite payback). Dates are ISO text. */
const cell = z.union([z.number(), z.string(), z.null()]);
const statistic = z.union([cell, z.array(cell)]);

const errors = z
  .strictObject({
    degrees: z
      .int()
      .describe("Degrees of freedom of Student's t: a 95 % interval reaches t times the error to both sides"),
    p5: statistic,
    p10: statistic,
    p50: statistic,
    p90: statistic,
    p95: statistic,
    mean: statistic,
  })
  .describe(
    "Standard error of each statistic, days for a date; null where it cannot be seen. Absent where nothing varies",
  );

const gradeCounts = z
  .partialRecord(z.enum([...grades, "assumption"]), z.int())
  .describe("How many claims of each grade the figure rests on; assumptions beside them");

export const figureSchema = z
  .strictObject({
    unit: z.string().describe("Unit; empty for a plain number, `date`, or `probability` for a test"),
    kind: z.enum([
      "claim",
      "assumption",
      "fleet",
      "workload",
      "contract",
      "project",
      "party",
      "game",
      "price",
      "model",
      "catalog",
      "thesis",
      "breaker",
      "decision",
    ]),
    says: z.string().optional().describe("What it is"),
    because: z
      .string()
      .optional()
      .describe("Why an assumption has its value; how a model came to its answer, and how far it may be off"),
    remarks: z
      .array(z.string())
      .optional()
      .describe(
        "What to know before trusting it: what of its ground lies outside what was measured, or serves nothing. Absent where nothing does",
      ),
    means: z
      .enum(meaningIds)
      .optional()
      .describe("Which utilisation it is, stated or as its formula gives it. Absent where it is none, or not known"),
    formula: z.string().describe("Its formula, as written"),
    key: z.boolean().optional().describe("Whether the summary shows it"),
    uncertain: z.boolean().describe("Whether it varies between samples"),
    value: cell.optional().describe("Scalar: the value, or the median of an uncertain one; a test's probability"),
    series: z.array(cell).optional().describe("Series: the value, or the median, of each month of the calendar"),
    p5: statistic,
    p10: statistic,
    p50: statistic,
    p90: statistic,
    p95: statistic,
    mean: statistic,
    se: statistic.describe("Standard error of the mean, from independent scrambles"),
    errors: errors.optional(),
    undefined: z.number().optional().describe("Share of samples in which it is undefined, where there are any"),
    grades: gradeCounts,
    uses: z.array(z.string()).describe("Paths its formula names; `explain` walks along them"),
    superseded_by: z.string().optional().describe("Claim that stands in its place at this date"),
    claims: z.array(z.string()).describe("Claims it rests on, by id; catalogue figures by path"),
  })
  .describe("A figure");

export const evidenceRead = z
  .strictObject({
    strength: z.enum(strengths).describe("Whether grades widened claims, or twice as much"),
    rules: z.string().describe("Version of the table they did it by"),
  })
  .describe("How claims were read; absent where they were read as stated");

export const resultSchema = z
  .strictObject({
    schema: z.literal(resultVersion),
    deal: z.string(),
    title: z.string(),
    as_of: z.string().describe("Evidence known on this day was used"),
    currency: z.string(),
    months: z.array(z.string()).describe("The calendar, as 2026-05"),
    run: z.strictObject({
      version: z.string(),
      seed: z.number(),
      samples: z.number(),
      replicates: z.number().describe("Independent scrambles the samples are split into"),
      scenario: z.string().optional(),
      set: z.record(z.string(), z.string()).optional(),
      evidence: evidenceRead.optional(),
      deal: z.string().describe("Hash of the deal file, whatever the order of its keys"),
      catalog: z.string().describe("Hash of the catalogue"),
      hash: z.string().describe("Hash of all of these: equal hashes are equal results"),
    }),
    figures: z.record(z.string(), figureSchema),
    thesis: z.record(
      z.string(),
      z.strictObject({
        says: z.string(),
        holds_if: z.string(),
        probability: z.number().nullable().describe("Chance that it holds, over the samples where it is defined"),
        se: z.number(),
        undefined: z.number(),
        state: z.enum(["holds", "likely", "open", "unlikely", "fails", "undefined"]),
        breakers: z.array(z.string()),
      }),
    ),
    breakers: z.record(
      z.string(),
      z.strictObject({
        says: z.string(),
        trips_if: z.string(),
        probability: z.number().nullable(),
        se: z.number(),
        state: z.enum(["tripped", "likely", "open", "unlikely", "clear", "undefined"]),
        by: z.string().optional(),
        then: z.string(),
      }),
    ),
    watch: z.record(
      z.string(),
      z.strictObject({
        asks: z.string(),
        due: z.string().optional(),
        state: z.enum(["answered", "due", "overdue", "waiting"]),
        settles: z.string().optional(),
        breaker: z.string().optional(),
        answered_by: z.array(z.string()),
      }),
    ),
    conflicts: z.record(
      z.string(),
      z.strictObject({
        about: z.string(),
        between: z.array(z.string()),
        disagree: z.string(),
        reading: z.string(),
        open: z.boolean(),
        declared: z.boolean().describe("Written in the deal; otherwise found among its claims"),
      }),
    ),
    supersessions: z.array(
      z.strictObject({
        path: z.string().describe("What was replaced"),
        by: z.string().describe("Claim that replaced it"),
        on: z.string().describe("Day from which it is known"),
        why: z.string(),
      }),
    ),
    claims: z.record(
      z.string(),
      z.strictObject({
        says: z.string(),
        printed: z.string().describe("The value, as printed"),
        grade: z.enum(grades),
        about: z.string(),
        published: z.string(),
        as_of: z.string().optional(),
        sources: z.array(z.string()),
        superseded_by: z.string().optional(),
        note: z.string().optional(),
      }),
    ),
    sources: z.record(
      z.string(),
      z.strictObject({
        publisher: z.string(),
        title: z.string(),
        date: z.string(),
        role: z.string(),
        url: z.string().optional(),
        root: z.string().optional(),
      }),
    ),
    readings: z
      .record(z.string(), z.string())
      .describe("How each uncertain input was read: family, and the points it stays under with 5, 50 and 95 percent"),
    left_out: z
      .record(z.string(), z.array(z.string()))
      .describe("Figures and tests that rest on claims nobody has made by that day, and those claims"),
    warnings: z.array(z.string()),
  })
  .describe("The result of a run");

export type Result = z.infer<typeof resultSchema>;
export type Figure = z.infer<typeof figureSchema>;
export type Cell = z.infer<typeof cell>;
