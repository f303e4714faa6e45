/** Runs a program over samples in blocks. Each block depends on its sample numbers only, so blocks can run anywhere. */
import type { Program } from "../graph/program.ts";
import { makeColumn, type Column, type Kernel } from "../operations/column.ts";
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
  const draw = (wantedInputs: ReadonlySet<number>, from: number, samples: number): Float64Array[] =>
    sampler.draw(wantedInputs, range.from + from, samples);
  return evaluateBlocks(program, wanted, range.to - range.from, draw, afterBlock);
}

/**
 * Values of the wanted steps at given values of the inputs.
 * @param values one column for each input of the program, equally long; those that no wanted step needs may be empty
 * @param count how many values
 */
export function evaluateInputs(
  program: Program,
  wanted: readonly number[],
  values: readonly Float64Array[],
  count: number,
): Column[] {
  const take = (_: ReadonlySet<number>, from: number, samples: number): Float64Array[] =>
    values.map((column) => column.subarray(from, from + samples));
  return evaluateBlocks(program, wanted, count, take, () => {});
}

function evaluateBlocks(
  program: Program,
  wanted: readonly number[],
  count: number,
  valuesOf: (inputs: ReadonlySet<number>, from: number, samples: number) => Float64Array[],
  afterBlock: (done: number) => void,
): Column[] {
  const results = wanted.map((index) => {
    const step = stepAt(program, index);
    return step.kind === "certain" ? step.column : makeColumn(step.series ? program.calendar.months : 1, count);
  });
  let block = makeBlock(program, wanted, Math.min(blockSize, count));
  const inputs = new Set(block.inputs.map(({ input }) => input));
  for (let start = 0; start < count; start += blockSize) {
    const samples = Math.min(blockSize, count - start);
    if (samples < block.samples) block = makeBlock(program, wanted, samples);
    runBlock(block, valuesOf(inputs, start, samples), program);
    for (const [slot, index] of wanted.entries()) {
      const result = results[slot];
      const column = block.columns.get(index);
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
  const block = makeBlock(program, wanted, 1);
  const draws = program.inputs.map(({ distribution }) => Float64Array.of(distribution.quantile(u)));
  runBlock(block, draws, program);
  return wanted.map((index) => {
    const column = block.columns.get(index);
    if (column === undefined) throw new Error(`step ${index} was not computed`);
    return column;
  });
}

/** The columns of a block of samples and what fills them, to be run block after block. */
interface Block {
  readonly samples: number;
  readonly inputs: readonly { readonly input: number; readonly column: DrawnColumn }[];
  readonly operations: readonly { readonly kernel: Kernel; readonly args: readonly Column[]; readonly out: Column }[];
  readonly columns: ReadonlyMap<number, Column>;
}

/** A column whose draws are put in before each run. */
interface DrawnColumn extends Column {
  data: Float64Array;
}

/** Lays a block out: a column is handed on to a later step once the last step that reads it has run. */
function makeBlock(program: Program, wanted: readonly number[], samples: number): Block {
  const order = neededSteps(program, wanted);
  const lastReader = new Map<number, number>();
  for (const index of order) for (const argument of argumentsOf(program, index)) lastReader.set(argument, index);
  for (const index of wanted) lastReader.set(index, Infinity);

  const columns = new Map<number, Column>();
  const inputs: { input: number; column: DrawnColumn }[] = [];
  const steps: { kernel: Kernel; args: readonly Column[]; out: Column }[] = [];
  const free = new Map<number, Column[]>();
  for (const index of order) {
    const step = stepAt(program, index);
    if (step.kind === "certain") columns.set(index, step.column);
    else if (step.kind === "input") {
      const column = makeColumn(1, samples);
      columns.set(index, column);
      inputs.push({ input: step.input, column });
    } else {
      const months = step.series ? program.calendar.months : 1;
      const out = free.get(months)?.pop() ?? makeColumn(months, samples);
      columns.set(index, out);
      const args = step.arguments.flatMap((argument) => columns.get(argument) ?? []);
      steps.push({ kernel: operations[step.operation].kernel, args, out });
      for (const argument of new Set(step.arguments)) {
        const column = columns.get(argument);
        const spent = lastReader.get(argument) === index && stepAt(program, argument).kind === "operation";
        if (spent && column !== undefined) free.set(column.months, [...(free.get(column.months) ?? []), column]);
      }
    }
  }
  return { samples, inputs, operations: steps, columns };
}

function runBlock(block: Block, draws: readonly Float64Array[], { calendar }: Program): void {
  for (const { input, column } of block.inputs) column.data = draws[input] ?? column.data;
  for (const { kernel, args, out } of block.operations) kernel(args, out, calendar);
}

/** The wanted steps and all they need; a step always stands after its arguments. */
function neededSteps(program: Program, wanted: readonly number[]): number[] {
  const needed = new Set<number>();
  const stack = [...wanted];
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    if (needed.has(index)) continue;
    needed.add(index);
    stack.push(...argumentsOf(program, index));
  }
  return [...needed].sort((left, right) => left - right);
}

function argumentsOf(program: Program, index: number): readonly number[] {
  const step = stepAt(program, index);
  return step.kind === "operation" ? step.arguments : [];
}

function stepAt(program: Program, index: number): Program["steps"][number] {
  const step = program.steps[index];
  if (step === undefined) throw new Error(`there is no step ${index}`);
  return step;
}
