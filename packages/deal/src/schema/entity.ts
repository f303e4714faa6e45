/** Who is who: the names of a company and who owned it from when; and deals of theirs that are no contract of this deal. */
import { z } from "zod";
import { date, formula, name, oneOrMore, text } from "./values.ts";

const since = {
  from: date.optional().describe("From this day on; always unless given"),
  until: date.optional().describe("Up to this day, which is not in it"),
  claim: oneOrMore.optional().describe("Claims that say so"),
  note: text.optional(),
};

export const entity = z
  .strictObject({
    name: text.describe("Its name"),
    kind: z
      .enum(["lab", "host", "chip-maker", "capital", "other"], {
        error: "expected lab, host, chip-maker, capital or other",
      })
      .optional()
      .describe("What it is in the trade"),
    aliases: z
      .array(z.strictObject({ name: text.describe("The other name"), ...since }))
      .optional()
      .describe("Other names that mean it, by date"),
    owners: z
      .array(z.strictObject({ entity: name.describe("The owner"), ...since }))
      .optional()
      .describe("Who owned it whole or by majority, by date"),
    status: z
      .array(z.strictObject({ is: text.describe("What became of it"), ...since }))
      .optional()
      .describe("What became of it, by date"),
    settles: oneOrMore.optional().describe("Conflicts of the deal to which this is the working answer"),
    note: text.optional(),
  })
  .describe("A company, with its names and owners by date");

export const link = z
  .strictObject({
    payer: text.describe("Who pays: the name of an entity, or one of its other names"),
    payee: text.describe("Who is paid"),
    is: formula.describe("Money in all, such as a fee times its months"),
    for: text.describe("What for"),
    claim: oneOrMore.describe("Claims that say so"),
    note: text.optional(),
  })
  .describe("Money between two parties under a deal that is no contract here");
