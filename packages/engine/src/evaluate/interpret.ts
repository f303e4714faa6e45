/** A program run for one sample, as plainly as can be: what every faster way to run it must agree with. */
import { stepAt, stepsReadBy, type Program, type Step } from "../graph/program.ts";
import { strongComponents } from "../graph/strong-components.ts";
import type { Column } from "../operations/column.ts";
import { applyInMonth, applyOperation } from "../operations/apply.ts";

/**
 * Values of the wanted steps at given values of the inputs: one number for a scalar, one a month for a series.
 * @param wanted step indices
 * @param values by input; those that no wanted step needs may be absent
 */
export function interpret(program: Program, wanted: readonly number[], values: readonly number[]): Float64Array[] {
  return interpreter(program, wanted)(values);
}

/** `interpret` for the same steps again and again. */
export function interpreter(
  program: Program,
  wanted: readonly number[],
): (values: readonly number[]) => Float64Array[] {
  const groups = strongComponents(wanted, (index) => stepsReadBy(stepAt(program, index))).map((together) =>
    groupOf(together, program),
  );
  return (values) => {
    const results = new Map<number, Float64Array>();
    for (const group of groups) compute(group, values, results, program);
    return wanted.map((index) => resultAt(results, index));
  };
}

/**
 * `interpret` for steps that rest on one another again and again.
 * @param results values by step; what is there is not computed anew, what is computed is added
 */
export function interpretInto(
  results: Map<number, Float64Array>,
  program: Program,
  wanted: readonly number[],
  values: readonly number[],
): void {
  const readBy = (index: number): readonly number[] => (results.has(index) ? [] : stepsReadBy(stepAt(program, index)));
  for (const together of strongComponents(wanted, readBy)) {
    if (!together.every((index) => results.has(index))) compute(groupOf(together, program), values, results, program);
  }
}

/**
 * Values of the wanted steps with every input at the same quantile.
 * @param u quantile, 0 < u < 1; 0.5 puts every input at its median
 */
export function evaluateAt(program: Program, wanted: readonly number[], u: number): Column[] {
  const values = program.inputs.map(({ distribution }) => distribution.quantile(u));
  return interpret(program, wanted, values).map((data) => ({ data, months: data.length, samples: 1 }));
}

/** Steps that rest on one another, in the program's order; nearly always one step alone. */
type Group = readonly { readonly index: number; readonly step: Step }[];

function groupOf(together: readonly number[], program: Program): Group {
  return [...together].sort((left, right) => left - right).map((index) => ({ index, step: stepAt(program, index) }));
}

function compute(group: Group, values: readonly number[], results: Map<number, Float64Array>, program: Program): void {
  const [{ index, step } = { index: -1, step: undefined }] = group;
  if (group.length > 1 || step?.kind === "previous") computeByMonth(group, results, program);
  else if (step?.kind === "certain") results.set(index, step.column.data);
  else if (step?.kind === "input") results.set(index, Float64Array.of(values[step.input] ?? NaN));
  else if (step?.kind === "operation") {
    const args = step.arguments.map((argument) => resultAt(results, argument));
    results.set(index, applyOperation(step.operation, args, step.series, program.calendar));
  }
}

/**
 * A recurrence: all its steps in the first month, then all in the second. In the program's order each step of a month
 * finds its arguments there already, for only `previous` reads what stands after it, and that a month late.
 */
function computeByMonth(group: Group, results: Map<number, Float64Array>, { calendar }: Program): void {
  for (const { index } of group) results.set(index, new Float64Array(calendar.months).fill(NaN));
  for (let month = 0; month < calendar.months; month++) {
    for (const { index, step } of group) {
      if (step.kind === "previous") {
        const from = resultAt(results, month === 0 ? step.initial : step.next);
        resultAt(results, index)[month] = from[month === 0 || from.length === 1 ? 0 : month - 1] ?? NaN;
      } else if (step.kind === "operation") {
        const args = step.arguments.map((argument) => resultAt(results, argument));
        resultAt(results, index)[month] = applyInMonth(step.operation, args, month, calendar);
      }
    }
  }
}

function resultAt(results: ReadonlyMap<number, Float64Array>, index: number): Float64Array {
  const result = results.get(index);
  if (result === undefined) throw new Error(`step ${index} was not computed`);
  return result;
}
