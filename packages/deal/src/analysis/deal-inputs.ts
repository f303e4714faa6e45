/** The uncertain inputs of a deal by the names that people give them, and values as they write them. */
import {
  buildGraph,
  nearest,
  parseFormula,
  typeName,
  type Input,
  type Quantity,
  type ValueType,
} from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";

/** A question that does not fit the deal; the message is for the person who asked. */
export class QuestionError extends Error {
  override readonly name = "QuestionError";
}

/** The path of a figure or test, of which the first part may be left out. */
export function findPath(names: ReadonlySet<string>, wanted: string, groups: readonly string[], what: string): string {
  const found = [wanted, ...groups.map((group) => `${group}.${wanted}`)].find((path) => names.has(path));
  if (found !== undefined) return found;
  const close = nearest(wanted, [...names, ...[...names].map((name) => name.slice(name.indexOf(".") + 1))]);
  throw new QuestionError(`there is no ${what} "${wanted}"${close === undefined ? "" : `; did you mean ${close}?`}`);
}

const groups = ["assumptions", "model", "claims", "thesis", "breakers"] as const;

/**
 * Index of the uncertain input that a path names: the input itself, or a figure that is nothing but that input.
 * @throws QuestionError when it names none
 */
export function inputNamed({ graph }: Prepared, wanted: string): number {
  const { inputs } = graph.program;
  const indexByName = new Map(inputs.map(({ name }, index) => [name, index]));
  for (const path of [wanted, ...groups.map((group) => `${group}.${wanted}`)]) {
    const step = graph.program.steps[graph.quantities.get(path)?.step ?? -1];
    const found = step?.kind === "input" ? step.input : indexByName.get(path);
    if (found !== undefined) return found;
  }
  if (graph.quantities.has(wanted))
    throw new QuestionError(`"${wanted}" is no uncertain input but computed, or certain`);
  findPath(new Set(indexByName.keys()), wanted, groups, "uncertain input");
  throw new QuestionError(`there is no uncertain input "${wanted}"`);
}

/** Whether an input is only a part of the formula it is written in, such as the factor of `price * (0.9 to 1.2)`. */
export function isPart({ graph }: Prepared, { name }: Input): boolean {
  const step = graph.program.steps[graph.quantities.get(name)?.step ?? -1];
  return step?.kind !== "input" || graph.program.inputs[step.input]?.name !== name;
}

/**
 * A value as a person writes it, in a unit: `1.6 USD/GPU/h`, `2026-07-01`, `30 %`.
 * @throws QuestionError when it is no certain value of that kind
 */
export function valueIn(
  { expansion, graph }: Prepared,
  text: string,
  kind: "date" | { readonly unit: string },
): number {
  const wanted =
    kind === "date" ? "a date such as 2026-07-01" : kind.unit === "" ? "a number" : `a value in ${kind.unit}`;
  const fail = (message: string): never => {
    throw new QuestionError(`${text}: ${message}; expected ${wanted}`);
  };
  const parsed = parseFormula(text, expansion.units);
  if ("problem" in parsed) return fail(parsed.problem.message);
  const path = "value";
  const definition = { path, expression: parsed.expression, expects: { kind, series: false } };
  const built = buildGraph([definition], expansion.units, graph.program.calendar);
  const [problem] = built.problems;
  if (problem !== undefined) return fail(problem.message);
  const step = built.program.steps[built.quantities.get(path)?.step ?? -1];
  return step?.kind === "certain" ? (step.column.data[0] ?? NaN) : fail("this is not certain");
}

/** The unit of a figure as a result shows it. */
export function unitOf({ type }: Quantity): string {
  return type.kind === "boolean" ? "probability" : typeName(type);
}

export function kindOf(type: ValueType): "date" | { readonly unit: string } {
  return type.kind === "date" ? "date" : { unit: type.kind === "boolean" ? "" : typeName(type) };
}
