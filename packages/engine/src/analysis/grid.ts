/** Two inputs side by side: outputs over a grid of their values, the others at their medians and in expectation. */
import type { DrawPlan } from "../sampling/index.ts";
import { estimate, type Estimate } from "../statistics/index.ts";
import { normalQuantile } from "../numeric/index.ts";
import { holdAt, holdAtScore, isDiscrete, outcomesOf, type HeldValue } from "./held.ts";
import { InputSpace } from "./input-space.ts";
import type { Model, Progress } from "./model.ts";
import { expectationHolding } from "./suppose.ts";

/** An input of the grid, and where along it: at values in its unit, or at quantiles; a discrete input at each outcome. */
export interface GridAxis {
  readonly input: number;
  readonly values?: readonly number[];
  readonly quantiles?: readonly number[];
}

export interface GridCell {
  /** The output with all other inputs at their medians. */
  readonly atMedians: number;
  /** Its expected value over the others given the two; of a test (1 or 0) that is the probability that it holds. */
  readonly expected: Estimate;
}

export interface Grid {
  /** Values along the rows and along the columns, in the inputs' units. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** cells[output][row][column] */
  readonly cells: readonly (readonly (readonly GridCell[])[])[];
}

const defaultQuantiles: readonly number[] = [0.05, 0.25, 0.5, 0.75, 0.95];

/**
 * Every output over two inputs.
 * @param plan draws for each cell; all cells share them
 * @throws RangeError when an axis names no input, names the same one twice, or a value that the input never takes
 */
export async function grid(
  model: Model,
  rowAxis: GridAxis,
  columnAxis: GridAxis,
  plan: DrawPlan,
  progress: Progress = () => {},
): Promise<Grid> {
  if (rowAxis.input === columnAxis.input) throw new RangeError("a grid needs two different inputs");
  const rows = pointsOf(model, rowAxis);
  const columns = pointsOf(model, columnAxis);
  const space = new InputSpace(model.inputs, model.dependence);
  const medians = await model.evaluate(
    model.inputs.map(({ distribution }, input) => {
      const all = new Float64Array(rows.length * columns.length).fill(distribution.quantile(0.5));
      return all.map((median, at) => {
        if (input === rowAxis.input) return rows[Math.floor(at / columns.length)]?.value ?? NaN;
        return input === columnAxis.input ? (columns[at % columns.length]?.value ?? NaN) : median;
      });
    }),
  );
  const cells: GridCell[][][] = medians.map(() => rows.map(() => []));
  for (const [row, rowPoint] of rows.entries()) {
    for (const [column, columnPoint] of columns.entries()) {
      const held = new Map([
        [rowAxis.input, rowPoint],
        [columnAxis.input, columnPoint],
      ]);
      const expectations = await expectationHolding(model, space, held, plan);
      for (const [output, { mean, byReplicate }] of expectations.entries()) {
        const atMedians = medians[output]?.[row * columns.length + column] ?? NaN;
        cells[output]?.[row]?.push({ atMedians, expected: estimate(mean, byReplicate) });
      }
      progress((row * columns.length + column + 1) / (rows.length * columns.length));
    }
  }
  return { rows: rows.map(({ value }) => value), columns: columns.map(({ value }) => value), cells };
}

function pointsOf({ inputs }: Model, { input, values, quantiles }: GridAxis): readonly HeldValue[] {
  const found = inputs[input];
  if (found === undefined) throw new RangeError(`there is no input ${input}`);
  if (values !== undefined) return values.map((value) => holdAt(found, value));
  if (isDiscrete(found.distribution)) return outcomesOf(found.distribution);
  return (quantiles ?? defaultQuantiles).map((p) => holdAtScore(found, normalQuantile(p)));
}
