/** The order in which formulas can be compiled, and the circles for which there is none. */
import type { Expression } from "../formula/index.ts";
import { foundationOf, type Foundation } from "./foundation.ts";
import type { GraphProblem } from "./quantity.ts";

/** What the names of a formula stand for. */
export interface NamedPaths {
  /** Path by name as written, of names whose value in the same month is needed. */
  readonly now: ReadonlyMap<string, string>;
  /** Of names that are read a month late only. */
  readonly late: ReadonlyMap<string, string>;
  /** Paths whose values in every month are needed while the formula is compiled. */
  readonly whole: ReadonlySet<string>;
}
export type NamesOf = (path: string) => NamedPaths | undefined;

interface Definition {
  readonly path: string;
  readonly expression: Expression;
}

interface Order<D> {
  /** Each stands after what it needs. */
  readonly order: readonly D[];
  /** Of formulas that need others whole. */
  readonly foundations: ReadonlyMap<string, Foundation>;
  readonly problems: readonly GraphProblem[];
}

/** @param resolved by path; loses the formulas that need others whole which rest on them */
export function orderOf<D extends Definition>(definitions: readonly D[], resolved: Map<string, NamedPaths>): Order<D> {
  const byPath = new Map(definitions.map((definition) => [definition.path, definition]));
  const namesOf: NamesOf = (path) => resolved.get(path);
  const foundations = new Map<string, Foundation>();
  const problems: GraphProblem[] = [];
  for (const [path, { whole }] of resolved) {
    if (whole.size === 0) continue;
    const foundation = foundationOf(whole, namesOf);
    foundations.set(path, foundation);
    const definition = byPath.get(path);
    // A circle within the month is found below, like any other.
    if (definition === undefined || !foundation.paths.has(path) || restsOnItself(path, resolved)) continue;
    problems.push(circleInTime(definition, foundation));
    foundations.delete(path);
    resolved.delete(path);
  }
  const { order, cycles } = sortByDependence(definitions, resolved, foundations);
  return { order, foundations, problems: [...problems, ...cycles.map((cycle) => cycleProblem(cycle, byPath))] };
}

/** Within the same month. */
function restsOnItself(path: string, resolved: ReadonlyMap<string, NamedPaths>): boolean {
  const reached = new Set(resolved.get(path)?.now.values());
  for (const next of reached) for (const named of resolved.get(next)?.now.values() ?? []) reached.add(named);
  return reached.has(path);
}

function circleInTime({ path, expression }: Definition, { wayTo }: Foundation): GraphProblem {
  return {
    path,
    message: `central(...) needs every month of what rests on this formula: ${[path, ...wayTo(path)].join(" -> ")}`,
    at: expression.at,
    expected: "central(...) of quantities that do not rest on this one, in no month",
    hint: "a base case is known before anything else: let it read what is there without this formula",
  };
}

/** Kahn's order; what is left over sits on a cycle, or behind one. */
function sortByDependence<D extends Definition>(
  definitions: readonly D[],
  resolved: ReadonlyMap<string, NamedPaths>,
  foundations: ReadonlyMap<string, Foundation>,
): { order: D[]; cycles: string[][] } {
  const defined = new Set(definitions.map((definition) => definition.path));
  const waiting = new Map<string, number>();
  const users = new Map<string, D[]>();
  const ready: D[] = [];
  for (const definition of definitions) {
    const now = resolved.get(definition.path)?.now.values() ?? [];
    const late = foundations.get(definition.path)?.late ?? [];
    const needs = new Set([...now, ...late].filter((path) => defined.has(path)));
    waiting.set(definition.path, needs.size);
    if (needs.size === 0) ready.push(definition);
    for (const path of needs) {
      const known = users.get(path);
      if (known === undefined) users.set(path, [definition]);
      else known.push(definition);
    }
  }
  const order: D[] = [];
  for (let definition = ready.pop(); definition !== undefined; definition = ready.pop()) {
    order.push(definition);
    for (const user of users.get(definition.path) ?? []) {
      const left = (waiting.get(user.path) ?? 0) - 1;
      waiting.set(user.path, left);
      if (left === 0) ready.push(user);
    }
  }
  for (const { path } of order) defined.delete(path);
  return { order, cycles: findCycles(defined, resolved) };
}

/** One cycle for each knot of the paths left over: walk from each until a path comes back. */
function findCycles(left: ReadonlySet<string>, resolved: ReadonlyMap<string, NamedPaths>): string[][] {
  const cycles: string[][] = [];
  const seen = new Set<string>();
  for (const start of left) {
    const walk: string[] = [];
    let path: string | undefined = start;
    while (path !== undefined && !seen.has(path)) {
      seen.add(path);
      walk.push(path);
      path = [...(resolved.get(path)?.now.values() ?? [])].find((next) => left.has(next));
    }
    const from: number = path === undefined ? -1 : walk.indexOf(path);
    if (from >= 0) cycles.push(walk.slice(from));
  }
  return cycles;
}

function cycleProblem(cycle: readonly string[], byPath: ReadonlyMap<string, Definition>): GraphProblem {
  const [first] = cycle;
  const definition = first === undefined ? undefined : byPath.get(first);
  if (first === undefined || definition === undefined) throw new Error("a cycle has at least one member");
  return {
    path: first,
    message: `this formula depends on itself: ${[...cycle, first].join(" -> ")}`,
    at: definition.expression.at,
    expected: "formulas without circles",
    hint: "write previous(x, start) for what x was a month earlier, or give one of them a value",
  };
}
