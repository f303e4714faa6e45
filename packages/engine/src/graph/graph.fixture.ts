/** Small graphs from formula text, for the tests of this package. */
import { makeCalendar, type Calendar } from "../calendar/calendar.ts";
import { parseDate } from "../calendar/civil-date.ts";
import { evaluateAt } from "../evaluate/index.ts";
import { parseFormula, type Expression } from "../formula/index.ts";
import { standardUnits, UnitRegistry } from "../units/index.ts";
import { buildGraph, typeName, type Definition, type Graph } from "./graph.ts";
import type { GraphProblem, Quantity } from "./quantity.ts";

/** The standard units and the counted things of a trade. */
export const units = new UnitRegistry([
  ...standardUnits,
  { symbol: "GPU", aliases: ["GPUs"], meaning: "accelerator" },
  { symbol: "H100e", meaning: "equivalent" },
  { symbol: "token", aliases: ["tokens"], prefixes: ["k", "M", "G", "T"], meaning: "token" },
]);

/** Two years from May 2026. */
export const calendar: Calendar = makeCalendar(day("2026-05"), 24);

export function day(text: string): number {
  const days = parseDate(text);
  if (days === undefined) throw new Error(`${text} is no date`);
  return days;
}

export function parsed(text: string): Expression {
  const result = parseFormula(text, units);
  if ("problem" in result) throw new Error(`${text}: ${result.problem.message}`);
  return result.expression;
}

export function definitions(formulas: Readonly<Record<string, string>>): Definition[] {
  return Object.entries(formulas).map(([path, text]) => ({ path, expression: parsed(text) }));
}

export function graphOf(formulas: Readonly<Record<string, string>>, months: Calendar = calendar): Graph {
  return buildGraph(definitions(formulas), units, months);
}

/** The problems of one formula, beside sound ones. */
export function problemsOf(formula: string, others: Readonly<Record<string, string>> = {}): readonly GraphProblem[] {
  return graphOf({ ...others, "m.under-test": formula }).problems;
}

export function quantity(graph: Graph, path: string): Quantity {
  const found = graph.quantities.get(path);
  if (found === undefined) throw new Error(`${path}: ${graph.problems.map((entry) => entry.message).join("; ")}`);
  return found;
}

/** Values of a formula with every input at its median: one, or one a month; with the unit. */
export function evaluated(
  formula: string,
  others: Readonly<Record<string, string>> = {},
  months: Calendar = calendar,
): { values: number[]; unit: string } {
  const graph = graphOf({ ...others, "m.under-test": formula }, months);
  const { step, type } = quantity(graph, "m.under-test");
  const [column] = evaluateAt(graph.program, [step], 0.5);
  return { values: [...(column?.data ?? [])], unit: typeName(type) };
}

/** The one value of a formula. */
export function valueOf(formula: string, others: Readonly<Record<string, string>> = {}): number {
  const { values } = evaluated(formula, others);
  const [value] = values;
  if (value === undefined || values.length > 1) throw new Error(`${formula} has ${values.length} values`);
  return value;
}

/** The one problem of a formula: its message, the text at its place, its hint. */
export function onlyProblem(
  formula: string,
  others: Readonly<Record<string, string>> = {},
): { message: string; at: string; expected?: string; hint?: string; units?: true } {
  const [found, ...more] = problemsOf(formula, others);
  if (found === undefined || more.length > 0) throw new Error(`${formula}: ${more.length + 1} problems`);
  const { path: _, at, ...rest } = found;
  return { ...rest, at: formula.slice(at.start, at.end) };
}
