/** Runs a program over samples in blocks. Each block depends on its sample numbers only, so blocks can run anywhere. */
import type { Program } from "../graph/program.ts";
import { makeColumn, type Column } from "../operations/column.ts";
import { operations } from "../operations/operations.ts";
import type { Sampler } from "./sampler.ts";

/** Fits the columns of a block, 60 months long, into the second-level cache. */
const blockSize = 256;

export interface SampleRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Values of the wanted steps for the samples of a range.
 * @param program the graph's program
 * @param wanted step indices
 * @param sampler the draws
 * @param range samples, `to` excluded
 * @param afterBlock called with the number of samples done; may throw to stop
 * @returns one column per wanted step; a certain step keeps one sample
 */
export function simulate(
  program: Program,
  wanted: readonly number[],
  sampler: Sampler,
  range: SampleRange,
  afterBlock: (done: number) => void = () => {},
): Column[] {
  const count = range.to - range.from;
  const order = neededSteps(program, wanted);
  const inputs = new Set(order.flatMap((index) => inputOf(program, index)));
  const results = wanted.map((index) => {
    const step = stepAt(program, index);
    return step.kind === "certain" ? step.column : makeColumn(step.series ? program.calendar.months : 1, count);
  });
  for (let start = 0; start < count; start += blockSize) {
    const samples = Math.min(blockSize, count - start);
    const draws = sampler.draw(inputs, range.from + start, samples);
    const columns = runBlock(program, order, draws, samples);
    for (const [slot, index] of wanted.entries()) {
      const result = results[slot];
      const column = columns.get(index);
      if (result === undefined || column === undefined || stepAt(program, index).kind === "certain") continue;
      for (let month = 0; month < column.months; month++) {
        const values = column.data.subarray(month * samples, (month + 1) * samples);
        result.data.set(values, month * count + start);
      }
    }
    afterBlock(start + samples);
  }
  return results;
}

/**
 * Values of the wanted steps with every input at the same quantile.
 * @param u quantile, 0 < u < 1; 0.5 puts every input at its median
 */
export function evaluateAt(program: Program, wanted: readonly number[], u: number): Column[] {
  const draws = program.inputs.map(({ distribution }) => Float64Array.of(distribution.quantile(u)));
  const columns = runBlock(program, neededSteps(program, wanted), draws, 1);
  return wanted.map((index) => {
    const column = columns.get(index);
    if (column === undefined) throw new Error(`step ${index} was not computed`);
    return column;
  });
}

function runBlock(
  program: Program,
  order: readonly number[],
  draws: readonly Float64Array[],
  samples: number,
): Map<number, Column> {
  const columns = new Map<number, Column>();
  for (const index of order) {
    const step = stepAt(program, index);
    if (step.kind === "certain") columns.set(index, step.column);
    else if (step.kind === "input") {
      columns.set(index, { data: draws[step.input] ?? new Float64Array(samples), months: 1, samples });
    } else {
      const out = makeColumn(step.series ? program.calendar.months : 1, samples);
      const args = step.arguments.map((argument) => columns.get(argument));
      operations[step.operation].kernel(args.filter((column) => column !== undefined), out, program.calendar);
      columns.set(index, out);
    }
  }
  return columns;
}

/** The wanted steps and all they need; a step always stands after its arguments. */
function neededSteps(program: Program, wanted: readonly number[]): number[] {
  const needed = new Set<number>();
  const stack = [...wanted];
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    if (needed.has(index)) continue;
    needed.add(index);
    const step = stepAt(program, index);
    if (step.kind === "operation") stack.push(...step.arguments);
  }
  return [...needed].sort((left, right) => left - right);
}

function inputOf(program: Program, index: number): number[] {
  const step = stepAt(program, index);
  return step.kind === "input" ? [step.input] : [];
}

function stepAt(program: Program, index: number): Program["steps"][number] {
  const step = program.steps[index];
  if (step === undefined) throw new Error(`there is no step ${index}`);
  return step;
}
