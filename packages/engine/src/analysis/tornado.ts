/** One-at-a-time sensitivity: each input swung from its P10 to its P90 with all others at their medians. */
import type { Model } from "./model.ts";

/** What one input does to one output by itself; in the output's unit. */
export interface Swing {
  /** Index of the input. */
  readonly input: number;
  /** The input's own P10 and P90, in its unit. */
  readonly from: number;
  readonly to: number;
  /** The output with the input at its P10, and at its P90. */
  readonly atP10: number;
  readonly atP90: number;
  /** |atP90 - atP10|; undefined (NaN) where the output is at either end. */
  readonly swing: number;
}

/** A one-at-a-time view: interactions and correlations do not show in it. */
export interface Tornado {
  readonly method: "one-at-a-time";
  /** The output with every input at its median. */
  readonly atMedians: number;
  /** Largest swing first, the undefined last; inputs without effect are left in, with a swing of 0. */
  readonly swings: readonly Swing[];
}

const [lowProbability, highProbability] = [0.1, 0.9];

/**
 * A tornado for each output of the model, in the order of its outputs. It changes one input at a time, so it hides what
 * inputs do together, whether they multiply or hang together: Shapley effects show that.
 * @returns one tornado for each output; needs 2 n + 1 points for n inputs, and no draws
 */
export async function tornado(model: Model): Promise<Tornado[]> {
  const { inputs } = model;
  const count = 2 * inputs.length + 1;
  const values = inputs.map(({ distribution }, input) => {
    const column = new Float64Array(count).fill(distribution.quantile(0.5));
    column[2 * input + 1] = distribution.quantile(lowProbability);
    column[2 * input + 2] = distribution.quantile(highProbability);
    return column;
  });
  const outputs = await model.evaluate(values);
  return outputs.map((output) => {
    const swings = inputs.map((_, input): Swing => {
      const [low, high] = [2 * input + 1, 2 * input + 2];
      const [from, to] = [values[input]?.[low] ?? NaN, values[input]?.[high] ?? NaN];
      const [atP10, atP90] = [output[low] ?? NaN, output[high] ?? NaN];
      return { input, from, to, atP10, atP90, swing: atP10 === atP90 ? 0 : Math.abs(atP90 - atP10) };
    });
    return { method: "one-at-a-time", atMedians: output[0] ?? NaN, swings: swings.sort(bySwing) };
  });
}

function bySwing(one: Swing, other: Swing): number {
  const size = ({ swing }: Swing): number => (Number.isNaN(swing) ? -1 : swing);
  // Infinite swings are equal, and their difference is not a number.
  return size(one) === size(other) ? one.input - other.input : size(other) - size(one);
}
