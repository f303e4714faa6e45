/** A model without the inputs that its outputs do not rest on: less to draw, and nothing idle in a search. */
import type { Dependence } from "../evaluate/index.ts";
import { stepsReadBy, type Program } from "../graph/program.ts";
import { InputSpace } from "./input-space.ts";
import type { Model } from "./model.ts";
import { programModel } from "./program-model.ts";

export interface NarrowedModel extends Model {
  /** Indices, into this model's inputs, of those that an output reads; the others only hang together with one of them. */
  readonly read: readonly number[];
}

/**
 * The model of some of a program's steps with the inputs that they read and those that hang together with one of these. An
 * input draws by its name, so its draws are those of the whole program.
 * @param outputs indices of scalar steps
 * @throws RangeError when an output is a series
 */
export function narrowedModel(program: Program, dependence: Dependence, outputs: readonly number[]): NarrowedModel {
  const whole = programModel(program, dependence, outputs);
  const read = inputsRead(program, outputs);
  const groups = new InputSpace(program.inputs, dependence).dependent;
  const kept = program.inputs
    .map((_, input) => input)
    .filter(
      (input) => read.has(input) || groups.some((group) => group.includes(input) && group.some((i) => read.has(i))),
    );
  const names = new Set(kept.map((input) => program.inputs[input]?.name));
  return {
    inputs: program.inputs.filter((_, input) => kept.includes(input)),
    dependence: {
      pairs: dependence.pairs.filter(({ between }) => between.some((name) => names.has(name))),
      drivers: dependence.drivers.map(({ name, moves }) => ({
        name,
        moves: new Map([...moves].filter(([input]) => names.has(input))),
      })),
    },
    read: kept.flatMap((input, at) => (read.has(input) ? [at] : [])),
    evaluate(values) {
      const count = values[0]?.length ?? 1;
      const columns = program.inputs.map((_, input) => values[kept.indexOf(input)] ?? new Float64Array(count));
      return whole.evaluate(columns);
    },
  };
}

/** Indices of the inputs that steps rest on. */
export function inputsRead(program: Program, steps: readonly number[]): Set<number> {
  const inputs = new Set<number>();
  const seen = new Set<number>();
  const stack = [...steps];
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    const step = program.steps[index];
    if (step === undefined || seen.has(index)) continue;
    seen.add(index);
    if (step.kind === "input") inputs.add(step.input);
    stack.push(...stepsReadBy(step));
  }
  return inputs;
}
