/** Sources, claims, assumptions, conflicts and the sums that others made. */
import { grades, reasonNames, sourceRoles } from "@underwatt/evidence";
import { z } from "zod";
import { meaning } from "../meanings/table.ts";
import { date, flag, formula, name, oneOrMore, text } from "./values.ts";

export const source = z
  .strictObject({
    publisher: text.describe("Who published it"),
    title: text.optional().describe("What it is called"),
    date: date.describe("Day of publication; a claim counts as known from then on"),
    role: z.enum(sourceRoles).describe("How the publisher stands to the deal"),
    url: text.optional().describe("Where it was read"),
    root: name.optional().describe("The source this one repeats; echoes of one root count once"),
    seed: text.optional().describe("Number of the seed document, where it is one"),
    note: text.optional(),
  })
  .describe("A document that claims come from");

export const claim = z
  .strictObject({
    is: formula.optional().describe("The value, as printed"),
    states: text.optional().describe("The value of a claim that is not a quantity"),
    at_least: formula.optional().describe("A lower bound, when only that is claimed"),
    at_most: formula.optional().describe("An upper bound, when only that is claimed"),
    unknown: flag.optional().describe("The quantity is asked for and nobody gives it"),
    unit: text.optional().describe("Unit of an unknown quantity"),
    bound: z.enum(["floor", "ceiling"]).optional().describe("The value is used as a point but is only a bound"),
    grade: z.enum(grades).describe("How hard the evidence is"),
    from: oneOrMore.describe("Source, or sources"),
    about: name.optional().describe("Subject"),
    quantity: name.optional().describe("What is measured; claims with the same subject and quantity are compared"),
    means: meaning.optional(),
    scope: text.optional().describe("Asset, period and definition, when exact"),
    as_of: date.optional().describe("What date it speaks of"),
    says: text.optional().describe("The claim in a sentence"),
    note: text.optional().describe("What a reader should know about it"),
    supersedes: oneOrMore.optional().describe("Claims, or paths of the deal, that it replaces from its publication on"),
    scope_change: text.optional().describe("How its scope differs from what it replaces"),
    tests: oneOrMore.optional().describe("Claims that it bears on without replacing them"),
    reasons: z
      .union([z.enum(reasonNames), z.array(z.enum(reasonNames)).min(1)], {
        error: `expected a reason, or a list of them: ${reasonNames.join(", ")}`,
      })
      .optional()
      .describe("Why it is less sure than its grade says; age, interest and a single root are seen by themselves"),
    prior: formula.optional().describe("What the quantity would be if the claim were about something else"),
    effect: text.optional().describe("What it changes in the reading of the deal"),
  })
  .describe("One thing that somebody said");

export const assumption = z
  .strictObject({
    is: formula.describe("The value; an interval when it is uncertain"),
    because: text.describe("Why this value, since no claim gives it"),
    says: text.optional().describe("What it is"),
    means: meaning.optional(),
    from: oneOrMore.optional().describe("Claims or sources it leans on"),
  })
  .describe("A value that no claim gives");

export const conflict = z
  .strictObject({
    about: text.describe("What the claims disagree on"),
    between: z.array(name).min(1).describe("Claims that cannot all hold"),
    disagree: text.describe("The disagreement in a sentence"),
    reading: text.describe("The working reading"),
    takes: z
      .array(name)
      .min(1)
      .optional()
      .describe("Claims of these that it takes; those that formulas read, unless some are read for another reason"),
    open: flag.describe("Whether the evidence leaves it unsettled"),
  })
  .describe("Claims that cannot all hold");

const condition = z
  .strictObject({
    if: formula.optional().describe("A test over claims; `result` is the recomputed value"),
    conflict: name.optional().describe("True while this conflict is open"),
    because: text.describe("What it means for the verdict"),
  })
  .describe("A condition of a verdict");

export const derivation = z
  .strictObject({
    asks: text.describe("The question"),
    formula: z
      .union([formula, z.array(formula).length(2)], { error: "expected a formula, or a list of two" })
      .describe("The sum, or the low and high end of it"),
    printed: formula.describe("What was printed"),
    within: formula.optional().describe("Tolerance, when looser than the printed digits"),
    made_by: text.optional().describe("Who made the sum"),
    of: z.array(name).optional().describe("Claims under test"),
    also: z
      .array(z.strictObject({ formula, printed: formula }))
      .optional()
      .describe("Further sums of the same question"),
    fails_if: z.array(condition).optional().describe("Any true one makes the sum fail"),
    undetermined: z.array(condition).optional().describe("Any true one leaves it undetermined"),
    caveats: z.array(condition).optional().describe("Any true one adds a caveat"),
    note: text.optional(),
  })
  .describe("A sum that somebody made, to be recomputed");

const gradeRule = z.strictObject({
  stretch: z.number().min(1).describe("What a stated interval is multiplied by"),
  point: z.number().min(1).describe("Factor that a point may be off by, with 95 %"),
  days: z.number().min(0).describe("Days that a date may be off by, with 95 %"),
  wrong: z.number().min(0).max(0.9).describe("Chance that the claim is about something else"),
});

/** How claims are read. */
export const evidenceRules = z
  .strictObject({
    rules: text
      .optional()
      .describe("Version of the rule table; the program's own unless grades and reasons are given here"),
    grades: z.partialRecord(z.enum(grades), gradeRule).optional().describe("Rules in the place of the table's"),
    reasons: z.partialRecord(z.enum(reasonNames), z.number().min(1)).optional().describe("Factors at 95 %, by reason"),
    wrong_by: z.number().min(1).optional().describe("Factor that a wrong claim may be off by, with 95 %"),
    wrong_by_days: z.number().min(0).optional().describe("Days that a wrong date may be off by, with 95 %"),
    market: z.array(text).optional().describe("Inputs that no evidence makes surer: prices to come, failures, luck"),
  })
  .describe("Grades widen claims");

/** Claims about one quantity, made one. */
export const pool = z
  .strictObject({
    of: z.array(name).min(2).describe("The claims; those not known yet, and those replaced, do not count"),
    kind: z
      .enum(["linear", "logarithmic"])
      .optional()
      .describe("linear, one of them is right, unless said; logarithmic weighs independent measurements by precision"),
    weights: z
      .record(name, z.number().min(0))
      .optional()
      .describe("Weights by claim; alike unless given, one root source as one"),
    independent: flag.optional().describe("Of a logarithmic pool: each measurement counts in full"),
    because: text.describe("Why these, with these weights"),
    says: text.optional().describe("What it is"),
  })
  .describe("One quantity out of claims that cannot all hold");
