/** The models behind a stress analysis: a test with its margin, a figure, or all at once. */
import {
  narrowedModel,
  type DrawPlan,
  type Margin,
  type Model,
  type NarrowedModel,
  type Program,
  type Quantity,
} from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";
import { QuestionError } from "./deal-inputs.ts";

/** Awaited between evaluations, to let others have a turn. */
export type Pause = (() => Promise<void>) | undefined;

/** Whether the test holds and by how much; a breaker holds while it does not trip. */
export function testModel(
  { dependence, graph }: Prepared,
  step: number,
  margin: Margin | undefined,
  sign: 1 | -1,
  pause: Pause,
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

export function figureModel(
  { graph, dependence }: Prepared,
  { step, series, path }: Quantity,
  pause: Pause,
): NarrowedModel {
  if (series) throw new QuestionError(`"${path}" is a series; ask for its sum, its least or a month of it`);
  const model = narrowedModel(graph.program, dependence, [step]);
  const paused = pausing(model, pause);
  return { ...model, evaluate: (values) => paused.evaluate(values) };
}

/** A model of all inputs of the program, so that what is supposed may be any of them. */
export function wholeModel(program: Program, dependence: Prepared["dependence"], steps: readonly number[]): Model {
  const all = narrowedModel(program, dependence, steps);
  const places = all.inputs.map((input) => program.inputs.indexOf(input));
  return {
    inputs: program.inputs,
    dependence,
    evaluate: (values) => all.evaluate(places.map((place) => values[place] ?? new Float64Array(0))),
  };
}

export function pausing(model: Model, pause: Pause): Model {
  return {
    inputs: model.inputs,
    dependence: model.dependence,
    async evaluate(values) {
      await pause?.();
      return await model.evaluate(values);
    },
  };
}

/** Samples behind each point of a curve in expectation, and behind each cell of a grid: shared, so differences are sure. */
const curveSamples = 512;

export function curvePlan(plan: DrawPlan): DrawPlan {
  const samples = Math.min(plan.samples, curveSamples);
  return { ...plan, samples, replicates: Math.min(plan.replicates, samples) };
}

export function quantityAt({ graph }: Prepared, path: string): Quantity {
  const found = graph.quantities.get(path);
  if (found === undefined) throw new QuestionError(`there is no figure "${path}"`);
  return found;
}
