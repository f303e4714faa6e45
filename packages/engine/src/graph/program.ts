/**
 * The program a graph becomes: a flat list of numeric steps in an order that can be run, with what is certain already
 * computed. It holds numbers and operation names only, so it can be interpreted, or compiled, or sent to a worker.
 */
import type { Calendar } from "../calendar/calendar.ts";
import type { Distribution } from "../distributions/index.ts";
import { makeColumn, type Column } from "../operations/column.ts";
import { operations, type OperationName } from "../operations/operations.ts";

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
/** An operation on earlier steps, at least one of them random. */
export interface OperationStep {
  readonly kind: "operation";
  readonly operation: OperationName;
  readonly arguments: readonly number[];
  readonly series: boolean;
  readonly random: true;
}
export type Step = CertainStep | InputStep | OperationStep;

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

/** Collects steps; equal steps are one step, and what is certain is computed at once. */
export class ProgramBuilder {
  readonly calendar: Calendar;
  private readonly steps: Step[] = [];
  private readonly inputs: Input[] = [];
  private readonly known = new Map<string, number>();

  constructor(calendar: Calendar) {
    this.calendar = calendar;
  }

  constant(value: number): number {
    return this.once(`#${Object.is(value, -0) ? "-0" : value}`, () => {
      const column = makeColumn(1, 1);
      column.data[0] = value;
      return { kind: "certain", column, series: false, random: false };
    });
  }

  /** A certain series, one value a month. */
  series(values: Float64Array): number {
    this.steps.push({
      kind: "certain",
      column: { data: values, months: values.length, samples: 1 },
      series: true,
      random: false,
    });
    return this.steps.length - 1;
  }

  input(name: string, distribution: Distribution, unit: string): number {
    return this.once(`~${name}`, () => {
      this.inputs.push({ name, distribution, unit });
      return { kind: "input", input: this.inputs.length - 1, series: false, random: true };
    });
  }

  apply(operation: OperationName, ...given: readonly number[]): number {
    const args = given.map((index) => this.step(index));
    const { shape, kernel } = operations[operation];
    const series = shape === "series" || (shape === "broadcast" && args.some((step) => step.series));
    return this.once(`${operation}(${given.join()})`, () => {
      const columns: Column[] = [];
      for (const step of args) {
        if (step.kind !== "certain") return { kind: "operation", operation, arguments: given, series, random: true };
        columns.push(step.column);
      }
      const column = makeColumn(series ? this.calendar.months : 1, 1);
      kernel(columns, column, this.calendar);
      return { kind: "certain", column, series, random: false };
    });
  }

  step(index: number): Step {
    const step = this.steps[index];
    if (step === undefined) throw new Error(`there is no step ${index}`);
    return step;
  }

  /** The value of a certain scalar step; undefined for anything else. */
  certain(index: number): number | undefined {
    const step = this.step(index);
    return step.kind === "certain" && !step.series ? step.column.data[0] : undefined;
  }

  /** The input that a step draws; undefined for any other step. */
  inputAt(index: number): Input | undefined {
    const step = this.step(index);
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
