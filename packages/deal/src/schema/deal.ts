/** The one schema of a deal file. Types, the JSON Schema for editors and the reference page derive from it. */
import { largestNet } from "@underwatt/engine";
import { z } from "zod";
import { dealAcceleratorSchema } from "../catalog/accelerator-entry.ts";
import { dealModelSchema } from "../catalog/model-entry.ts";
import {
  contractSchema,
  fleetSchema,
  gameSchema,
  partySchema,
  priceSchema,
  projectSchema,
  workloadSchema,
} from "../components/index.ts";
import { draft } from "./draft.ts";
import { assumption, claim, conflict, derivation, evidenceRules, pool, source } from "./evidence.ts";
import { entity, link } from "./entity.ts";
import { forecast } from "./forecast.ts";
import { breaker, correlation, decision, driver, figure, scenario, thesis, watchItem } from "./questions.ts";
import { date, formula, name, named, text } from "./values.ts";

const sections = {
  units: z.array(name).optional().describe("Counted things of this deal, such as satellite"),
  sources: named(source).optional().describe("Documents"),
  claims: named(claim).optional().describe("What was said, by whom, how hard"),
  assumptions: named(z.union([formula, assumption], { error: "expected a formula, or `is:` and `because:`" }))
    .optional()
    .describe("Values that no claim gives"),
  conflicts: named(conflict).optional().describe("Claims that cannot all hold"),
  pools: named(pool).optional().describe("One quantity out of claims that cannot all hold"),
  derivations: named(derivation).optional().describe("Sums that others made, recomputed by `audit`"),
  accelerators: named(dealAcceleratorSchema).optional().describe("Accelerators that the catalogue lacks"),
  models: named(dealModelSchema).optional().describe("Models that the catalogue lacks, by their shape"),
  fleets: named(fleetSchema).optional().describe("Hardware at a site"),
  workloads: named(workloadSchema).optional().describe("What fleets are used for"),
  contracts: named(contractSchema).optional().describe("What is owed"),
  prices: named(priceSchema).optional().describe("Prices of compute, in all denominators that can be derived"),
  projects: named(projectSchema).optional().describe("What is earned and spent on hardware"),
  parties: named(partySchema)
    .optional()
    .describe("Parties of contracts, with what they earn and lose beside them; the key is the name in lower case"),
  games: named(gameSchema).optional().describe("What sides of a contract would do, and what holds them back"),
  model: named(figure).optional().describe("Formulas"),
  correlations: z.array(correlation).optional().describe("Inputs that move together, by pairs"),
  drivers: named(driver).optional().describe("Inputs that move together, by a shared factor"),
  thesis: named(thesis).optional().describe("Statements that can fail"),
  breakers: named(breaker).optional().describe("What would break them"),
  watch: named(watchItem).optional().describe("Facts to watch for"),
  forecasts: named(forecast).optional().describe("Dated statements, to be held against what comes"),
  entities: named(entity).optional().describe("Who is who: names, and owners by date"),
  links: named(link).optional().describe("Money between parties under deals that are no contracts here"),
  decisions: named(decision)
    .optional()
    .describe("Choices that can still be made; `worth` says what is worth finding out"),
  scenarios: named(scenario).optional().describe("Suppositions, run with `--scenario`"),
  drafts: named(draft).optional().describe("Claims found by `intake` that nobody has accepted; no formula sees them"),
};

/** A file named under `include`: sections only. */
export const includedSchema = z.strictObject(sections);

export const dealSchema = z
  .strictObject({
    deal: name.describe("Short name"),
    title: text.optional().describe("Title of the note"),
    as_of: date.describe("Evidence published later is not used; `--as-of` overrides"),
    calendar: z
      .strictObject({
        start: date.describe("First month"),
        months: z.int().min(1).max(600).describe("How many months series run"),
      })
      .describe("The months of every series"),
    currency: name.describe("Currency of the contracts' money, such as USD"),
    include: z.array(text).optional().describe("Files of the deal's folder with further sections"),
    ...sections,
    evidence: evidenceRules
      .optional()
      .describe("Claims are as unsure as their grades say; without it they are read as stated"),
    sampling: z
      .strictObject({
        net: z
          .array(text)
          .max(largestNet)
          .optional()
          .describe("Paths of uncertain inputs that share one net of points, most important first"),
      })
      .optional()
      .describe("How draws are spread"),
  })
  .describe("A deal");

/** A deal as everything that computes sees it: without drafts. */
export type DealDocument = Omit<z.infer<typeof dealSchema>, "drafts">;
export type IncludedDocument = z.infer<typeof includedSchema>;
export type SectionName = keyof typeof sections;
export const sectionNames = Object.keys(sections).filter((key): key is SectionName => key in sections);
