/**
 * The program a graph becomes: a flat list of numeric steps in an order that can be run, with what is certain already
 * computed. It holds numbers and operation names only, so it can be interpreted, or compiled, or sent to a worker.
 */
import type { Calendar } from "../calendar/calendar.ts";
import type { Distribution } from "../distributions/index.ts";
import { applyOperation, givesSeries } from "../operations/apply.ts";
import type { Column } from "../operations/column.ts";
import type { OperationName } from "../operations/operations.ts";

/** A certain value, known before any draw: one number, or one a month. */
export interface CertainStep {
  readonly kind: "certain";
  readonly column: Column;
  readonly series: boolean;
  readonly random: false;
}
/** A draw of an input; `input` indexes `Program.inputs`. */
export interface InputStep {
  readonly kind: "input";
  readonly input: number;
  readonly series: false;
  readonly random: true;
}
/** An operation on earlier steps, at least one of which is not certain. */
export interface OperationStep {
  readonly kind: "operation";
  readonly operation: OperationName;
  readonly arguments: readonly number[];
  readonly series: boolean;
  readonly random: true;
}
/**
 * A value of the month before: `initial` in the first month, what `next` was a month earlier in the others. `next` may
 * stand after this step and rest on it: that is how a recurrence is written.
 */
export interface PreviousStep {
  readonly kind: "previous";
  /** Step of a scalar. */
  readonly initial: number;
  /** Step of a series or a scalar. */
  readonly next: number;
  readonly series: true;
  readonly random: true;
}
export type Step = CertainStep | InputStep | OperationStep | PreviousStep;

/** The steps that a step reads, in any month. */
export function stepsReadBy(step: Step): readonly number[] {
  if (step.kind === "operation") return step.arguments;
  return step.kind === "previous" ? [step.initial, step.next] : [];
}

/** @throws Error when there is no such step */
export function stepAt(program: Program, index: number): Step {
  const step = program.steps[index];
  if (step === undefined) throw new Error(`there is no step ${index}`);
  return step;
}

/** A step whose values are known. */
export function certainStep(data: Float64Array, series: boolean): CertainStep {
  return { kind: "certain", column: { data, months: data.length, samples: 1 }, series, random: false };
}

/** An uncertain input: its draws depend on the seed and this name only. */
export interface Input {
  readonly name: string;
  readonly distribution: Distribution;
  /** Unit of its outcomes, for people. */
  readonly unit: string;
}

export interface Program {
  readonly calendar: Calendar;
  readonly steps: readonly Step[];
  readonly inputs: readonly Input[];
}

function previousStep(initial: number, next: number): PreviousStep {
  return { kind: "previous", initial, next, series: true, random: true };
}

/**
 * Collects steps; equal steps are one step, and what is certain is computed at once.
 *
 * Unless it `keepsFormulas`: then nothing is computed ahead, every step stays the operation that it was written as, and a
 * constant that is a date is told from a number that is the same. Who shows formulas, as a spreadsheet does, needs that.
 */
export class ProgramBuilder {
  readonly calendar: Calendar;
  readonly keepsFormulas: boolean;
  /** Steps whose values are dates; empty unless formulas are kept. */
  readonly dates = new Set<number>();
  /** Steps that are there only to tell a figure from another of equal value, whose step they name. */
  readonly synonyms = new Map<number, number>();
  private readonly steps: Step[] = [];
  private readonly inputs: Input[] = [];
  private readonly known = new Map<string, number>();
  /** Values of steps that are certain and were kept. */
  private readonly values = new Map<number, Float64Array>();

  constructor(calendar: Calendar, keepsFormulas = false) {
    this.calendar = calendar;
    this.keepsFormulas = keepsFormulas;
  }

  constant(value: number, isDate = false): number {
    const key = `${this.keepsFormulas && isDate ? "date " : ""}#${Object.is(value, -0) ? "-0" : value}`;
    return this.once(key, () => certainStep(Float64Array.of(value), false));
  }

  /** A certain value of its own, one step with no other, however equal. */
  leaf(path: string, value: number): number {
    return this.once(`leaf ${path}`, () => certainStep(Float64Array.of(value), false));
  }

  /**
   * A second step for the value of another one, so that two figures of equal value are told apart. It computes the smaller
   * of two equals, which is that value whatever it is.
   */
  synonym(path: string, of: number): number {
    const { series } = this.step(of);
    return this.once(`synonym ${path}`, () => {
      this.synonyms.set(this.steps.length, of);
      const value = this.valueAt(of);
      if (value !== undefined) this.values.set(this.steps.length, value);
      return { kind: "operation", operation: "smaller", arguments: [of, of], series, random: true };
    });
  }

  /** Says that a step's values are dates. */
  markDate(index: number): void {
    if (this.keepsFormulas) this.dates.add(index);
  }

  /** A certain series, one value a month. */
  series(values: Float64Array): number {
    this.steps.push(certainStep(values, true));
    return this.steps.length - 1;
  }

  /** The first day of each month. */
  monthStarts(): number {
    const starts = this.calendar.starts.slice(0, this.calendar.months);
    return this.once("month starts", () => certainStep(Float64Array.from(starts), true));
  }

  input(name: string, distribution: Distribution, unit: string): number {
    return this.once(`~${name}`, () => {
      this.inputs.push({ name, distribution, unit });
      return { kind: "input", input: this.inputs.length - 1, series: false, random: true };
    });
  }

  apply(operation: OperationName, ...given: readonly number[]): number {
    const args = given.map((index) => this.step(index));
    const same = this.timesOne(operation, given);
    if (same !== undefined) return same;
    const series = givesSeries(
      operation,
      args.some((step) => step.series),
    );
    return this.once(`${operation}(${given.join()})`, () => {
      const kept: Step = { kind: "operation", operation, arguments: given, series, random: true };
      const values: Float64Array[] = [];
      for (const index of given) {
        const value = this.valueAt(index);
        if (value === undefined) return kept;
        values.push(value);
      }
      const value = applyOperation(operation, values, series, this.calendar);
      if (!this.keepsFormulas) return certainStep(value, series);
      this.values.set(this.steps.length, value);
      return kept;
    });
  }

  /** The value of a step that is certain. */
  private valueAt(index: number): Float64Array | undefined {
    const step = this.step(index);
    return step.kind === "certain" ? step.column.data : this.values.get(index);
  }

  /**
   * The other factor of a product with 1, which units that are alike leave behind. An input keeps its product: the formula
   * is then more than the input.
   */
  private timesOne(operation: OperationName, [left = -1, right = -1]: readonly number[]): number | undefined {
    const [kept, factor] = operation === "multiply" && this.isOne(left) ? [right, left] : [left, right];
    if (!["multiply", "divide"].includes(operation) || !this.isOne(factor)) return undefined;
    return this.step(kept).kind === "input" ? undefined : kept;
  }

  /** Whether a step is 1 for good; a kept value that happens to be 1 may be another one tomorrow. */
  private isOne(index: number): boolean {
    return this.keepsFormulas ? index === this.known.get("#1") : this.certain(index) === 1;
  }

  /**
   * What a value was a month earlier.
   * @param of names the value and its unit; asked for twice it is one step
   * @param initial step of a scalar, the first month's
   * @param next step of the value; if it is not compiled yet, `recur` has to say it
   */
  previous(of: string, initial: number, next: number = initial): number {
    return this.once(`previous ${of}(${initial})`, () => previousStep(initial, next));
  }

  /** Says which step a `previous` step reads. */
  recur(index: number, next: number): void {
    const step = this.step(index);
    if (step.kind !== "previous") throw new Error(`step ${index} reads no earlier month`);
    this.steps[index] = previousStep(step.initial, next);
  }

  step(index: number): Step {
    const step = this.steps[index];
    if (step === undefined) throw new Error(`there is no step ${index}`);
    return step;
  }

  /** The value of a certain scalar step; undefined for anything else. */
  certain(index: number): number | undefined {
    return this.step(index).series ? undefined : this.valueAt(index)?.[0];
  }

  /** The input that a step draws; undefined for any other step. */
  inputAt(index: number): Input | undefined {
    const step = this.step(this.synonyms.get(index) ?? index);
    return step.kind === "input" ? this.inputs[step.input] : undefined;
  }

  finish(): Program {
    return { calendar: this.calendar, steps: this.steps, inputs: this.inputs };
  }

  private once(key: string, make: () => Step): number {
    const found = this.known.get(key);
    if (found !== undefined) return found;
    this.steps.push(make());
    this.known.set(key, this.steps.length - 1);
    return this.steps.length - 1;
  }
}
