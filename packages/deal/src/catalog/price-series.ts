/** What the catalogue says of prices: series of dated comparables, each of one basis and, where it is stated, of one accelerator. */
import { grades } from "@underwatt/evidence";
import { z } from "zod";
import { priceBasisIds, type PriceKind } from "../meanings/price-kind.ts";
import { date, formula, name, named, text } from "../schema/values.ts";

const comparable = z
  .strictObject({
    is: formula.describe("The price as printed, or `low to high`, per accelerator, power or H100 equivalent and time"),
    on: date.describe("Day or month that it is of"),
    from: name.describe("Source"),
    grade: z.enum(grades),
    note: text.optional(),
  })
  .describe("A price of one day");

/** A file of the catalogue. */
export const priceFileSchema = z
  .strictObject({
    prices: name.describe("Name in deals"),
    name: text.describe("What it is, for people"),
    accelerator: name.optional().describe("Name in the catalogue; absent where nobody states it"),
    basis: z
      .enum(priceBasisIds)
      .optional()
      .describe("How long and how firmly is bought; absent where nobody states it"),
    figures: named(comparable).describe("The prices by name, oldest first"),
  })
  .describe("A series of prices");

export type PriceSeries = Omit<z.infer<typeof priceFileSchema>, "prices">;

export function kindOfSeries({ basis, accelerator }: PriceSeries): PriceKind {
  return { basis, generation: accelerator };
}
