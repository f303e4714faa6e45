/** Questions beside the tests: break-evens of a figure, grids of two inputs, and what follows from supposed values. */
import { breakEven, chanceOf, grid, probabilityOf, quantile, rank, suppose, tornado } from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";
import type { Cell } from "../result.ts";
import { inputNamed, kindOf, QuestionError, unitOf, valueIn } from "./deal-inputs.ts";
import { intervalOf, numberOrNull, type Interval } from "./shared-schema.ts";
import { breakEvenOf, cellOf } from "./stress-cells.ts";
import { curvePlan, figureModel, pausing, quantityAt, wholeModel } from "./stress-model.ts";
import type { Stress, StressBreakEven, StressGrid } from "./stress-result.ts";
import type { TestOptions } from "./stressed-test.ts";

/** Break-evens of a scalar figure for a value of it. */
export async function figureBreakEvens(
  prepared: Prepared,
  path: string,
  at: string,
  options: TestOptions,
  progress: (share: number) => void,
): Promise<Stress["figure"]> {
  const quantity = quantityAt(prepared, path);
  if (!quantity.random) throw new QuestionError(`"${path}" is certain: nothing moves it through ${at}`);
  const target = quantity.type.kind === "boolean" ? 0.5 : valueIn(prepared, at, kindOf(quantity.type), path);
  const model = figureModel(prepared, quantity, options.pause);
  const [swings] = await tornado(model);
  const drivers = (swings?.swings ?? [])
    .filter(({ input, swing }) => model.read.includes(input) && swing !== 0)
    .slice(0, options.drivers)
    .map(({ input }) => input);
  const found: StressBreakEven[] = [];
  for (const [index, input] of drivers.entries()) {
    const own = (share: number): void => progress((index + share) / drivers.length);
    const which = { input, output: 0, target };
    found.push(breakEvenOf(prepared, model, await breakEven(model, which, curvePlan(prepared.plan), own), "figure"));
  }
  return { path, unit: unitOf(quantity), at: cellOf(quantity, target), break_evens: found };
}

/** A grid for each of some tests or figures that rests on both inputs. */
export async function grids(
  prepared: Prepared,
  paths: readonly string[],
  names: readonly [string, string],
  options: TestOptions,
  progress: (share: number) => void,
): Promise<StressGrid[]> {
  const found: StressGrid[] = [];
  for (const [at, path] of paths.entries()) {
    const own = (share: number): void => progress((at + share) / paths.length);
    const laidOut = await gridOf(prepared, path, names, options, own);
    if (laidOut !== undefined) found.push(laidOut);
  }
  if (found.length > 0) return found;
  throw new QuestionError(`${paths.join(", ")}: none rests on both ${names.join(" and ")}`);
}

async function gridOf(
  prepared: Prepared,
  path: string,
  names: readonly [string, string],
  options: TestOptions,
  progress: (share: number) => void,
): Promise<StressGrid | undefined> {
  const quantity = quantityAt(prepared, path);
  const wanted = names.map((name) => prepared.graph.program.inputs[inputNamed(prepared, name)]?.name ?? name);
  const model = figureModel(prepared, quantity, options.pause);
  const [rows = -1, columns = -1] = wanted.map((name) => model.inputs.findIndex((input) => input.name === name));
  if (wanted[0] === wanted[1]) throw new QuestionError("a grid needs two different inputs");
  if (!model.read.includes(rows) || !model.read.includes(columns)) return undefined;
  const curve = curvePlan(prepared.plan);
  const found = await grid(model, { input: rows }, { input: columns }, curve, progress);
  const cells = found.cells[0] ?? [];
  const endless = [found.rows, found.columns].findIndex((values) => !values.every(Number.isFinite));
  if (endless >= 0)
    throw new QuestionError(
      `${wanted[endless] ?? ""} reaches beyond the largest number; a grid needs an input that does not`,
    );
  return {
    of: path,
    unit: unitOf(quantity),
    samples: curve.samples,
    rows: { input: wanted[0] ?? "", unit: model.inputs[rows]?.unit ?? "", values: [...found.rows] },
    columns: { input: wanted[1] ?? "", unit: model.inputs[columns]?.unit ?? "", values: [...found.columns] },
    at_medians: cells.map((row) => row.map(({ atMedians }) => cellOf(quantity, atMedians))),
    expected: cells.map((row) => row.map(({ expected }) => cellOf(quantity, expected.value))),
    se: cells.map((row) => row.map(({ expected }) => numberOrNull(expected.se))),
  };
}

/** Tests and key figures with some inputs at given values, beside the same without. */
export async function supposed(
  prepared: Prepared,
  tests: readonly string[],
  given: ReadonlyMap<string, string>,
  options: TestOptions,
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
      const { name: input = name, unit = "" } = program.inputs[index] ?? {};
      return [index, valueIn(prepared, text, { unit }, input)];
    }),
  );
  const model = pausing(
    wholeModel(
      program,
      dependence,
      paths.map((path) => quantityAt(prepared, path).step),
    ),
    options.pause,
  );
  const [before, after] = [
    await suppose(model, new Map(), plan, (share) => progress(share / 2)),
    await askedOf(() => suppose(model, held, plan, (share) => progress(0.5 + share / 2))),
  ];
  const at = (path: string): number => paths.indexOf(path);
  const failure = (path: string, outputs: readonly Float64Array[]): Interval => {
    const column = outputs[at(path)] ?? new Float64Array(0);
    const failed = path.startsWith("breakers.") ? column : column.map((value) => 1 - value);
    return intervalOf(chanceOf(failed, plan.replicates));
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

/** What the engine refuses in a question is the asker's to mend. */
async function askedOf<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError) throw new QuestionError(error.message);
    throw error;
  }
}
