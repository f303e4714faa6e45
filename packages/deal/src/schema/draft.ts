/** Claims that were found in a document and that nobody has looked over. */
import { z } from "zod";
import { claim } from "./evidence.ts";
import { oneOrMore, text } from "./values.ts";

export const draftFound = z
  .strictObject({
    file: text.describe("The document"),
    line: z.int().optional().describe("Line of the file on which the sentence begins"),
    page: z.int().optional().describe("Page, where the document has pages"),
    quote: text.describe("The sentence"),
    printed: text.describe("The quantity in the words of the sentence"),
    hedges: z.array(text).optional().describe("Words around the number: about, more than, up to"),
    doubt: z.array(text).optional().describe("Words of the sentence that make it less than certain"),
    dates: z.array(text).optional().describe("Other dates of the sentence; without a year they begin with `--`"),
    speaker: text.optional().describe("Who is said to have said it"),
    counts: text.optional().describe("What a plain number counts"),
    grade: text.describe("Why this grade is proposed"),
  })
  .describe("Where it stands, and in which words");

export const draft = z
  .strictObject({
    status: z.literal("unreviewed", {
      error: "expected unreviewed; a draft that was looked over goes under `claims:`",
    }),
    claim: claim.describe("What goes under `claims:` once it was looked over"),
    found: draftFound,
    duplicates: oneOrMore.optional().describe("Claims of the deal, or other drafts, that say the same"),
    contradicts: oneOrMore.optional().describe("Claims of the deal about the same quantity with another value"),
  })
  .describe("A claim that was found in a document, and that nobody has looked over; no formula sees it");
