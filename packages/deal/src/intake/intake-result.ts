/** What `intake` returns: the documented form of `intake --json`; the version changes when a field changes meaning. */
import { grades } from "@underwatt/evidence";
import { z } from "zod";
import { draftFound } from "../schema/draft.ts";

export const intakeVersion = "underwatt/intake@1";

const draftedClaim = z
  .strictObject({
    is: z.string().optional().describe("The value, as a formula of the deal language"),
    states: z.string().optional().describe("The value where it is no quantity: a year, or a date without one"),
    at_least: z.string().optional().describe("A lower bound: more than, at least, `+`"),
    at_most: z.string().optional().describe("An upper bound: up to, at most, within"),
    grade: z.enum(grades).describe("By the speaker's role, the tense and the wording"),
    from: z.string().describe("Name for the document; it needs an entry under `sources:`"),
    about: z.string().optional().describe("A guess: a claim of the deal that it repeats, or the nearest name"),
    quantity: z.string().describe("A guess: a claim of the deal that it repeats, or the unit and the nearest noun"),
    says: z.string().describe("The sentence"),
  })
  .describe("What goes under `claims:` once it was looked over");

export const intakeDraftSchema = z.strictObject({
  status: z.literal("unreviewed"),
  claim: draftedClaim,
  found: draftFound,
  duplicates: z.array(z.string()).optional().describe("Claims of the deal, or `drafts.NAME`, that say the same"),
  contradicts: z
    .array(z.string())
    .optional()
    .describe("Claims of the deal about the same quantity, with another value"),
});

export const intakeSchema = z.strictObject({
  schema: z.literal(intakeVersion),
  deal: z.string().optional().describe("The deal whose claims they were compared with"),
  documents: z
    .array(
      z.strictObject({
        file: z.string(),
        name: z.string().describe("What drafts call it under `from`"),
        drafts: z.int().describe("How many were found in it"),
        left_out: z.int().optional().describe("How many more numbers it has than one document may; it is a table"),
      }),
    )
    .describe("What was read"),
  drafts: z.record(z.string(), intakeDraftSchema).describe("In the order of the documents"),
});

export type Intake = z.infer<typeof intakeSchema>;
export type IntakeDraft = z.infer<typeof intakeDraftSchema>;
