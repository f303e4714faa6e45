/** The case in which every uncertain input has its median, known while formulas are still being compiled. */
import { interpretInto } from "../evaluate/interpret.ts";
import { stepAt, stepsReadBy, type Program, type ProgramBuilder } from "./program.ts";
import { strongComponents } from "./strong-components.ts";

export class MedianCase {
  private readonly builder: ProgramBuilder;
  /** Grows with the builder. */
  private readonly program: Program;
  private readonly results = new Map<number, Float64Array>();
  private readonly steps = new Map<number, number>();

  constructor(builder: ProgramBuilder) {
    this.builder = builder;
    this.program = builder.finish();
  }

  /**
   * The certain step of what a step is in this case; the late readings that it rests on must be settled. Where formulas are
   * kept, inputs are shown at their medians anyway, and it is the step itself.
   */
  stepOf(index: number): number {
    const { builder, steps } = this;
    const step = builder.step(index);
    if (builder.keepsFormulas || step.kind === "certain") return index;
    const known = steps.get(index);
    if (known !== undefined) return known;
    const value = this.valueOf(index);
    const found = step.series ? builder.series(value.slice()) : builder.constant(value[0] ?? NaN);
    steps.set(index, found);
    return found;
  }

  /** Each step is computed once, however many ask for it. */
  private valueOf(index: number): Float64Array {
    const { program, results } = this;
    const open = (step: number): readonly number[] => (results.has(step) ? [] : stepsReadBy(stepAt(program, step)));
    for (const step of strongComponents([index], open).flat()) {
      const read = stepAt(program, step);
      if (read.kind !== "input" || results.has(step)) continue;
      results.set(step, Float64Array.of(program.inputs[read.input]?.distribution.quantile(0.5) ?? NaN));
    }
    interpretInto(results, program, [index], []);
    return results.get(index) ?? Float64Array.of(NaN);
  }
}
