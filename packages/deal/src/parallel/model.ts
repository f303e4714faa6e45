/** A program as a model whose points are evaluated on workers. */
import { inputsRead, programModel, type Model, type Program } from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";
import type { CancelSignal } from "./cancel.ts";
import type { WorkerPool } from "./pool.ts";

/** Fewer points than these are evaluated here before a worker has heard of them. */
const worthSending = 1024;

/** Models of all pools are numbered in one row, so that equal numbers are equal models. */
let numbered = 0;

/**
 * The model whose outputs are some steps of a deal, or of its program with steps added behind the others, as `marginOf`
 * adds them. The same numbers as `programModel` gives.
 * @param pool workers of the same deal
 * @param outputs indices of scalar steps
 * @throws RangeError when an output is a series, and when the program is not the deal's
 */
export function parallelModel(
  pool: WorkerPool,
  { graph, dependence }: Prepared,
  outputs: readonly number[],
  program: Program = graph.program,
  cancel?: CancelSignal,
): Model {
  if (graph.program.steps.some((step, index) => step !== program.steps[index]))
    throw new RangeError("the program is not that of the workers' deal");
  const here = programModel(program, dependence, outputs);
  const read = inputsRead(program, outputs);
  const data = { number: numbered++, added: program.steps.slice(graph.program.steps.length), outputs };
  const none = new Float64Array(0);
  return {
    inputs: here.inputs,
    dependence: here.dependence,
    async evaluate(values) {
      const points = values[0]?.length ?? 1;
      if (points < worthSending) return await here.evaluate(values);
      return await pool.evaluate(
        data,
        values.map((column, input) => (read.has(input) ? column : none)),
        points,
        cancel,
      );
    },
  };
}
