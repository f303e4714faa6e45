/** Where the work of a run is done: on this thread, or on workers. The result is the same. */
import type { Column } from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";
import type { Batch } from "./batches.ts";
import { stopIfCancelled, type CancelSignal } from "./cancel.ts";
import { numbersOf, type MonthNumbers } from "./figure-numbers.ts";
import { BatchSimulation } from "./stretch.ts";

/** Some months of a step, and the figures that they are summarised for. */
export interface Piece {
  readonly paths: readonly string[];
  readonly column: Column;
}

/** How work under way is followed and stopped. */
export interface WorkOptions {
  readonly cancel?: CancelSignal | undefined;
  /** Called with how much more is done now: samples of a batch simulated, or columns of a batch summarised. */
  readonly done?: (amount: number) => void;
}

export interface Compute {
  /** Room for so many numbers, from a caller that gives it back. */
  room(doubles: number): Float64Array;
  giveBack(room: Float64Array): void;
  /**
   * Simulates all samples of a batch.
   * @param columns of each slice its months, one after the other, in one room; to be written
   */
  simulate(prepared: Prepared, batch: Batch, columns: readonly Float64Array[], options: WorkOptions): Promise<void>;
  /** Numbers of each piece, in order. */
  summarise(
    prepared: Prepared,
    pieces: readonly Piece[],
    options: WorkOptions,
  ): Promise<readonly (readonly MonthNumbers[])[]>;
}

/** Samples between two pauses. */
const samplesAtOnce = 2048;

/** @param pause awaited between pieces of work of some milliseconds each, to let others have a turn */
export function onThisThread(pause: () => Promise<void> = () => Promise.resolve()): Compute {
  return {
    room: (doubles) => new Float64Array(doubles),
    giveBack: () => {},
    async simulate(prepared, batch, columns, { cancel, done }) {
      const { samples } = prepared.plan;
      const simulation = new BatchSimulation(prepared, batch);
      for (let from = 0; from < samples; from += samplesAtOnce) {
        await pause();
        stopIfCancelled(cancel);
        const to = Math.min(samples, from + samplesAtOnce);
        simulation.run(columns, samples, from, { from, to });
        done?.(to - from);
      }
    },
    async summarise(prepared, pieces, { cancel, done }) {
      const found: MonthNumbers[][] = [];
      for (const { paths, column } of pieces) {
        await pause();
        stopIfCancelled(cancel);
        found.push(numbersOf(prepared, paths, column));
        done?.(column.months);
      }
      return found;
    },
  };
}
