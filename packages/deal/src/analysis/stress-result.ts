/** What a stress analysis returns: the documented form of `stress --json`; the version changes when a field changes meaning. */
import { z } from "zod";
import { about, interval, number, sampledRun } from "./shared-schema.ts";

export const stressVersion = "underwatt/stress@1";

/** A number; null is undefined or without bound. Days are ISO text. */
const cell = z.union([z.number(), z.string(), z.null()]);

const crossing = z.strictObject({
  value: z.number().describe("In the unit of the input"),
  percentile: z.number().describe("Chance that the input is below it"),
  holds: z
    .enum(["above", "below"])
    .describe("On which side of it the test holds, or the figure exceeds the value asked"),
  within: z.boolean().describe("Whether it lies between the input's 0.1 and 99.9 percent points"),
});

const side = z
  .enum(["above", "below", "at", "undefined", "both"])
  .describe("Where the margin, or the figure, stays when nothing crosses");

export const breakEvenSchema = z
  .strictObject({
    input: z.string(),
    part: z.boolean().describe("Whether the input is but a part of its figure's formula, such as a factor"),
    unit: z.string(),
    median: z.number(),
    at_medians: z.array(crossing).describe("All other inputs at their medians"),
    at_medians_side: side,
    expected: z.array(z.strictObject({ ...crossing.shape, error: interval })),
    expected_side: side,
    expected_of: z
      .enum(["margin", "odds", "figure"])
      .describe("What is taken over the other inputs: the mean of the margin or figure, or even odds of the test"),
    outcomes: z
      .array(
        z.strictObject({
          value: z.number(),
          probability: z.number(),
          at_medians: number.describe("A test: 1 holds, 0 fails; a figure: its value"),
          expected: interval.describe("A test: the chance that it holds given the outcome; a figure: its mean"),
        }),
      )
      .optional()
      .describe("For a discrete input, instead of crossings"),
  })
  .describe("Where one input tips a test or takes a figure through a value");

const pointSchema = z.strictObject({
  distance: z.number().describe("From the medians, in standard deviations of independent scores"),
  probability: z.number().describe("Φ(-distance)"),
  moves: z.array(
    z.strictObject({
      input: z.string(),
      part: z.boolean(),
      unit: z.string(),
      value: number.describe("In the unit of the input; null where it is too large for a number"),
      percentile: z.number(),
      share: z.number().describe("Of the squared distance"),
    }),
  ),
});

const testSchema = z.strictObject({
  kind: z.enum(["thesis", "breaker", "figure"]),
  says: z.string(),
  formula: z.string(),
  certain: z.boolean().describe("Whether nothing uncertain reaches it"),
  at_medians: z.enum(["holds", "fails", "undefined"]),
  failure: interval.describe("Chance that it fails; for a breaker: that it trips"),
  undefined: z.number().describe("Share of samples in which it is undefined"),
  margin: z
    .strictObject({ at_medians: number, unit: z.string().nullable() })
    .nullable()
    .describe(
      "Positive where it holds; null when the test is nothing but yes or no. Unit null: in spreads of its parts",
    ),
  nearest: z
    .strictObject({
      seeks: z.enum(["failure", "success"]).describe("Success where the test fails at the medians"),
      reach: z.number(),
      points: z.array(z.strictObject({ ...pointSchema.shape, proven: z.boolean() })),
      sampled: pointSchema.nullable().describe("The nearest of the simulated points"),
    })
    .nullable(),
  break_evens: z.array(breakEvenSchema),
  tornado: z
    .array(
      z.strictObject({
        input: z.string(),
        part: z.boolean(),
        unit: z.string(),
        p10: z.number(),
        p90: z.number(),
        margin_at_p10: number,
        margin_at_p90: number,
      }),
    )
    .describe("The margin with one input at a time at its P10 and P90; hides what inputs do together"),
});

const gridSchema = z.strictObject({
  of: z.string().describe("Path of the test or figure"),
  unit: z.string().describe("Unit of the cells; `probability` for a test"),
  samples: z.number().describe("Behind each cell; all cells share them"),
  rows: z.strictObject({ input: z.string(), unit: z.string(), values: z.array(z.number()) }),
  columns: z.strictObject({ input: z.string(), unit: z.string(), values: z.array(z.number()) }),
  at_medians: z.array(z.array(cell)),
  expected: z.array(z.array(cell)),
  se: z.array(z.array(number)),
});

export const stressSchema = z
  .strictObject({
    schema: z.literal(stressVersion),
    ...about,
    run: sampledRun,
    tests: z.record(z.string(), testSchema),
    supposed: z
      .strictObject({
        inputs: z.array(
          z.strictObject({ input: z.string(), unit: z.string(), value: z.number(), percentile: z.number() }),
        ),
        tests: z
          .record(z.string(), z.strictObject({ before: interval, after: interval }))
          .describe("Chance of failure"),
        figures: z.record(
          z.string(),
          z.strictObject({
            unit: z.string(),
            before: z.strictObject({ p10: cell, p50: cell, p90: cell }),
            after: z.strictObject({ p10: cell, p50: cell, p90: cell }),
          }),
        ),
      })
      .optional(),
    figure: z
      .strictObject({ path: z.string(), unit: z.string(), at: cell, break_evens: z.array(breakEvenSchema) })
      .optional(),
    grid: z.array(gridSchema).optional(),
    warnings: z.array(z.string()),
  })
  .describe("What breaks the tests of a deal");

export type Stress = z.infer<typeof stressSchema>;
export type StressedTest = z.infer<typeof testSchema>;
export type StressBreakEven = z.infer<typeof breakEvenSchema>;
export type StressPoint = z.infer<typeof pointSchema>;
export type StressGrid = z.infer<typeof gridSchema>;
