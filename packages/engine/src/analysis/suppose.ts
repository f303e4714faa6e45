/** Conditional scenarios: some inputs are supposed to have values, and the others follow as far as they hang together. */
import type { DrawPlan } from "../sampling/index.ts";
import { blocksOf, drawHolding, holdAt, meansOf, type HeldValue } from "./held.ts";
import { InputSpace } from "./input-space.ts";
import type { Model, Progress } from "./model.ts";

/** Outputs of the model, a column each with one value for every sample, and what was supposed. */
export interface Supposed {
  readonly held: ReadonlyMap<number, HeldValue>;
  readonly outputs: readonly Float64Array[];
}

/**
 * Outputs when some inputs have given values and the rest are drawn from the joint distribution given those.
 * @param values value by index of the input, in its unit
 * @param plan seed, samples and replicates; sample i belongs to replicate i mod replicates
 * @throws RangeError when an input does not exist or never takes its value
 */
export async function suppose(
  model: Model,
  values: ReadonlyMap<number, number>,
  plan: DrawPlan,
  progress: Progress = () => {},
): Promise<Supposed> {
  const held = new Map(
    [...values].map(([index, value]) => {
      const input = model.inputs[index];
      if (input === undefined) throw new RangeError(`there is no input ${index}`);
      return [index, holdAt(input, value)];
    }),
  );
  const space = new InputSpace(model.inputs, model.dependence);
  const outputs = await outputsHolding(model, space, held, plan, progress);
  return { held, outputs };
}

/** Outputs with some inputs held, all samples of the plan, block by block. */
export async function outputsHolding(
  model: Model,
  space: InputSpace,
  held: ReadonlyMap<number, HeldValue>,
  plan: DrawPlan,
  progress: Progress = () => {},
): Promise<readonly Float64Array[]> {
  const draw = drawHolding(space, plan, held);
  const outputs: Float64Array[] = [];
  for (const { from, count } of blocksOf(plan.samples)) {
    for (const [slot, column] of (await model.evaluate(draw(from, count))).entries())
      (outputs[slot] ??= new Float64Array(plan.samples)).set(column, from);
    progress((from + count) / plan.samples);
  }
  return outputs;
}

/** Expected value of each output with some inputs held, over all replicates and by each. */
export async function expectationHolding(
  model: Model,
  space: InputSpace,
  held: ReadonlyMap<number, HeldValue>,
  plan: DrawPlan,
): Promise<readonly { readonly mean: number; readonly byReplicate: Float64Array }[]> {
  const outputs = await outputsHolding(model, space, held, plan);
  return outputs.map((column) => meansOf(column, plan.replicates));
}
