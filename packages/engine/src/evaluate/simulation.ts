/** Some steps of a program, ready to be run for any samples. A sample's values depend on its number only. */
import { Evaluator } from "../compile/index.ts";
import type { Program } from "../graph/program.ts";
import type { Column } from "../operations/column.ts";
import type { Sampler } from "./sampler.ts";

/** Samples from..to - 1. */
export interface SampleRange {
  readonly from: number;
  readonly to: number;
}

export class Simulation {
  private readonly evaluator: Evaluator;
  private readonly sampler: Sampler;

  /** @param wanted step indices, scalars or series */
  constructor(program: Program, wanted: readonly number[], sampler: Sampler) {
    this.evaluator = new Evaluator(program, wanted);
    this.sampler = sampler;
  }

  /**
   * Empty columns for so many samples, one for each wanted step; that of a certain step holds its value once.
   * @param make gives room for so many numbers; shared memory lets several threads write into one column
   */
  columns(samples: number, make?: (doubles: number) => Float64Array): Column[] {
    return this.evaluator.columns(samples, make);
  }

  /**
   * Runs samples and writes their values.
   * @param columns as `columns` makes them, perhaps for more samples than these
   * @param at place in the columns of the first of the samples
   * @param afterBlock called with the number of samples done; may throw to stop
   */
  run(columns: readonly Column[], at: number, { from, to }: SampleRange, afterBlock?: (done: number) => void): void {
    const { inputs } = this.evaluator;
    const draw = (place: number, count: number): Float64Array[] => this.sampler.draw(inputs, from + place, count);
    this.evaluator.fill(columns, at, to - from, draw, afterBlock);
  }
}

/** The columns of a range of samples: `Simulation`, once. */
export function simulate(
  program: Program,
  wanted: readonly number[],
  sampler: Sampler,
  range: SampleRange,
  afterBlock?: (done: number) => void,
): Column[] {
  const simulation = new Simulation(program, wanted, sampler);
  const columns = simulation.columns(range.to - range.from);
  simulation.run(columns, 0, range, afterBlock);
  return columns;
}

/**
 * The columns of wanted steps at given values of the inputs.
 * @param values one column for each input of the program, equally long; those that no wanted step needs may be empty
 * @param count how many values
 */
export function evaluateInputs(
  program: Program,
  wanted: readonly number[],
  values: readonly Float64Array[],
  count: number,
): Column[] {
  const evaluator = new Evaluator(program, wanted);
  const columns = evaluator.columns(count);
  evaluator.fill(columns, 0, count, (from, samples) => values.map((column) => column.subarray(from, from + samples)));
  return columns;
}
