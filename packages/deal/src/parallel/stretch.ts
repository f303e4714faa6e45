/** Simulates a stretch of samples of a batch. */
import { Simulation, type Column, type SampleRange } from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";
import type { Batch } from "./batches.ts";

/** One batch of a prepared deal, ready to be run for any samples. */
export class BatchSimulation {
  private readonly batch: Batch;
  private readonly simulation: Simulation;

  constructor({ graph, sampler }: Prepared, batch: Batch) {
    this.batch = batch;
    this.simulation = new Simulation(
      graph.program,
      batch.map(({ step }) => step),
      sampler,
    );
  }

  /**
   * Simulates samples and writes their values.
   * @param columns of each slice its months, one after the other, `samples` apart
   * @param at place of the first of the samples in a month
   */
  run(columns: readonly Float64Array[], samples: number, at: number, range: SampleRange): void {
    const count = range.to - range.from;
    const scratch = this.batch.some(({ from }) => from > 0) ? this.simulation.columns(count) : [];
    const targets = this.batch.map(({ from, to }, index): Column => {
      const whole = scratch[index];
      // The engine writes months from the first on: these go where they belong at once, others by way of scratch.
      return from > 0 && whole !== undefined
        ? whole
        : { data: (columns[index] ?? new Float64Array(0)).subarray(at), months: to, samples };
    });
    this.simulation.run(targets, 0, range);
    for (const [index, { from, to }] of this.batch.entries()) {
      const data = targets[index]?.data;
      if (from === 0 || data === undefined) continue;
      for (let month = from; month < to; month++) {
        columns[index]?.set(data.subarray(month * count, (month + 1) * count), (month - from) * samples + at);
      }
    }
  }
}
