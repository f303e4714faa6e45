/** Who is who: the names of a company, who owned it from when, and whether it still is. */
import { z } from "zod";
import { date, name, oneOrMore, text } from "./values.ts";

const since = {
  from: date.optional().describe("From this day on; always unless given"),
  until: date.optional().describe("Up to this day, not included"),
  claim: oneOrMore.optional().describe("Claims that say so"),
  note: text.optional(),
};

export const entity = z
  .strictObject({
    name: text.describe("Its name, as this deal writes it"),
    kind: z
      .enum(["lab", "host", "chip-maker", "capital", "cloud", "other"], {
        error: "expected lab, host, chip-maker, capital, cloud or other",
      })
      .optional()
      .describe("What it is in the trade"),
    aliases: z
      .array(z.strictObject({ name: text.describe("Another name of it"), ...since }))
      .optional()
      .describe("Names that mean it, by date"),
    owners: z
      .array(z.strictObject({ entity: name.describe("Who owns it"), ...since }))
      .optional()
      .describe("Who owned it, by date"),
    status: z
      .array(z.strictObject({ is: text.describe("What it is then, such as merged into another"), ...since }))
      .optional()
      .describe("What became of it, by date"),
    settles: oneOrMore.optional().describe("Conflicts of the deal that this reading answers"),
    note: text.optional(),
  })
  .describe("A company, its names and its owners by date");
