/** What `prices` returns: the documented form of `prices --json`; the version changes when a field changes meaning. */
import { grades } from "@underwatt/evidence";
import { z } from "zod";
import { about, number, sampledRun } from "../analysis/shared-schema.ts";
import { pricePers } from "../components/index.ts";
import { priceBasisIds } from "../meanings/price-kind.ts";

export const pricesVersion = "underwatt/prices@1";

const kind = {
  says: z.string(),
  basis: z.enum(priceBasisIds).optional().describe("How long and how firmly is bought; absent where it is not stated"),
  generation: z
    .string()
    .optional()
    .describe("Accelerator, or `mix of FLEET` where it is of several kinds; absent where it is not stated"),
  on: z.string().optional().describe("Day that it is of"),
};
const per = z.enum(pricePers);

const comparison = z
  .strictObject({
    path: z.string().describe("The comparable"),
    days: z.number().describe("Days that it is older than the price, negative where it is newer"),
    low: number.describe("The price over its high end"),
    high: number.describe("The price over its low end"),
  })
  .describe("The price over a comparable of its own basis and generation, by the accelerator-hour");

export const dealPriceSchema = z
  .strictObject({
    ...kind,
    hours: number.describe("Hours of its month"),
    figures: z
      .partialRecord(per, z.strictObject({ unit: z.string(), value: number, p10: number, p90: number }))
      .describe("By denominator: median and central 80 %"),
    underived: z.partialRecord(per, z.string()).describe("Denominators that nothing leads to, and what is missing"),
    beside: z.array(comparison).describe("Nearest in time; several of one distance are all there"),
    alone: z.string().optional().describe("Why there is no comparable, in a sentence"),
  })
  .describe("A price of the deal, or the rate of one of its leases");

export const comparableSchema = z
  .strictObject({
    ...kind,
    printed: z.string(),
    source: z.string(),
    grade: z.enum(grades),
    note: z.string().optional(),
    figures: z
      .partialRecord(per, z.strictObject({ unit: z.string(), low: number, high: number }))
      .describe("By denominator; both ends are equal where it is one value"),
    underived: z.partialRecord(per, z.string()),
  })
  .describe("A dated price of the catalogue");

export const pricesSchema = z
  .strictObject({
    schema: z.literal(pricesVersion),
    ...about,
    run: sampledRun,
    prices: z.record(z.string(), dealPriceSchema).describe("By path"),
    comparables: z
      .record(z.string(), comparableSchema)
      .describe("Those of the catalogue that are of no later day, by path"),
    left_out: z
      .record(z.string(), z.array(z.string()))
      .describe("Prices that rest on claims nobody has made by that day"),
    warnings: z.array(z.string()).describe("Formulas that take prices of different things for one"),
  })
  .describe("The prices of a deal beside dated comparables");

export type Prices = z.infer<typeof pricesSchema>;
export type DealPriceRow = z.infer<typeof dealPriceSchema>;
export type ComparableRow = z.infer<typeof comparableSchema>;
