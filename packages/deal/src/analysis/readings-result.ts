/** What `underwatt readings --json` writes: the deal on each side of each of its conflicts. */
import { z } from "zod";
import { about, number, unsampledRun } from "./shared-schema.ts";

export const readingsVersion = "underwatt/readings@1";

const seen = z.record(z.string(), number).describe("Median of each figure, chance of each test");

const side = z.strictObject({
  claim: z.string().describe("The claim that is believed"),
  printed: z.string(),
  grade: z.string(),
  is_working: z.boolean().describe("Whether formulas read it anyway"),
  figures: seen,
  choices: z.record(z.string(), z.string()).describe("Preferred option of each decision"),
});

export const readingsSchema = z
  .strictObject({
    schema: z.literal(readingsVersion),
    ...about,
    run: unsampledRun,
    units: z.record(z.string(), z.string()).describe("Unit of each figure; `probability` for a test"),
    working: seen.describe("As the deal reads its evidence"),
    choices: z.record(z.string(), z.string()),
    conflicts: z.record(
      z.string(),
      z.strictObject({
        about: z.string(),
        disagree: z.string(),
        reading: z.string(),
        sides: z.array(side).describe("Those that can be believed one instead of the other"),
        left_out: z.record(z.string(), z.string()).describe("Members that cannot, and why"),
        moves: z.array(z.string()).describe("Figures and tests that differ between sides"),
      }),
    ),
    extremes: z
      .record(
        z.string(),
        z.strictObject({
          helps: z.strictObject({ chance: number, sides: z.record(z.string(), z.string()) }),
          hurts: z.strictObject({ chance: number, sides: z.record(z.string(), z.string()) }),
        }),
      )
      .describe(
        "For each thesis: the side of each conflict that helps it most, one after the other, and that hurts it most",
      ),
    warnings: z.array(z.string()),
  })
  .describe("Opposing readings of a deal");

export type Readings = z.infer<typeof readingsSchema>;
