/**
 * A deal held ready for changes of its formulas: a slider moved, and every figure shown follows. Compiled code, draws and
 * summaries that a change does not touch are used again; the numbers are those of a full run with the same `set`.
 */
import {
  buildGraph,
  Evaluator,
  Memory,
  namesIn,
  parseFormula,
  Sampler,
  type Column,
  type Definition,
  type Dependence,
  type Distribution,
  type Graph,
  type Input,
} from "@underwatt/engine";
import type { Prepared } from "./prepare.ts";
import { summariseColumn, type Numbers } from "./summary.ts";

/** A change that cannot be computed: the figure whose formula is at fault, and why. */
export interface ChangeProblem {
  readonly path: string;
  readonly message: string;
}

export type WhatIfAnswer =
  | { readonly figures: ReadonlyMap<string, Numbers> }
  | { readonly problems: readonly ChangeProblem[] };

interface Shown {
  readonly column: Column;
  readonly unit: string;
  readonly numbers: Numbers;
}

export class WhatIf {
  private readonly prepared: Prepared;
  private readonly paths: readonly string[];
  private readonly needed: readonly Definition[];
  /** Draws of each input, and what they were drawn from. */
  private readonly draws = new Map<string, { readonly source: string; readonly values: Float64Array }>();
  private readonly shown = new Map<string, Shown>();
  /** Used again and again: a slider moves many times a second. */
  private readonly memory = new Memory();
  private readonly rooms: Float64Array[] = [];
  private evaluator: Evaluator | undefined;

  /**
   * @param paths the figures to show
   * @throws RangeError when one is not a figure of the deal
   */
  constructor(prepared: Prepared, paths: readonly string[]) {
    this.prepared = prepared;
    this.paths = paths;
    this.needed = neededBy(prepared, paths);
  }

  /**
   * The figures' numbers with some formulas changed.
   * @param changes path to formula, from the deal as prepared: an earlier change does not last
   */
  change(changes: ReadonlyMap<string, string>): WhatIfAnswer {
    const changed = this.changedDefinitions(changes);
    if ("problems" in changed) return changed;
    const { expansion, graph: before, plan, dependence } = this.prepared;
    const graph = buildGraph(
      changed.definitions,
      expansion.units,
      before.program.calendar,
      new Set(expansion.absent.keys()),
    );
    if (graph.problems.length > 0) return { problems: graph.problems.map(({ path, message }) => ({ path, message })) };
    const quantities = this.paths.map((path) => quantityOf(graph, path));
    const steps = quantities.map(({ step }) => step);
    const evaluator = new Evaluator(graph.program, steps, this.evaluator);
    this.evaluator = evaluator;
    const columns = evaluator.columns(plan.samples, (doubles) => this.room(doubles));
    const values = this.valuesOf(graph, among(dependence, graph.program.inputs), evaluator.inputs);
    evaluator.fill(columns, 0, plan.samples, (from, count) =>
      values.map((column) => column.subarray(from, from + count)),
    );
    const figures = new Map<string, Numbers>();
    for (const [place, quantity] of quantities.entries()) {
      const column = columns[place];
      if (column === undefined) continue;
      const unit = JSON.stringify(quantity.type);
      const last = this.shown.get(quantity.path);
      const same = last !== undefined && last.unit === unit && equal(last.column, column);
      const numbers = same ? last.numbers : summariseColumn(quantity, column, plan.replicates);
      this.shown.set(quantity.path, { column, unit, numbers });
      figures.set(quantity.path, numbers);
      if (last !== undefined && last.column.samples > 1) this.rooms.push(last.column.data);
    }
    return { figures };
  }

  /** Room for a column: one that is no longer shown, or a new one. */
  private room(doubles: number): Float64Array {
    const place = this.rooms.findIndex(({ length }) => length === doubles);
    return (place < 0 ? undefined : this.rooms.splice(place, 1)[0]) ?? new Float64Array(doubles);
  }

  private changedDefinitions(
    changes: ReadonlyMap<string, string>,
  ): { definitions: readonly Definition[] } | { problems: ChangeProblem[] } {
    const { expansion } = this.prepared;
    const expressions = new Map<string, Definition["expression"]>();
    const problems: ChangeProblem[] = [];
    for (const [path, text] of changes) {
      const parsed = parseFormula(text, expansion.units);
      if ("problem" in parsed) problems.push({ path, message: parsed.problem.message });
      else if (expansion.askedWith?.has(path) === true)
        problems.push({ path, message: `"${path}" decides what the serving model is asked; run the deal with it set` });
      else if (!expansion.definitions.some((definition) => definition.path === path))
        problems.push({ path, message: `there is no figure "${path}" to change` });
      else expressions.set(path, parsed.expression);
    }
    if (problems.length > 0) return { problems };
    // A formula that names figures may name some that nothing shown needed until now.
    const names = [...expressions.values()].some((expression) => namesIn(expression).length > 0);
    const definitions = (names ? expansion.definitions : this.needed).map((definition) => {
      const expression = expressions.get(definition.path);
      return expression === undefined ? definition : { ...definition, expression };
    });
    return { definitions };
  }

  /** Draws of the wanted inputs; those whose distribution and ties are as they were are not drawn again. */
  private valuesOf({ program }: Graph, ties: Dependence, wanted: ReadonlySet<number>): Float64Array[] {
    const sources = program.inputs.map((input) => sourceOf(input) + tiesOf(input, ties));
    const stale = [...wanted].filter(
      (input) => this.draws.get(program.inputs[input]?.name ?? "")?.source !== sources[input],
    );
    if (stale.length > 0) {
      const { plan } = this.prepared;
      this.memory.clear();
      const drawn = new Sampler(program, plan, ties, this.memory).draw(new Set(stale), 0, plan.samples);
      for (const input of stale) {
        const name = program.inputs[input]?.name ?? "";
        this.draws.set(name, { source: sources[input] ?? "", values: (drawn[input] ?? new Float64Array()).slice() });
      }
    }
    return program.inputs.map(({ name }) => this.draws.get(name)?.values ?? new Float64Array());
  }
}

/** What an input is drawn from, as a key: equal keys are equal distributions. */
function sourceOf({ distribution }: Input): string {
  const { family, parameters, support, mean, variance }: Distribution = distribution;
  const points = [0.01, 0.2, 0.5, 0.8, 0.99].map((u) => distribution.quantile(u));
  return JSON.stringify([family, parameters, support.map(String), String(mean), String(variance), points.map(String)]);
}

/** What an input hangs together with, as a key; empty if it is independent. All ties: it may be tied through others. */
function tiesOf({ name }: Input, { pairs, drivers }: Dependence): string {
  const isTied = pairs.some(({ between }) => between.includes(name)) || drivers.some(({ moves }) => moves.has(name));
  return isTied ? JSON.stringify([pairs, drivers.map((driver) => [driver.name, ...driver.moves])]) : "";
}

function quantityOf(graph: Graph, path: string): NonNullable<ReturnType<Graph["quantities"]["get"]>> {
  const quantity = graph.quantities.get(path);
  if (quantity === undefined) throw new RangeError(`there is no figure ${path}`);
  return quantity;
}

/** The definitions that some figures rest on, those too that a recurrence reads. */
function neededBy({ graph, expansion, dependence }: Prepared, paths: readonly string[]): Definition[] {
  const tied = new Set([
    ...dependence.pairs.flatMap(({ between }) => between),
    ...dependence.drivers.flatMap(({ moves }) => [...moves.keys()]),
  ]);
  const needed = new Set<string>();
  // What hangs together with a needed input is drawn with it.
  const stack = [
    ...paths,
    ...[...graph.quantities.values()].flatMap(({ path, inputs }) =>
      inputs.some((name) => tied.has(name)) ? [path] : [],
    ),
  ];
  for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
    if (needed.has(path)) continue;
    needed.add(path);
    stack.push(...quantityOf(graph, path).references);
  }
  return expansion.definitions.filter(({ path }) => needed.has(path));
}

/** What ties inputs that a change has left. */
function among({ pairs, drivers }: Dependence, inputs: readonly Input[]): Dependence {
  const names = new Set(inputs.map(({ name }) => name));
  return {
    pairs: pairs.filter(({ between }) => between.every((name) => names.has(name))),
    drivers: drivers.map((driver) => ({
      ...driver,
      moves: new Map([...driver.moves].filter(([name]) => names.has(name))),
    })),
  };
}

/** Value by value, the undefined equal to each other. */
function equal({ data: a }: Column, { data: b }: Column): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? NaN, b[i] ?? NaN];
    if (x !== y && (x === x || y === y)) return false;
  }
  return true;
}
