/** Statements about what was yet to come out, and what came. */
import { grades } from "@underwatt/evidence";
import { z } from "zod";
import { date, flag, formula, name, text } from "./values.ts";

const resolution = z
  .strictObject({
    claim: name.describe("The claim that says what came"),
    is: formula.optional().describe("What came, where it is a quantity; the claim's value as printed unless given"),
    happened: flag.optional().describe("Whether the event came"),
    on: date.optional().describe("Day on which it came out; the claim's publication unless given"),
    scope_change: text.optional().describe("How what came is another thing than what was spoken of"),
    note: text.optional(),
  })
  .describe("What came");

export const forecast = z
  .strictObject({
    says: text.describe("What is said, in a sentence"),
    author: text.describe("Who says it"),
    claim: name.optional().describe("The claim in which it is said: gives day, grade and value unless they are given"),
    made_on: date.optional().describe("Day on which it was said; the claim's publication unless given"),
    grade: z.enum(grades).optional().describe("How hard it is; the claim's, or forecast, unless given"),
    is: formula.optional().describe("The quantity that is said; the claim's as printed unless given"),
    level: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .describe("Level of an interval that is said, such as 0.5; the language's 0.9 unless given"),
    event: text.optional().describe("In place of a quantity: what is said to happen"),
    probability: formula.optional().describe("Chance that was given to the event"),
    due: date.optional().describe("Day by which it must have come out; without one it cannot be held to"),
    resolution: resolution.optional(),
    unresolved: text.optional().describe("Why nobody can say yet what came, past the day"),
    note: text.optional(),
  })
  .describe("A dated statement that can be held against what comes");
