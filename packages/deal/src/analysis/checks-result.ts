/** What `underwatt checks --json` writes: what is found wrong in a ledger of claims, by named checks. */
import { z } from "zod";
import { about } from "./shared-schema.ts";

export const checksVersion = "underwatt/checks@1";

export const checksSchema = z
  .strictObject({
    schema: z.literal(checksVersion),
    ...about,
    claims: z.number().describe("How many claims were looked at"),
    checks: z.record(z.string(), z.strictObject({ looks_for: z.string(), why: z.string(), found: z.number() })),
    findings: z.array(
      z.strictObject({
        check: z.string(),
        claims: z.array(z.string()),
        sums: z.array(z.string()).describe("Sums that it is about; none when it is found in claims alone"),
        says: z.string(),
        known: z.array(z.string()).describe("Conflicts of the deal that name at least two of these claims"),
      }),
    ),
    sums: z
      .record(
        z.string(),
        z.strictObject({
          broken: z.array(z.string()).describe("Why it fails when it is recomputed, with no condition of its author"),
          found: z.array(z.string()).describe("Checks that find something in it or between the claims that it names"),
        }),
      )
      .describe("What is found of each sum under `derivations`, whatever conditions its author wrote"),
    unseen: z.array(z.string()).describe("Conflicts of the deal that no finding has at least two claims of"),
  })
  .describe("What checks find in the claims of a deal");

export type Checks = z.infer<typeof checksSchema>;
