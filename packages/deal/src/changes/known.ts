/** A prepared deal as a state: what is known in it, and a few of its figures. */
import { conversion, parseDate, type UnitRegistry } from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";
import type { Cell, Result } from "../result.ts";
import { runDeal } from "../run.ts";
import type { Known } from "./movers.ts";

/** The state that a deal is in on its day. */
export function knownIn({ deal, expansion, asOf }: Prepared): Known {
  const published = (claim: string): number | undefined => expansion.book.get(claim)?.published;
  const today = parseDate(asOf) ?? 0;
  return {
    document: deal.document,
    knows: (claim) => (published(claim) ?? Infinity) <= today,
    published,
    supersessions: expansion.supersessions,
  };
}

/** A run of a few figures. */
export async function resultOf(prepared: Prepared, paths: readonly string[]): Promise<Result> {
  const wanted = new Set(paths);
  return await runDeal({ ...prepared, figures: prepared.figures.filter((path) => wanted.has(path)) });
}

/** A figure as a number, a date as its day, in a unit where one is given; NaN where it is none, or its unit does not convert. */
export function numberOf(
  { figures }: Result,
  path: string,
  { unit, units }: { readonly unit?: string; readonly units: UnitRegistry },
): number {
  const figure = figures[path];
  if (figure?.value === undefined) return NaN;
  return numberIn(cellIn(figure.value, figure.unit, { unit: unit ?? figure.unit, units }));
}

/** A cell in another unit, which the same figure may have on another day; null where it does not convert. */
export function cellIn(
  cell: Cell,
  from: string,
  { unit, units }: { readonly unit: string; readonly units: UnitRegistry },
): Cell {
  if (from === unit || typeof cell !== "number") return from === unit ? cell : null;
  const [own, wanted] = [units.parse(from), units.parse(unit)];
  const factor = "problem" in own || "problem" in wanted ? undefined : conversion(own, wanted);
  return factor === undefined ? null : cell * factor;
}

/** Below this relative difference two values are the same: rounding. */
export const tolerance = 1e-9;

function numberIn(value: Cell): number {
  return typeof value === "number" ? value : value === null ? NaN : (parseDate(value) ?? NaN);
}
