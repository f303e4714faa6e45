/** The model, and what is asked of it. */
import { z } from "zod";
import { meaning } from "../meanings/table.ts";
import { date, flag, formula, name, named, text } from "./values.ts";

export const figure = z
  .union(
    [
      formula,
      z.strictObject({
        is: formula.describe("The formula"),
        says: text.optional().describe("What the figure is"),
        means: meaning.optional(),
        key: flag.optional().describe("Shown in the summary"),
        note: text.optional(),
      }),
    ],
    { error: "expected a formula, or `is:` with a formula" },
  )
  .describe("A named formula");

export const thesis = z
  .strictObject({
    says: text.describe("The statement"),
    holds_if: formula.describe("The test of it"),
    breakers: z.array(name).optional().describe("What would break it"),
  })
  .describe("A statement that can fail");

export const breaker = z
  .strictObject({
    says: text.describe("What would happen"),
    trips_if: formula.describe("The numeric trigger"),
    by: date.optional().describe("When it can be judged"),
    then: text.describe("What the conclusion becomes"),
  })
  .describe("A trigger that breaks a thesis");

export const watchItem = z
  .strictObject({
    asks: text.describe("The question"),
    due: date.optional().describe("When an answer is due"),
    accepts: text.optional().describe("Evidence that would settle it"),
    settles: text.optional().describe("Path of the figure it settles"),
    breaker: name.optional().describe("The breaker it bears on"),
    answered_by: z
      .union([name, z.array(name)], { error: "expected a name or a list of names" })
      .optional()
      .describe("Claims that answer it, once known"),
  })
  .describe("A fact to watch for");

const option = z
  .union(
    [
      formula,
      z.strictObject({
        is: formula.describe("The payoff"),
        says: text.optional().describe("What is done"),
      }),
    ],
    { error: "expected a formula, or `is:` with a formula" },
  )
  .describe("One choice, by its payoff: a single value, in units that all options share");

export const decision = z
  .strictObject({
    says: text.describe("What is to be decided"),
    options: named(option).describe("At least two choices; the highest expected payoff is preferred"),
    costs: z
      .record(text, formula)
      .optional()
      .describe("What finding out costs, by the path of an uncertain input or of a claim, in the unit of the payoffs"),
  })
  .describe("A choice that can still be made, in which facts may be worth finding out");

export const scenario = z
  .strictObject({
    says: text.optional().describe("What is supposed"),
    set: z.record(text, formula).describe("Paths and the values they take"),
  })
  .describe("Values supposed together");

export const correlation = z
  .strictObject({
    between: z.tuple([text, text]).describe("Paths of two uncertain inputs"),
    spearman: z.number().min(-1).max(1).describe("Rank correlation"),
    because: text.optional(),
  })
  .describe("Two inputs that move together");

export const driver = z
  .strictObject({
    moves: z.record(text, z.number().min(-1).max(1)).describe("Paths of inputs and their loading on the factor"),
    says: text.optional().describe("What the factor is"),
  })
  .describe("A latent factor that moves several inputs");
