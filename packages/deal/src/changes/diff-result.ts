/** What `diff` returns: the documented form of `diff --json`; the version changes when a field changes meaning. */
import { grades } from "@underwatt/evidence";
import { z } from "zod";
import { number, sampledRun } from "../analysis/shared-schema.ts";

export const diffVersion = "underwatt/diff@1";

const cell = z.union([z.number(), z.string(), z.null()]);

const side = z.strictObject({
  name: z.string().describe("What was compared: a folder, a file or a commit"),
  deal: z.string(),
  title: z.string(),
  as_of: z.string().describe("Evidence known on this day was used"),
});

export const changeSchema = z
  .strictObject({
    path: z.string().describe("The item, such as `claims.rate`, `model.fee` or `contracts.lease`"),
    what: z.enum(["new", "gone", "changed"]).describe("A claim is new from the day on which it is known"),
    says: z.string().optional(),
    before: z.string().optional().describe("Its formula, or a claim's value as printed, where it is but one"),
    after: z.string().optional(),
    published: z.string().optional().describe("Of a claim: the day from which it is known"),
    grade: z.enum(grades).optional(),
    sources: z.array(z.string()).optional(),
    replaces: z.array(z.string()).optional().describe("Paths in whose place a claim stands"),
  })
  .describe("An item that changed");

const part = z.strictObject({
  by: z.string().describe("Name of the group in `moves`"),
  amount: z.number().describe("What it did, in the unit of the figure, days for a date"),
  share: z.number().describe("Of the whole change; below 0 where it went the other way"),
});

export const figureChangeSchema = z
  .strictObject({
    says: z.string().optional(),
    unit: z.string().describe("Of the later state; `date`, or `probability` for a test"),
    unit_before: z.string().optional().describe("Unit before, where it does not convert"),
    before: cell.describe("The value, the median of an uncertain one, the probability of a test"),
    after: cell,
    change: number.describe(
      "After less before, days for a date; null where the unit changed or one of them is undefined",
    ),
    method: z
      .enum(["shapley", "by-day", "in-a-row", "together", "none"])
      .describe(
        "How the change was shared out: over all orders; day after day, those of a day over all orders; in a row, by size; not at all, because some state in between has no value; none, where there is no change in numbers",
      ),
    parts: z.array(part).describe("Largest first; with the rest they sum to the change"),
    rest: z
      .number()
      .optional()
      .describe("What the day itself and items that bear on no figure did, where that is anything"),
  })
  .describe("A key figure or thesis that changed, and what changed it");

export const diffSchema = z
  .strictObject({
    schema: z.literal(diffVersion),
    from: side,
    to: side,
    run: sampledRun,
    figures: z.record(z.string(), figureChangeSchema).describe("Key figures, single values, that changed"),
    thesis: z.record(
      z.string(),
      figureChangeSchema.extend({ state_before: z.string().optional(), state_after: z.string().optional() }),
    ),
    moves: z
      .record(z.string(), z.array(changeSchema))
      .describe("Items that moved figures, in the groups that moved as one"),
    claims: z.strictObject({
      new: z.array(changeSchema),
      changed: z.array(changeSchema),
      gone: z.array(changeSchema),
      renamed: z
        .array(z.strictObject({ from: z.string(), to: z.string() }))
        .describe("Claims, assumptions and figures"),
      superseded: z
        .array(z.strictObject({ path: z.string(), by: z.string(), on: z.string(), why: z.string() }))
        .describe("What was replaced in between, and by which claim"),
    }),
    edited: z.array(changeSchema).describe("Other items that came, went or changed"),
    appeared: z.array(z.string()).describe("Figures and tests that have a value now and had none"),
    went: z.array(z.string()).describe("Figures and tests that had a value and have none"),
    states: z.int().describe("How many states in between were run"),
  })
  .describe("What changed between two states of a deal, and what changed it");

export type Diff = z.infer<typeof diffSchema>;
export type ItemChange = z.infer<typeof changeSchema>;
export type FigureChange = z.infer<typeof figureChangeSchema>;
