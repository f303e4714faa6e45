/** A program as a model to analyse. */
import { Evaluator } from "../compile/index.ts";
import type { Dependence } from "../evaluate/index.ts";
import type { Program } from "../graph/index.ts";
import type { Model } from "./model.ts";

/**
 * The model whose outputs are some of a program's steps.
 * @param outputs indices of scalar steps
 * @throws RangeError when an output is a series
 */
export function programModel(program: Program, dependence: Dependence, outputs: readonly number[]): Model {
  for (const index of outputs)
    if (program.steps[index]?.series !== false) throw new RangeError(`step ${index} is not a scalar`);
  const evaluator = new Evaluator(program, outputs);
  return {
    inputs: program.inputs,
    dependence,
    async evaluate(values) {
      const count = values[0]?.length ?? 1;
      const columns = evaluator.columns(count);
      evaluator.fill(columns, 0, count, (from, samples) =>
        values.map((column) => column.subarray(from, from + samples)),
      );
      return columns.map(({ data, samples }) =>
        samples === count ? data : new Float64Array(count).fill(data[0] ?? NaN),
      );
    },
  };
}
