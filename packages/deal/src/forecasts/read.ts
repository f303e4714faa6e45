/** What forecasts say and what came, read out of the graph in the unit in which it was said. */
import { conversion, evaluateAt, formatUnit, one, type Graph, type Quantity } from "@underwatt/engine";
import type { Said } from "./score.ts";

/** The level at which the language reads `a to b`. */
export const languageLevel = 0.9;

export interface ReadSaid extends Said {
  /** Empty for a plain number, `date` for a date. */
  readonly unit: string;
}

/**
 * What stands at a path: a value, or the ends of an interval; a share becomes a number between 0 and 1.
 * @param level at which an interval was meant; its ends stay as written
 * @returns a sentence where it is neither
 */
export function readSaid(graph: Graph, path: string, level: number): ReadSaid | string {
  const quantity = graph.quantities.get(path);
  if (quantity === undefined) return "it has no value";
  const { type } = quantity;
  if (type.kind !== "number" && type.kind !== "date") return "expected a quantity or a date";
  const unit = type.kind === "date" ? "date" : formatUnit(type.unit);
  const step = graph.program.steps[quantity.step];
  const distribution = step?.kind === "input" ? graph.program.inputs[step.input]?.distribution : undefined;
  if (step?.kind !== "certain" && distribution === undefined)
    return "expected a value or an interval, not a sum over intervals";
  const factor = toShare(quantity);
  const value = factor * (distribution?.quantile(0.5) ?? certain(graph, quantity));
  // The ends as written: those of a distribution at the language's level.
  const tail = (1 - languageLevel) / 2;
  const ends =
    distribution === undefined
      ? undefined
      : { low: factor * distribution.quantile(tail), high: factor * distribution.quantile(1 - tail), level };
  if (!Number.isFinite(value)) return "it has no value";
  const kind = type.kind === "date" ? "days" : unit.startsWith("%") && value < 1 ? "share" : "factor";
  return { kind, unit, value, ...(ends === undefined ? {} : { ends }) };
}

/** What came, in the terms of what was said; a sentence where the two cannot be compared. */
export function readCame(graph: Graph, path: string, saidAt: string): number | string {
  const [quantity, said] = [path, saidAt].map((each) => graph.quantities.get(each));
  if (quantity === undefined || said === undefined) return "it has no value";
  const { type } = quantity;
  const value = certain(graph, quantity);
  if (!Number.isFinite(value)) return "it has no value";
  if (type.kind === "date" && said.type.kind === "date") return value;
  if (type.kind !== "number" || said.type.kind !== "number") return "it is of another kind than what was said";
  const factor = conversion(type.unit, said.type.unit);
  if (factor === undefined) {
    const [left, right] = [type.unit, said.type.unit].map((unit) => formatUnit(unit) || "a plain number");
    return `it is in ${left}, what was said is in ${right}`;
  }
  return toShare(said) * factor * value;
}

/** A chance between 0 and 1. */
export function readShare(graph: Graph, path: string): number | undefined {
  const quantity = graph.quantities.get(path);
  if (quantity?.type.kind !== "number") return undefined;
  const factor = conversion(quantity.type.unit, one);
  return factor === undefined ? undefined : factor * certain(graph, quantity);
}

/** Percentages are brought to shares of 1; everything else stays in its unit. */
function toShare({ type }: Quantity): number {
  return type.kind === "number" && formatUnit(type.unit) === "%" ? 0.01 : 1;
}

/** With every input at its median, where there are any. */
function certain({ program }: Graph, { step }: Quantity): number {
  const kept = program.steps[step];
  const [column] = kept?.kind === "certain" ? [kept.column] : evaluateAt(program, [step], 0.5);
  return column?.data[0] ?? NaN;
}
