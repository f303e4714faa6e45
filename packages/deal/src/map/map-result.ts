/** What `underwatt map --json` writes: who pays whom, and who is who on the day. */
import { z } from "zod";
import { about, number, sampledRun } from "../analysis/shared-schema.ts";

export const mapVersion = "underwatt/map@1";

const shares = z.strictObject({
  total: z.number().describe("Money in all"),
  by: z.record(z.string(), z.strictObject({ amount: z.number(), share: z.number() })).describe("By counterparty"),
  hhi: number.describe("Herfindahl-Hirschman index of the shares: 1 with one counterparty, 1/n with n alike"),
});

const concentration = z.strictObject({ received: shares, paid: shares });

const dated = z.strictObject({
  from: z.string().optional(),
  until: z.string().optional(),
  what: z.enum(["name", "owner", "status"]),
  is: z.string().describe("The other name, the owner's name, or what became of it"),
  holds: z.boolean().describe("Whether it holds on the day"),
  claims: z.array(z.string()),
  note: z.string().optional(),
});

export const mapSchema = z
  .strictObject({
    schema: z.literal(mapVersion),
    ...about,
    run: sampledRun,
    currency: z.string(),
    edges: z
      .array(
        z.strictObject({
          path: z.string().describe("The contract or the link"),
          payer: z.string().describe("Group that pays: the party or the last that owns it on the day"),
          payee: z.string(),
          payer_name: z.string().describe("The party as written"),
          payee_name: z.string(),
          amount: z.number().describe("Money in all"),
          basis: z
            .enum(["expected", "stated"])
            .describe(
              "Of a contract what is expected within the calendar, early ends counted; of a link what is stated",
            ),
          for: z.string(),
        }),
      )
      .describe("Greatest first"),
    groups: z.record(z.string(), concentration.extend({ kind: z.string().optional() })),
    market: shares.describe("What all groups receive, by group"),
    without: z
      .strictObject({ path: z.string(), groups: z.record(z.string(), concentration), market: shares })
      .optional()
      .describe("The same without one edge: as it was before it, or would be after its end"),
    entities: z.record(
      z.string(),
      z.strictObject({
        name: z.string(),
        kind: z.string().optional(),
        group: z.string(),
        timeline: z.array(dated).describe("By date"),
        claims: z.array(z.string()).describe("Claims about it that are known on the day"),
        settles: z
          .array(z.strictObject({ conflict: z.string(), about: z.string(), reading: z.string() }))
          .describe("Conflicts to which this is the working answer"),
        note: z.string().optional(),
      }),
    ),
    unknown: z.array(z.string()).describe("Names of parties of which `entities` says nothing on the day"),
    left_out: z.record(z.string(), z.array(z.string())).describe("Edges that rest on claims not known by then"),
  })
  .describe("Who pays whom, and who is who");

export type DealMap = z.infer<typeof mapSchema>;
