/** Simulates a stretch of samples of a batch. */
import { Simulation, type Sampler, type SampleRange } from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";
import type { Batch } from "./batches.ts";

/** Samples that go by way of scratch at once: a block of the engine's. */
const scratchSamples = 512;
const nothing = new Float64Array(0);

/** One batch of a prepared deal, ready to be run for any samples. */
export class BatchSimulation {
  private readonly batch: Batch;
  private readonly steps: string;
  private readonly sampler: Sampler;
  private readonly simulation: Simulation;
  /** The engine writes months from the first on; slices that begin later are cut out of these. */
  private readonly scratch: readonly (Float64Array | undefined)[];

  /** @param before one that is no longer used: other months of the same steps run the same code in the same memory */
  constructor({ graph, sampler }: Prepared, batch: Batch, before?: BatchSimulation) {
    const steps = batch.map(({ step }) => step);
    this.batch = batch;
    this.steps = steps.join();
    this.sampler = sampler;
    this.simulation =
      before?.steps === this.steps && before.sampler === sampler
        ? before.simulation
        : new Simulation(graph.program, steps, sampler);
    this.scratch = batch.map(({ from, to }) => (from > 0 ? new Float64Array(to * scratchSamples) : undefined));
  }

  /**
   * Simulates samples and writes their values.
   * @param columns of each slice its months, one after the other, `samples` apart
   * @param at place of the first of the samples in a month
   */
  run(columns: readonly Float64Array[], samples: number, at: number, { from, to }: SampleRange): void {
    const atOnce = this.scratch.every((scratch) => scratch === undefined) ? to - from : scratchSamples;
    for (let first = from; first < to; first += atOnce) {
      this.runPart(columns, samples, at + first - from, { from: first, to: Math.min(to, first + atOnce) });
    }
  }

  private runPart(columns: readonly Float64Array[], samples: number, at: number, range: SampleRange): void {
    const targets = this.batch.map(({ to }, index) => {
      const scratch = this.scratch[index];
      return scratch === undefined
        ? { data: (columns[index] ?? nothing).subarray(at), months: to, samples }
        : { data: scratch, months: to, samples: scratchSamples };
    });
    this.simulation.run(targets, 0, range);
    const count = range.to - range.from;
    for (const [index, { from, to }] of this.batch.entries()) {
      const scratch = this.scratch[index];
      if (scratch === undefined) continue;
      for (let month = from; month < to; month++) {
        const start = month * scratchSamples;
        columns[index]?.set(scratch.subarray(start, start + count), (month - from) * samples + at);
      }
    }
  }
}
