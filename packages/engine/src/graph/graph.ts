/**
 * The graph of named quantities. Definitions go in as formula trees under paths; out come typed quantities, one program
 * that computes them, and every problem found, each with its place in its formula.
 */
import type { Calendar } from "../calendar/calendar.ts";
import type { Expression } from "../formula/index.ts";
import { nearest } from "../text/nearest.ts";
import { formatUnit, type UnitRegistry } from "../units/index.ts";
import { settleCertain } from "./certain.ts";
import { FormulaCompiler } from "./compiler.ts";
import { FormulaFailure } from "./failure.ts";
import { Forerunner } from "./foundation.ts";
import { MedianCase } from "./median-case.ts";
import { orderOf, type NamedPaths } from "./order.ts";
import type { GraphProblem, Quantity } from "./quantity.ts";
import { ProgramBuilder, stepAt, type Program } from "./program.ts";
import { settleRecurrences } from "./recurrences.ts";
import { namesIn } from "./references.ts";
import type { Value, ValueType } from "./value.ts";

/** A named formula. */
export interface Definition {
  readonly path: string;
  readonly expression: Expression;
  /** Prefixes under which a bare name is looked for, in order; unless given, the groups that the path stands in. */
  readonly searches?: readonly string[];
  /** Names that stand for other paths inside this formula only. */
  readonly aliases?: ReadonlyMap<string, string>;
  /** What the value must be; a number is brought to the unit. */
  readonly expects?: Expectation;
}

/** Kind of value a definition must have; one that is `written` stays in the unit of its formula, which must convert. */
export interface Expectation {
  readonly kind: "date" | "boolean" | { readonly unit: string; readonly written?: boolean };
  /** Whether a monthly series will do. */
  readonly series: boolean;
}

export interface Graph {
  readonly quantities: ReadonlyMap<string, Quantity>;
  readonly program: Program;
  readonly problems: readonly GraphProblem[];
  /** For each definition without a value or a problem of its own: the absent paths it rests on. */
  readonly missing: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Builds the graph.
 * @param definitions named formulas; paths are unique
 * @param units the units names may fall back on
 * @param calendar the months of every series
 * @param absent paths that exist but have no usable formula; what names them is left out in silence
 * @returns the quantities that could be built, and a problem for each that could not; what only depends on a broken
 *   quantity is left out without a message of its own
 */
export function buildGraph(
  definitions: readonly Definition[],
  units: UnitRegistry,
  calendar: Calendar,
  absent: ReadonlySet<string> = new Set(),
): Graph {
  return build(definitions, units, absent, new ProgramBuilder(calendar));
}

/** A graph with nothing computed ahead. */
export interface FormulaGraph extends Graph {
  /** Steps whose values are dates. */
  readonly dates: ReadonlySet<number>;
  /** Steps that tell a figure from another of equal value, whose step they name; their operation is to be passed over. */
  readonly synonyms: ReadonlyMap<number, number>;
}

/**
 * The same graph for who shows formulas: each step is the operation that was written, also where its value is certain, no
 * two figures have one step, and a definition that names no other and has one certain value is a certain step. Every step but those counts as
 * random here, whether it varies or not.
 */
export function buildFormulaGraph(
  definitions: readonly Definition[],
  units: UnitRegistry,
  calendar: Calendar,
  absent: ReadonlySet<string> = new Set(),
): FormulaGraph {
  const builder = new ProgramBuilder(calendar, true);
  return { ...build(definitions, units, absent, builder), dates: builder.dates, synonyms: builder.synonyms };
}

function build(
  definitions: readonly Definition[],
  units: UnitRegistry,
  absent: ReadonlySet<string>,
  builder: ProgramBuilder,
): Graph {
  const paths: ReadonlySet<string> = new Set([...definitions.map(({ path }) => path), ...absent]);
  const problems: GraphProblem[] = [];
  const quantities = new Map<string, Quantity>();
  /** Steps that are a figure's value, where each figure has its own. */
  const roots = new Set<number>();
  const compilers = new Map<string, FormulaCompiler>();
  const resolved = new Map<string, ResolvedNames>();
  for (const definition of definitions) {
    const names = resolveNames(definition, paths, units, problems);
    if (names !== undefined) resolved.set(definition.path, names);
  }
  const { order, foundations, problems: circles } = orderOf(definitions, resolved);
  problems.push(...circles);
  const forerunner = new Forerunner(quantities, compilers, builder);
  const medians = new MedianCase(builder);

  for (const definition of order) {
    const names = resolved.get(definition.path);
    if (names === undefined) continue;
    const values = new Map<string, Value>();
    for (const [name, path] of names.now) {
      const quantity = quantities.get(path);
      if (quantity !== undefined) values.set(name, quantity);
    }
    if (values.size < names.now.size) continue;
    const foundation = foundations.get(definition.path);
    if (foundation !== undefined && !forerunner.settle(foundation.paths)) continue;
    const compiler = new FormulaCompiler(definition.path, { values, late: names.late }, units, builder, medians);
    try {
      const shaped = expected(compiler.compile(definition.expression), definition, compiler);
      const value = builder.keepsFormulas ? ownStep(shaped, names, compiler, roots) : shaped;
      quantities.set(definition.path, {
        // A formula that is but a name compiles to the quantity it names, whose own path and formula must not stay.
        ...value,
        path: definition.path,
        expression: definition.expression,
        references: names.paths,
        inputs: compiler.inputs,
      });
      compilers.set(definition.path, compiler);
    } catch (error) {
      if (!(error instanceof FormulaFailure)) throw error;
      problems.push({ path: definition.path, ...error.problem });
    }
  }
  problems.push(...settleRecurrences(quantities, compilers, builder));
  const program = builder.keepsFormulas ? builder.finish() : settleCertain(builder.finish());
  for (const [path, quantity] of quantities) {
    quantities.set(path, { ...quantity, random: stepAt(program, quantity.step).random });
  }
  const faulty = new Set(problems.map(({ path }) => path));
  const leftOut = order.map(({ path }) => path).filter((path) => !quantities.has(path) && !faulty.has(path));
  return { quantities, program, problems, missing: absentRoots(leftOut, resolved, absent) };
}

/** A formula's value as a step that no other formula has. */
function ownStep(value: Value, { paths }: ResolvedNames, compiler: FormulaCompiler, roots: Set<number>): Value {
  const leaf = paths.length === 0 ? compiler.leaf(value) : value;
  const own = roots.has(leaf.step) ? compiler.synonym(leaf) : leaf;
  roots.add(own.step);
  return own;
}

/** For each path left out: the absent paths that it, or others left out, name. */
function absentRoots(
  leftOut: readonly string[],
  resolved: ReadonlyMap<string, ResolvedNames>,
  absent: ReadonlySet<string>,
): Map<string, ReadonlySet<string>> {
  const out = new Set(leftOut);
  const rootsOf = (path: string): ReadonlySet<string> => {
    const reached = new Set([path]);
    for (const next of reached) {
      if (out.has(next)) for (const named of resolved.get(next)?.paths ?? []) reached.add(named);
    }
    return new Set([...reached].filter((reachedPath) => absent.has(reachedPath)));
  };
  return new Map(leftOut.map((path) => [path, rootsOf(path)]));
}

function expected(value: Value, { expression, expects }: Definition, compiler: FormulaCompiler): Value {
  if (expects === undefined) return value;
  const shaped = expects.series ? value : compiler.scalar(value, expression);
  if (expects.kind === "date") return compiler.date(shaped, expression);
  if (expects.kind === "boolean") return compiler.boolean(shaped, expression);
  const [number, unit] = [compiler.number(shaped, expression), compiler.unit(expects.kind.unit)];
  if (expects.kind.written !== true) return compiler.inUnit(number, unit, expression);
  compiler.factor(number.type.unit, unit, expression);
  return number;
}

/** The unit of a quantity as text; `date`, `true/false` or the empty text of a plain number. */
export function typeName(type: ValueType): string {
  if (type.kind === "number") return formatUnit(type.unit);
  return type.kind === "date" ? "date" : "true/false";
}

/** A deal with more mistakes than these has one mistake; looking for near names takes time. */
const mostSuggestions = 100;

/** What the names of a formula stand for; those of units are not among them. */
interface ResolvedNames extends NamedPaths {
  /** Every path named, in order of first mention. */
  readonly paths: readonly string[];
}

/** Undefined when a name stands for nothing. */
function resolveNames(
  definition: Definition,
  paths: ReadonlySet<string>,
  units: UnitRegistry,
  problems: GraphProblem[],
): ResolvedNames | undefined {
  const found = new Set<string>();
  const now = new Map<string, string>();
  const late = new Map<string, string>();
  const whole = new Set<string>();
  let complete = true;
  for (const name of namesIn(definition.expression)) {
    const path = lookUp(name.path, definition, paths);
    if (path !== undefined) {
      found.add(path);
      (name.late ? late : now).set(name.path, path);
      if (name.whole) whole.add(path);
    } else if (!units.has(name.path)) {
      complete = false;
      const hint = problems.length < mostSuggestions ? nameHint(name.path, definition, paths, units) : undefined;
      problems.push({
        path: definition.path,
        message: `unknown name "${name.path}"`,
        at: name.at,
        expected: "a full path, the bare name of a formula, or a unit",
        ...(hint === undefined ? {} : { hint }),
      });
    }
  }
  for (const name of now.keys()) late.delete(name);
  return complete ? { paths: [...found], now, late, whole } : undefined;
}

/** The path that a name stands for in a definition's formula, among those that exist; a unit has none. */
export function lookUp(
  name: string,
  definition: Pick<Definition, "path" | "searches" | "aliases">,
  paths: { has(path: string): boolean },
): string | undefined {
  const alias = definition.aliases?.get(name);
  if (alias !== undefined && paths.has(alias)) return alias;
  if (paths.has(name)) return name;
  return scopesOf(definition)
    .map((scope) => `${scope}.${name}`)
    .find((path) => paths.has(path));
}

function scopesOf(definition: Pick<Definition, "path" | "searches">): readonly string[] {
  if (definition.searches !== undefined) return definition.searches;
  const scopes: string[] = [];
  for (let end = definition.path.lastIndexOf("."); end > 0; end = definition.path.lastIndexOf(".", end - 1)) {
    scopes.push(definition.path.slice(0, end));
  }
  return scopes;
}

function nameHint(
  name: string,
  definition: Definition,
  paths: ReadonlySet<string>,
  units: UnitRegistry,
): string | undefined {
  if (/^(?:yes|no|on|off)$/i.test(name)) return "in a formula it is true or false";
  const pieces = name.split("-");
  for (let cut = 1; cut < pieces.length; cut++) {
    const [left, right] = [pieces.slice(0, cut).join("-"), pieces.slice(cut).join("-")];
    const known = (text: string): boolean => lookUp(text, definition, paths) !== undefined || /^\d+$/.test(text);
    if (known(left) && known(right)) return `a subtraction has spaces: ${left} - ${right}`;
  }
  const bare = scopesOf(definition).flatMap((scope) =>
    [...paths].filter((path) => path.startsWith(`${scope}.`)).map((path) => path.slice(scope.length + 1)),
  );
  const close = nearest(name, [...paths, ...bare, ...units.symbols().filter((symbol) => symbol.length > 2)]);
  return close === undefined ? undefined : `did you mean ${close}?`;
}
