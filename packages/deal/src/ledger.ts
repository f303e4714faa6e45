/** The claims of a deal as the ledger that checks look at: values in their written units, days, roots. */
import { formatUnit, parseDate, type Graph, type Quantity } from "@underwatt/engine";
import type { LedgerClaim } from "@underwatt/evidence";
import type { BookClaim } from "./claim-book.ts";
import type { Expansion } from "./expand/index.ts";

/**
 * @param day in days since 1970-01-01; claims published later are left out
 */
export function ledgerOf({ book }: Expansion, graph: Graph, day: number): LedgerClaim[] {
  return book.claims
    .filter(({ published, unknown }) => published <= day && !unknown)
    .flatMap((claim): LedgerClaim[] => {
      const value = valueOf(claim, graph);
      if (value === undefined) return [];
      const asOf = claim.asOf === undefined ? undefined : parseDate(claim.asOf);
      return [
        {
          id: claim.id,
          about: claim.about,
          quantity: claim.quantity,
          grade: claim.grade,
          value,
          bound: claim.floor === claim.ceiling ? undefined : claim.floor ? "floor" : "ceiling",
          scope: claim.scope,
          published: claim.published,
          asOf,
          sources: claim.sources.length,
          roots: claim.roots,
        },
      ];
    });
}

/** Undefined for what is neither number nor day nor words, such as a value that rests on what is not known. */
function valueOf(claim: BookClaim, graph: Graph): LedgerClaim["value"] | undefined {
  if (claim.value === undefined) return { kind: "text", text: claim.printed };
  const point = graph.quantities.get(`claims.${claim.id}.printed`);
  if (point === undefined || point.type.kind === "boolean") return undefined;
  const end = (side: "low" | "high"): number => {
    const found = certain(graph, graph.quantities.get(`claims.${claim.id}.${side}`) ?? point);
    return Number.isNaN(found) ? drawnEnd(graph, `claims.${claim.id}.printed`, side) : found;
  };
  const [low, high] = [end("low"), end("high")];
  if (Number.isNaN(low) || Number.isNaN(high)) return undefined;
  if (point.type.kind === "date") return { kind: "date", low, high };
  return { kind: "number", unit: formatUnit(point.type.unit), low, high };
}

/** An end of an interval that nothing names: its 5 % and 95 % points are its ends, by definition of `to`. */
function drawnEnd({ program, quantities }: Graph, path: string, side: "low" | "high"): number {
  if (quantities.get(path)?.expression.kind !== "interval") return NaN;
  const input = program.inputs.find(({ name }) => name === path);
  return input?.distribution.quantile(side === "low" ? 0.05 : 0.95) ?? NaN;
}

function certain({ program }: Graph, { step }: Quantity): number {
  const found = program.steps[step];
  return found?.kind === "certain" ? (found.column.data[0] ?? NaN) : NaN;
}
