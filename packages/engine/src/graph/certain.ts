/** Steps that rest on no input, found once the program is complete: only then is it known on what a recurrence rests. */
import { interpret } from "../evaluate/interpret.ts";
import { certainStep, stepAt, stepsReadBy, type Program } from "./program.ts";

/** The same program with the value of every step that no input moves. */
export function settleCertain(program: Program): Program {
  if (program.steps.every((step) => step.kind !== "previous")) return program;
  const moved = movedByInputs(program);
  const certain = program.steps.flatMap((step, index) => (step.kind === "certain" || moved.has(index) ? [] : [index]));
  const values = interpret(program, certain, []);
  const steps = [...program.steps];
  for (const [place, index] of certain.entries()) {
    const data = values[place];
    if (data !== undefined) steps[index] = certainStep(data, stepAt(program, index).series);
  }
  return { ...program, steps };
}

function movedByInputs(program: Program): ReadonlySet<number> {
  const readers = new Map<number, number[]>();
  for (const [index, step] of program.steps.entries()) {
    for (const read of stepsReadBy(step)) readers.set(read, [...(readers.get(read) ?? []), index]);
  }
  const moved = new Set<number>();
  const found = program.steps.flatMap((step, index) => (step.kind === "input" ? [index] : []));
  for (let index = found.pop(); index !== undefined; index = found.pop()) {
    if (moved.has(index)) continue;
    moved.add(index);
    found.push(...(readers.get(index) ?? []));
  }
  return moved;
}
