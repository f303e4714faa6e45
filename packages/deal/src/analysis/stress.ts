/** What breaks a deal's tests: chances, margins, break-evens, nearest failures and one-at-a-time swings of each. */
import {
  breakEven,
  formatDate,
  grid,
  isDiscrete,
  narrowedModel,
  probabilityOf,
  reverseStress,
  scaledMargin,
  suppose,
  tornado,
  estimate,
  quantile,
  rank,
  type BreakEven,
  type Crossing,
  type DesignPoint,
  type DrawPlan,
  type Estimate,
  type FailurePoint,
  type Margin,
  type Model,
  type NarrowedModel,
  type Program,
  type Quantity,
} from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";
import type { Cell } from "../result.ts";
import { version } from "../version.ts";
import { findPath, inputNamed, isPart, kindOf, QuestionError, unitOf, valueIn } from "./deal-inputs.ts";
import {
  stressVersion,
  type Stress,
  type StressBreakEven,
  type StressedTest,
  type StressGrid,
  type StressInterval,
  type StressPoint,
} from "./stress-result.ts";

export interface StressOptions {
  /** Theses, breakers or true-or-false figures, by path or bare name; all theses unless given. */
  readonly tests?: readonly string[];
  /** Break-evens of a figure: for which value of it, as a person writes it. */
  readonly figure?: { readonly path: string; readonly at: string } | undefined;
  /** Two inputs to lay the tests, or the figure, out over. */
  readonly grid?: readonly [string, string] | undefined;
  /** Inputs supposed to have values; what hangs together with them follows. */
  readonly suppose?: ReadonlyMap<string, string>;
  /** Break-evens of so many inputs of each test, those of the widest swing; 6 unless given. */
  readonly drivers?: number;
  /** Awaited between evaluations, to let others have a turn. */
  readonly pause?: () => Promise<void>;
}

/** Samples behind each point of a curve in expectation, and behind each cell of a grid: shared, so differences are sure. */
const curveSamples = 512;
const scaleSamples = 512;
const usualDrivers = 6;
/** An input this much of a failure's squared distance matters, however small its swing. */
const telling = 0.03;

/**
 * Stresses a prepared deal.
 * @throws QuestionError when a name, a value or a figure does not fit the deal
 */
export async function stress(
  prepared: Prepared,
  options: StressOptions = {},
  progress: (share: number) => void = () => {},
): Promise<Stress> {
  const { deal, asOf, plan, graph } = prepared;
  const paths = testPaths(prepared, options.tests ?? []);
  const parts = paths.length + [options.figure, options.grid, options.suppose].filter(Boolean).length;
  let done = 0;
  const part = (share: number): void => progress((done + share) / Math.max(1, parts));
  const finish = (): void => {
    done++;
    part(0);
  };

  const tests: Stress["tests"] = {};
  for (const path of paths) {
    tests[path] = await stressTest(prepared, path, options, part);
    finish();
  }
  const result: Stress = {
    schema: stressVersion,
    deal: deal.document.deal,
    title: deal.document.title ?? deal.document.deal,
    as_of: asOf,
    run: {
      version,
      seed: plan.seed,
      samples: plan.samples,
      replicates: plan.replicates,
      ...(prepared.options.scenario === undefined ? {} : { scenario: prepared.options.scenario }),
      ...((prepared.options.set?.size ?? 0) === 0 ? {} : { set: Object.fromEntries(prepared.options.set ?? []) }),
    },
    tests,
    warnings: [...prepared.warnings],
  };
  if (options.suppose !== undefined && options.suppose.size > 0) {
    result.supposed = await supposed(prepared, paths, options.suppose, options, part);
    finish();
  }
  const figure = options.figure === undefined ? undefined : figurePath(prepared, options.figure.path);
  if (options.figure !== undefined && figure !== undefined) {
    result.figure = await figureBreakEvens(prepared, figure, options.figure.at, options, part);
    finish();
  }
  if (options.grid !== undefined) {
    result.grid = [];
    for (const path of figure === undefined ? paths : [figure]) {
      if (graph.quantities.get(path)?.random === true)
        result.grid.push(await gridOf(prepared, path, options.grid, options, part));
    }
    finish();
  }
  return result;
}

async function stressTest(
  prepared: Prepared,
  path: string,
  options: StressOptions,
  progress: (share: number) => void,
): Promise<StressedTest> {
  const { graph, dependence, plan, expansion } = prepared;
  const quantity = quantityAt(prepared, path);
  const origin = expansion.origins.get(path);
  const kind = path.startsWith("thesis.") ? "thesis" : path.startsWith("breakers.") ? "breaker" : "figure";
  const about = { kind, says: origin?.says ?? path, formula: origin?.formula ?? "" } as const;
  const step = graph.program.steps[quantity.step];
  if (step?.kind === "certain") {
    const value = step.column.data[0] ?? NaN;
    const fails = kind === "breaker" ? value : 1 - value;
    return {
      ...about,
      certain: true,
      at_medians: Number.isNaN(value) ? "undefined" : fails === 1 ? "fails" : "holds",
      failure: { value: numberOrNull(fails), se: 0, low: numberOrNull(fails), high: numberOrNull(fails) },
      undefined: Number.isNaN(value) ? 1 : 0,
      margin: null,
      nearest: null,
      break_evens: [],
      tornado: [],
    };
  }
  const margin = scaledMargin(graph.program, dependence, quantity.step, { ...plan, samples: scaleSamples });
  const model = testModel(prepared, quantity.step, margin, kind === "breaker" ? -1 : 1, options);
  const reverse = await reverseStress(model, plan, (share) => progress(share * 0.4));
  const [, swings] = await tornado(model);
  const felt = (swings?.swings ?? []).filter(({ input, swing }) => model.read.includes(input) && swing !== 0);
  const nearestMoves = new Set(
    reverse.points.flatMap(({ moves }) => moves.filter(({ share }) => share > telling).map(({ input }) => input)),
  );
  const chosen = [
    ...felt.map(({ input }) => input),
    ...model.read.filter((input) => isDiscrete(model.inputs[input]?.distribution ?? missing(path))),
    ...nearestMoves,
  ].filter((input, at, all) => all.indexOf(input) === at && model.read.includes(input));
  const drivers = chosen.slice(0, options.drivers ?? usualDrivers);
  const curve = curvePlan(plan);
  const basis = margin !== undefined && margin.plain && (await isFinite(model, reverse, curve)) ? "margin" : "odds";
  const evens: StressBreakEven[] = [];
  for (const [at, input] of drivers.entries()) {
    const own = (share: number): void => progress(0.4 + (0.6 * (at + share)) / drivers.length);
    evens.push(await testBreakEven(prepared, model, input, basis, margin !== undefined, curve, own));
  }
  return {
    ...about,
    certain: false,
    at_medians: reverse.atMedians,
    failure: intervalOf(reverse.probability),
    undefined: reverse.undefinedShare,
    margin:
      margin === undefined
        ? null
        : {
            at_medians: numberOrNull(reverse.marginAtMedians),
            unit: margin.plain ? unitOfPart(prepared, margin) : null,
          },
    nearest:
      margin === undefined
        ? null
        : {
            seeks: reverse.seeks,
            reach: reverse.reach,
            points: reverse.points.map((point) => pointOf(prepared, model, point)),
            sampled: reverse.nearestSampled === undefined ? null : sampledOf(prepared, model, reverse.nearestSampled),
          },
    break_evens: evens,
    tornado:
      margin === undefined
        ? []
        : felt.map(({ input, from, to, atP10, atP90 }) => ({
            ...inputOf(prepared, model, input),
            p10: from,
            p90: to,
            margin_at_p10: numberOrNull(atP10),
            margin_at_p90: numberOrNull(atP90),
          })),
  };
}

/** Whether the test holds and by how much; a breaker holds while it does not trip. */
function testModel(
  { dependence, graph }: Prepared,
  step: number,
  margin: Margin | undefined,
  sign: 1 | -1,
  { pause }: StressOptions,
): NarrowedModel {
  const program = margin?.program ?? graph.program;
  const model = narrowedModel(program, dependence, margin === undefined ? [step] : [step, margin.step]);
  return {
    ...model,
    async evaluate(values) {
      await pause?.();
      const [test = new Float64Array(0), size] = await model.evaluate(values);
      const holds = sign === 1 ? test : test.map((value) => 1 - value);
      // Without a margin the test stands for it: 1 or -1, enough to sort by.
      return [holds, size === undefined ? holds.map((value) => 2 * value - 1) : size.map((value) => sign * value)];
    },
  };
}

/** Whether the margin has a mean: a payback that may never come has none. */
async function isFinite(
  model: Model,
  { undefinedShare }: { undefinedShare: number },
  plan: DrawPlan,
): Promise<boolean> {
  const { outputs } = await suppose(model, new Map(), plan);
  return undefinedShare < 1 && (outputs[1] ?? []).every((value) => Number.isFinite(value) || Number.isNaN(value));
}

async function testBreakEven(
  prepared: Prepared,
  model: NarrowedModel,
  input: number,
  basis: "margin" | "odds",
  hasMargin: boolean,
  plan: DrawPlan,
  progress: (share: number) => void,
): Promise<StressBreakEven> {
  if (isDiscrete(model.inputs[input]?.distribution ?? missing("input")) || !hasMargin)
    return breakEvenOf(
      prepared,
      model,
      await breakEven(model, { input, output: 0, target: 0.5 }, plan, progress),
      "odds",
    );
  const byMargin = await breakEven(model, { input, output: 1, target: 0 }, plan, progress);
  if (basis === "margin") return breakEvenOf(prepared, model, byMargin, "margin");
  const byOdds = await breakEven(model, { input, output: 0, target: 0.5 }, plan);
  return breakEvenOf(
    prepared,
    model,
    {
      ...byMargin,
      inExpectation: byOdds.inExpectation,
      side: { ...byMargin.side, inExpectation: byOdds.side.inExpectation },
    },
    "odds",
  );
}

function breakEvenOf(
  prepared: Prepared,
  model: NarrowedModel,
  found: BreakEven,
  of: StressBreakEven["expected_of"],
): StressBreakEven {
  const crossing = ({ value, quantile: percentile, rises, within }: Crossing) =>
    ({ value, percentile, holds: rises ? "above" : "below", within }) as const;
  return {
    ...inputOf(prepared, model, found.input),
    median: model.inputs[found.input]?.distribution.quantile(0.5) ?? NaN,
    at_medians: found.atMedians.map(crossing),
    at_medians_side: found.side.atMedians,
    expected: found.inExpectation.map((each) => ({ ...crossing(each), error: intervalOf(each.error) })),
    expected_side: found.side.inExpectation,
    expected_of: of,
    ...(found.outcomes === undefined
      ? {}
      : {
          outcomes: found.outcomes.map(({ value, probability, atMedians, expected }) => ({
            value,
            probability,
            at_medians: numberOrNull(atMedians),
            expected: intervalOf(expected),
          })),
        }),
  };
}

/** Break-evens of a scalar figure for a value of it. */
async function figureBreakEvens(
  prepared: Prepared,
  path: string,
  at: string,
  options: StressOptions,
  progress: (share: number) => void,
): Promise<Stress["figure"]> {
  const quantity = quantityAt(prepared, path);
  if (!quantity.random) throw new QuestionError(`"${path}" is certain: nothing moves it through ${at}`);
  const target = quantity.type.kind === "boolean" ? 0.5 : valueIn(prepared, at, kindOf(quantity.type));
  const model = figureModel(prepared, quantity, options);
  const [swings] = await tornado(model);
  const drivers = (swings?.swings ?? [])
    .filter(({ input, swing }) => model.read.includes(input) && swing !== 0)
    .slice(0, options.drivers ?? usualDrivers)
    .map(({ input }) => input);
  const found: StressBreakEven[] = [];
  for (const [index, input] of drivers.entries()) {
    const own = (share: number): void => progress((index + share) / drivers.length);
    const which = { input, output: 0, target };
    found.push(breakEvenOf(prepared, model, await breakEven(model, which, curvePlan(prepared.plan), own), "figure"));
  }
  return { path, unit: unitOf(quantity), at: cellOf(quantity, target), break_evens: found };
}

async function gridOf(
  prepared: Prepared,
  path: string,
  names: readonly [string, string],
  options: StressOptions,
  progress: (share: number) => void,
): Promise<StressGrid> {
  const quantity = quantityAt(prepared, path);
  const wanted = names.map((name) => prepared.graph.program.inputs[inputNamed(prepared, name)]?.name ?? name);
  const model = figureModel(prepared, quantity, options);
  const [rows = -1, columns = -1] = wanted.map((name) => {
    const index = model.inputs.findIndex((input) => input.name === name);
    if (index < 0) throw new QuestionError(`"${path}" does not rest on ${name}`);
    return index;
  });
  if (rows === columns) throw new QuestionError("a grid needs two different inputs");
  const found = await grid(model, { input: rows }, { input: columns }, curvePlan(prepared.plan), progress);
  const cells = found.cells[0] ?? [];
  return {
    of: path,
    unit: unitOf(quantity),
    rows: { input: wanted[0] ?? "", unit: model.inputs[rows]?.unit ?? "", values: [...found.rows] },
    columns: { input: wanted[1] ?? "", unit: model.inputs[columns]?.unit ?? "", values: [...found.columns] },
    at_medians: cells.map((row) => row.map(({ atMedians }) => cellOf(quantity, atMedians))),
    expected: cells.map((row) => row.map(({ expected }) => cellOf(quantity, expected.value))),
    se: cells.map((row) => row.map(({ expected }) => numberOrNull(expected.se))),
  };
}

/** Tests and key figures with some inputs at given values, beside the same without. */
async function supposed(
  prepared: Prepared,
  tests: readonly string[],
  given: ReadonlyMap<string, string>,
  options: StressOptions,
  progress: (share: number) => void,
): Promise<Stress["supposed"]> {
  const { graph, dependence, plan, expansion, figures } = prepared;
  const keys = figures.filter((path) => {
    const quantity = graph.quantities.get(path);
    return expansion.origins.get(path)?.key === true && quantity?.random === true && !quantity.series;
  });
  const uncertain = tests.filter((path) => graph.quantities.get(path)?.random === true);
  const paths = [...uncertain, ...keys];
  const program = graph.program;
  const held = new Map(
    [...given].map(([name, text]) => {
      const index = inputNamed(prepared, name);
      return [index, valueIn(prepared, text, { unit: program.inputs[index]?.unit ?? "" })];
    }),
  );
  const model = pausing(
    wholeModel(
      program,
      dependence,
      paths.map((path) => quantityAt(prepared, path).step),
    ),
    options,
  );
  const [before, after] = [
    await suppose(model, new Map(), plan, (share) => progress(share / 2)),
    await askedOf(() => suppose(model, held, plan, (share) => progress(0.5 + share / 2))),
  ];
  const at = (path: string): number => paths.indexOf(path);
  const failure = (path: string, outputs: readonly Float64Array[]): StressInterval => {
    const column = outputs[at(path)] ?? new Float64Array(0);
    const failed = path.startsWith("breakers.") ? column : column.map((value) => 1 - value);
    return intervalOf(meanOf(failed, plan.replicates));
  };
  const points = (path: string, outputs: readonly Float64Array[]): { p10: Cell; p50: Cell; p90: Cell } => {
    const ranked = rank(outputs[at(path)] ?? new Float64Array(0), [0.1, 0.5, 0.9]);
    const cell = (p: number): Cell => cellOf(quantityAt(prepared, path), quantile(ranked, p));
    return { p10: cell(0.1), p50: cell(0.5), p90: cell(0.9) };
  };
  return {
    inputs: [...after.held].map(([input, { value, score }]) => ({
      input: program.inputs[input]?.name ?? "",
      unit: program.inputs[input]?.unit ?? "",
      value,
      percentile: probabilityOf(score),
    })),
    tests: Object.fromEntries(
      uncertain.map((path) => [path, { before: failure(path, before.outputs), after: failure(path, after.outputs) }]),
    ),
    figures: Object.fromEntries(
      keys.map((path) => [
        path,
        {
          unit: unitOf(quantityAt(prepared, path)),
          before: points(path, before.outputs),
          after: points(path, after.outputs),
        },
      ]),
    ),
  };
}

/** A model of all inputs of the program, so that what is supposed may be any of them. */
function wholeModel(program: Program, dependence: Prepared["dependence"], steps: readonly number[]): Model {
  const all = narrowedModel(program, dependence, steps);
  const places = all.inputs.map((input) => program.inputs.indexOf(input));
  return {
    inputs: program.inputs,
    dependence,
    evaluate: (values) => all.evaluate(places.map((place) => values[place] ?? new Float64Array(0))),
  };
}

function figureModel(
  { graph, dependence }: Prepared,
  { step, series, path }: Quantity,
  options: StressOptions,
): NarrowedModel {
  if (series) throw new QuestionError(`"${path}" is a series; ask for its sum, its least or a month of it`);
  const model = narrowedModel(graph.program, dependence, [step]);
  return { ...model, evaluate: pausing(model, options).evaluate };
}

function pausing(model: Model, { pause }: StressOptions): Model {
  return {
    inputs: model.inputs,
    dependence: model.dependence,
    async evaluate(values) {
      await pause?.();
      return await model.evaluate(values);
    },
  };
}

/** What the engine refuses in a question is the asker's to mend. */
async function askedOf<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError) throw new QuestionError(error.message);
    throw error;
  }
}

function testPaths({ deal, graph }: Prepared, wanted: readonly string[]): string[] {
  const has = (path: string): boolean => graph.quantities.has(path);
  if (wanted.length === 0)
    return Object.keys(deal.document.thesis ?? {})
      .map((id) => `thesis.${id}`)
      .filter(has);
  const tests = new Set(
    [...graph.quantities.values()]
      .filter(({ type, series }) => type.kind === "boolean" && !series)
      .map(({ path }) => path),
  );
  return [...new Set(wanted.map((name) => findPath(tests, name, ["thesis", "breakers", "model"], "test")))];
}

function figurePath({ graph }: Prepared, wanted: string): string {
  return findPath(new Set(graph.quantities.keys()), wanted, ["model", "assumptions", "claims"], "figure");
}

function quantityAt({ graph }: Prepared, path: string): Quantity {
  return graph.quantities.get(path) ?? missing(path);
}

function missing(path: string): never {
  throw new QuestionError(`there is no figure "${path}"`);
}

/** The unit of a plain margin: that of a figure compared; days between dates. */
function unitOfPart({ graph }: Prepared, { program, parts }: Margin): string | null {
  const [part = -1] = parts;
  const step = program.steps[part];
  if (step?.kind !== "operation") return null;
  for (const argument of step.arguments) {
    if (program.steps[argument]?.random !== true) continue;
    const quantity = [...graph.quantities.values()].find((each) => each.step === argument);
    if (quantity !== undefined) return quantity.type.kind === "date" ? "day" : unitOf(quantity);
  }
  return null;
}

function curvePlan(plan: DrawPlan): DrawPlan {
  const samples = Math.min(plan.samples, curveSamples);
  return { ...plan, samples, replicates: Math.min(plan.replicates, samples) };
}

function inputOf(prepared: Prepared, model: Model, index: number): { input: string; part: boolean; unit: string } {
  const input = model.inputs[index];
  if (input === undefined) throw new Error(`there is no input ${index}`);
  return { input: input.name, part: isPart(prepared, input), unit: input.unit };
}

function pointOf(prepared: Prepared, model: Model, point: DesignPoint): StressPoint & { proven: boolean } {
  return { ...sampledOf(prepared, model, point), proven: point.converged };
}

function sampledOf(prepared: Prepared, model: Model, { distance, probability, moves }: FailurePoint): StressPoint {
  return {
    distance,
    probability,
    moves: moves.map(({ input, value, percentile, share }) => ({
      ...inputOf(prepared, model, input),
      value,
      percentile,
      share,
    })),
  };
}

function meanOf(values: Float64Array, replicates: number): Estimate {
  const means = Array.from({ length: replicates }, (_, replicate) =>
    average(values.filter((value, at) => at % replicates === replicate && !Number.isNaN(value))),
  );
  return estimate(average(values.filter((value) => !Number.isNaN(value))), means);
}

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function intervalOf({ value, se, low, high }: Estimate): StressInterval {
  return { value: numberOrNull(value), se: numberOrNull(se), low: numberOrNull(low), high: numberOrNull(high) };
}

function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function cellOf({ type }: Quantity, value: number): Cell {
  if (!Number.isFinite(value)) return null;
  return type.kind === "date" ? formatDate(Math.round(value)) : value;
}
