/** Recurrences: what formulas read a month late, joined to what they read once every formula is compiled. */
import { operations, type Operation, type OperationName } from "../operations/operations.ts";
import type { FormulaCompiler } from "./compiler.ts";
import { FormulaFailure } from "./failure.ts";
import type { LateReading } from "./references.ts";
import type { GraphProblem, Quantity } from "./quantity.ts";
import { stepsReadBy, type ProgramBuilder, type Step } from "./program.ts";
import { strongComponents } from "./strong-components.ts";

/**
 * Joins every late reading to its quantity.
 * @param quantities loses those that turn out faulty here, and those that rest on something that has no value
 * @param compilers of the quantities' formulas, by path
 * @returns one problem for each formula that is at fault
 */
export function settleRecurrences(
  quantities: Map<string, Quantity>,
  compilers: ReadonlyMap<string, FormulaCompiler>,
  builder: ProgramBuilder,
): GraphProblem[] {
  const problems: GraphProblem[] = [];
  const recurring = [...compilers].filter(([, { lateReadings }]) => lateReadings.length > 0);
  if (recurring.length === 0) return problems;
  leaveOutUnfounded(quantities);
  for (const [path, compiler] of recurring) {
    for (const reading of compiler.lateReadings) {
      const read = quantities.get(reading.path);
      if (read === undefined) continue;
      try {
        compiler.settle(reading, read);
      } catch (error) {
        if (!(error instanceof FormulaFailure)) throw error;
        problems.push({ path, ...error.problem });
        break;
      }
    }
  }
  problems.push(...impossible(recurring, builder));
  for (const { path } of problems) quantities.delete(path);
  leaveOutUnfounded(quantities);
  return problems;
}

/** Takes out what names a quantity that is not there, again and again: late readings may run against the order. */
function leaveOutUnfounded(quantities: Map<string, Quantity>): void {
  for (let before = -1; before !== quantities.size;) {
    before = quantities.size;
    for (const { path, references } of quantities.values()) {
      if (!references.every((named) => quantities.has(named))) quantities.delete(path);
    }
  }
}

/** Recurrences that pass through something that needs months which are still to come; their readings are forgotten. */
function impossible(
  recurring: readonly (readonly [path: string, compiler: FormulaCompiler])[],
  builder: ProgramBuilder,
): GraphProblem[] {
  const readings = recurring.flatMap(([path, compiler]) =>
    compiler.lateReadings.map((reading) => ({ path, compiler, reading })),
  );
  const from = readings.map(({ reading }) => reading.value.step);
  const problems: GraphProblem[] = [];
  for (const component of strongComponents(from, (index) => stepsReadBy(builder.step(index)))) {
    const circle = new Set(component);
    const [first, ...rest] = readings.filter(({ reading }) => circle.has(reading.value.step));
    const needy = component.length < 2 ? undefined : component.map((index) => foresight(index, builder)).find(Boolean);
    if (first === undefined || needy === undefined) continue;
    for (const { compiler, reading } of [first, ...rest]) compiler.forget(reading);
    problems.push({ path: first.path, ...impossibleProblem(first.reading, needy) });
  }
  return problems;
}

/** The function that a step calls, if it needs later months of its argument. */
export function foresight(index: number, builder: ProgramBuilder): string | undefined {
  const step: Step = builder.step(index);
  if (step.kind !== "operation") return undefined;
  const operation: Operation = operations[step.operation];
  if (operation.kind === "reduction") return functionOf.get(step.operation) ?? step.operation;
  if (operation.kind !== "rewrite") return undefined;
  const scalars = step.arguments.slice(1).map((argument) => builder.certain(argument) ?? NaN);
  return operation.looksBack(scalars) ? undefined : (functionOf.get(step.operation) ?? step.operation);
}

/** Functions whose operation has another name. */
const functionOf: ReadonlyMap<OperationName, string> = new Map([
  ["least", "min"],
  ["greatest", "max"],
  ["irrCount", "irr-count"],
  ["presentValue", "present-value"],
]);

function impossibleProblem(reading: LateReading, needy: string): Omit<GraphProblem, "path"> {
  return {
    message: `this recurrence passes through ${needy}(...), which needs months that are still to come`,
    at: reading.at.at,
    expected: "formulas that need this month and earlier ones only",
    hint:
      needy === "lag"
        ? "lag by a certain number of months, 0 or more"
        : `previous(x, start) carries a running value from month to month; ${needy}(...) is known after the last one`,
  };
}
