/** Holds the compiled code of a deal against the definition: each figure interpreted, sample by sample. */
import type { Prepared } from "@underwatt/deal";
import { Evaluator, interpret, type Program, type Step } from "@underwatt/engine";
import { stepAt, stepsReadBy } from "../../packages/engine/src/graph/program.ts";
import { applyOperation } from "../../packages/engine/src/operations/apply.ts";

/** How compiled and interpreted numbers came apart. */
export interface Differences {
  /** Code that computes something else than the definition from the same numbers. */
  readonly fault?: string;
  /** Where equal code, fed numbers that differ by rounding, decides otherwise or multiplies the difference. */
  readonly rounded: readonly string[];
}

const tolerance = 1e-9;

/** The differences of every figure in the first few samples. */
export function compiledDifferences({ graph, plan, sampler, figures }: Prepared, samples: number): Differences {
  const { program } = graph;
  const paths = figures.filter((path) => graph.quantities.has(path));
  const wanted = paths.map((path) => graph.quantities.get(path)?.step ?? -1);
  const count = Math.min(samples, plan.samples);
  const drawn = sampler.draw(new Set(program.inputs.keys()), 0, count).map((column) => column.slice(0, count));
  const compiled = compiledValues(program, wanted, drawn, count);
  const rounded: string[] = [];
  for (const [sample, columns] of compiled.entries()) {
    const values = drawn.map((column) => column[sample] ?? NaN);
    const defined = interpret(program, wanted, values);
    const apart = paths.findIndex((_, place) => !agree(columns[place], defined[place], 0));
    if (apart < 0) continue;
    const why = diagnosis(program, wanted[apart] ?? -1, drawn, count, sample);
    const [ours, theirs] = differing(columns[apart], defined[apart]);
    const line = `${paths[apart] ?? ""} is ${ours} compiled and ${theirs} interpreted: ${why.text}`;
    if (why.local) return { fault: `the compiled code differs\n${line}`, rounded };
    rounded.push(line);
  }
  return { rounded };
}

/** By sample, by step: one number, or one a month. */
function compiledValues(
  program: Program,
  wanted: readonly number[],
  drawn: readonly Float64Array[],
  count: number,
): Float64Array[][] {
  const evaluator = new Evaluator(program, wanted);
  const columns = evaluator.columns(count);
  evaluator.fill(columns, 0, count, (from, size) => drawn.map((column) => column.subarray(from, from + size)));
  return Array.from({ length: count }, (_, sample) =>
    columns.map(({ data, months, samples }) =>
      Float64Array.from(
        { length: months },
        (_unused, month) => data[month * samples + (samples === 1 ? 0 : sample)] ?? NaN,
      ),
    ),
  );
}

/** Every step below a figure by itself: does its code make of its arguments what the definition makes of them? */
function diagnosis(
  program: Program,
  figure: number,
  drawn: readonly Float64Array[],
  count: number,
  sample: number,
): { local: boolean; text: string } {
  const steps = stepsBelow(program, figure);
  const compiled = compiledValues(program, steps, drawn, count)[sample] ?? [];
  const valueOf = new Map(steps.map((step, place) => [step, compiled[place] ?? new Float64Array(0)]));
  const at = (step: number): Float64Array => valueOf.get(step) ?? new Float64Array(0);
  for (const index of steps) {
    const step = stepAt(program, index);
    const expected = locally(program, step, at);
    if (expected === undefined) continue;
    const scale = Math.max(
      0,
      ...stepsReadBy(step).flatMap((read) => [...at(read)].map(Math.abs).filter(Number.isFinite)),
    );
    if (agree(at(index), expected, scale)) continue;
    const [ours, theirs] = differing(at(index), expected);
    const name = step.kind === "operation" ? step.operation : step.kind;
    const given = stepsReadBy(step).map((read) => `[${at(read).slice(0, 8).join(" ")}]`);
    return { local: true, text: `${name} gives ${ours} for ${theirs} of ${given.join(" ")}` };
  }
  const values = drawn.map((column) => column[sample] ?? NaN);
  const defined = interpret(program, steps, values);
  const flip = steps.find((index, place) => {
    const step = stepAt(program, index);
    const args = stepsReadBy(step).map((read) => steps.indexOf(read));
    return !agree(compiled[place], defined[place], 0) && args.every((arg) => agree(compiled[arg], defined[arg], 0));
  });
  if (flip === undefined) return { local: false, text: "rounding grew" };
  const step = stepAt(program, flip);
  const place = differingPlace(at(flip), defined[steps.indexOf(flip)] ?? new Float64Array(0));
  const name = step.kind === "operation" ? step.operation : step.kind;
  const given = stepsReadBy(step).map((read) => {
    const [ours, theirs] = [at(read), defined[steps.indexOf(read)] ?? new Float64Array(0)];
    const month = ours.length === 1 ? 0 : place;
    return `${ours[month] ?? NaN} or ${theirs[month] ?? NaN}`;
  });
  return { local: false, text: `rounding decides ${name} of ${given.join(", ")}` };
}

/** What the definition makes of a step's arguments; undefined of a step without any. */
function locally(program: Program, step: Step, at: (step: number) => Float64Array): Float64Array | undefined {
  if (step.kind === "operation")
    return applyOperation(step.operation, step.arguments.map(at), step.series, program.calendar);
  if (step.kind !== "previous") return undefined;
  const [initial, next] = [at(step.initial), at(step.next)];
  return Float64Array.from({ length: program.calendar.months }, (_, month) =>
    month === 0 ? (initial[0] ?? NaN) : (next[next.length === 1 ? 0 : month - 1] ?? NaN),
  );
}

function stepsBelow(program: Program, figure: number): number[] {
  const seen = new Set<number>();
  const stack = [figure];
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    if (seen.has(index)) continue;
    seen.add(index);
    stack.push(...stepsReadBy(stepAt(program, index)));
  }
  return [...seen].sort((a, b) => a - b);
}

/** @param scale of what the numbers are made of: to its rounding, a difference of large numbers is known no better */
function agree(ours: Float64Array | undefined, theirs: Float64Array | undefined, scale: number): boolean {
  if (ours === undefined || theirs === undefined || ours.length !== theirs.length) return false;
  return ours.every((value, place) => same(value, theirs[place] ?? NaN, scale));
}

function same(ours: number, theirs: number, scale: number): boolean {
  if (Number.isNaN(ours) || Number.isNaN(theirs)) return Number.isNaN(ours) && Number.isNaN(theirs);
  if (ours === theirs) return true;
  return Math.abs(ours - theirs) <= Math.max(tolerance * Math.max(Math.abs(ours), Math.abs(theirs)), 1e-13 * scale);
}

function differing(
  ours: Float64Array = new Float64Array(0),
  theirs: Float64Array = new Float64Array(0),
): [number, number] {
  const place = differingPlace(ours, theirs);
  return [ours[place] ?? NaN, theirs[place] ?? NaN];
}

function differingPlace(ours: Float64Array, theirs: Float64Array): number {
  return Math.max(
    0,
    ours.findIndex((value, at) => !same(value, theirs[at] ?? NaN, 0)),
  );
}
