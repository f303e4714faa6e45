/** A program as a model to analyse. */
import { evaluateInputs, type Dependence } from "../evaluate/index.ts";
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
  return {
    inputs: program.inputs,
    dependence,
    async evaluate(values) {
      const count = values[0]?.length ?? 1;
      return evaluateInputs(program, outputs, values, count).map(({ data, samples }) =>
        samples === count ? data : new Float64Array(count).fill(data[0] ?? NaN),
      );
    },
  };
}
