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
import type { Origin } from "../expand/index.ts";
import type { Prepared } from "../prepare.ts";

/** A question that does not fit the deal; the message is for the person who asked. */
export class QuestionError extends Error {
  override readonly name = "QuestionError";
}

/**
 * The path of a figure or test, of which the first part may be left out if it is one of the groups.
 * @param leftOut paths that wait for claims, and the claims
 */
export function findPath(
  names: ReadonlySet<string>,
  wanted: string,
  groups: readonly string[],
  what: string,
  leftOut: Prepared["leftOut"] = new Map<string, readonly string[]>(),
): string {
  const paths = [wanted, ...groups.map((group) => `${group}.${wanted}`)];
  const found = paths.find((path) => names.has(path));
  if (found !== undefined) return found;
  const waiting = paths.find((path) => leftOut.has(path));
  if (waiting !== undefined)
    throw new QuestionError(
      `"${waiting}" is left out: it rests on ${claimsText(leftOut.get(waiting))}, not known by then`,
    );
  // A name that is right but for a part that may not be left out is told in full.
  const inFull = [...names].find((name) => name.endsWith(`.${wanted}`));
  const short = [...names].flatMap((name) => groups.flatMap((group) => after(`${group}.`, name)));
  const close = inFull ?? nearest(wanted, [...names, ...short]);
  const hint = close === undefined ? `; ${choiceOf([...names], groups)}` : `; did you mean ${close}?`;
  throw new QuestionError(`there is no ${what} "${wanted}"${hint}`);
}

function after(prefix: string, name: string): string[] {
  return name.startsWith(prefix) ? [name.slice(prefix.length)] : [];
}

const mostChoices = 6;

/** Some names of the groups, those of the first group first, each by the alphabet. */
function choiceOf(names: readonly string[], groups: readonly string[]): string {
  const own = groups.flatMap((group) => names.filter((name) => name.startsWith(`${group}.`)).sort());
  const all = own.length > 0 ? own : names;
  const [first, ...more] = all.slice(0, mostChoices);
  if (first === undefined) return "the deal has none";
  if (more.length === 0) return `expected ${first}`;
  const others = all.length > mostChoices ? `, or ${all.length - mostChoices} more` : "";
  return `expected one of ${[first, ...more].join(", ")}${others}`;
}

function claimsText(claims: readonly string[] = []): string {
  return listed(claims.map((id) => `claims.${id}`));
}

/** `a, b and c`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** What would be looked at, but rests on claims that nobody has made by that day. */
export function leftOutWarnings(
  { leftOut, expansion, asOf }: Prepared,
  isWanted: (origin: Origin) => boolean,
): string[] {
  return [...leftOut].flatMap(([path, claims]) => {
    const origin = expansion.origins.get(path);
    if (origin === undefined || !isWanted(origin)) return [];
    return [`${path} is left out: it rests on ${claimsText(claims)}, not known by ${asOf}`];
  });
}

const groups = ["assumptions", "model", "claims", "thesis", "breakers"] as const;

/**
 * Index of the uncertain input that a path names: the input itself, or a figure that is nothing but that input.
 * @throws QuestionError when it names none
 */
export function inputNamed({ graph, leftOut }: Prepared, wanted: string): number {
  const { inputs } = graph.program;
  const indexByName = new Map(inputs.map(({ name }, index) => [name, index]));
  const paths = [wanted, ...groups.map((group) => `${group}.${wanted}`)];
  for (const path of paths) {
    const step = graph.program.steps[graph.quantities.get(path)?.step ?? -1];
    const found = step?.kind === "input" ? step.input : indexByName.get(path);
    if (found !== undefined) return found;
  }
  const [known] = paths.flatMap((path) => graph.quantities.get(path) ?? []);
  if (known !== undefined) {
    const [some, more] = [known.inputs.slice(0, mostChoices), known.inputs.length > mostChoices ? " and others" : ""];
    throw new QuestionError(
      known.random
        ? `"${known.path}" is no uncertain input but computed; it rests on ${listed(some)}${more}`
        : `"${known.path}" is no uncertain input but certain; \`--set\` gives it another value`,
    );
  }
  const path = findPath(new Set(indexByName.keys()), wanted, groups, "uncertain input", leftOut);
  throw new QuestionError(`there is no uncertain input "${path}"`);
}

/** Whether an input is only a part of the formula it is written in, such as the factor of `price * (0.9 to 1.2)`. */
export function isPart({ graph }: Prepared, { name }: Input): boolean {
  const step = graph.program.steps[graph.quantities.get(name)?.step ?? -1];
  return step?.kind !== "input" || graph.program.inputs[step.input]?.name !== name;
}

/**
 * A value as a person writes it, in a unit: `1.6 USD/GPU/h`, `2026-07-01`, `30 %`.
 * @param of what it is a value of
 * @throws QuestionError when it is no certain value of that kind
 */
export function valueIn(
  { expansion, graph }: Prepared,
  text: string,
  kind: "date" | { readonly unit: string },
  of: string,
): number {
  const wanted =
    kind === "date" ? "a date such as 2026-07-01" : kind.unit === "" ? "a number" : `a value in ${kind.unit}`;
  const fail = (message: string): never => {
    throw new QuestionError(`the value "${text}" for ${of}: ${message}; expected ${wanted}`);
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
