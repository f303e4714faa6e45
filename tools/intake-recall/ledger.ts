/** A ledger of claims that people took from documents: those with a number, and the documents that print it. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const ledgerSchema = z.object({
  claims: z.array(
    z.object({
      id: z.string(),
      value: z.union([z.number(), z.string(), z.null()]).optional(),
      low: z.union([z.number(), z.string(), z.null()]).optional(),
      high: z.union([z.number(), z.string(), z.null()]).optional(),
      unit: z.string(),
      grade: z.string(),
      sources: z.array(z.object({ seed: z.string() })),
    }),
  ),
});

/** One claim as one document prints it. */
export interface PrintedClaim {
  readonly id: string;
  readonly file: string;
  /** Absent ends are open. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly unit: string;
  readonly grade: string;
}

/** Numeric claims, one for each document behind them. Dates in words and texts are none. */
export function printedClaims(file: string): PrintedClaim[] {
  const { claims } = ledgerSchema.parse(parse(readFileSync(file, "utf8")));
  return claims.flatMap(({ id, value, low, high, unit, grade, sources }): PrintedClaim[] => {
    const point = typeof value === "number" ? value : undefined;
    const ends = {
      low: point ?? (typeof low === "number" ? low : undefined),
      high: point ?? (typeof high === "number" ? high : undefined),
    };
    if (ends.low === undefined && ends.high === undefined) return [];
    return [...new Set(sources.map(({ seed }) => seed))].map((seed) => ({ id, file: seed, ...ends, unit, grade }));
  });
}
