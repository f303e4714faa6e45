/** What is simulated together: so many columns that they fit into memory, whatever the number of samples. */
import type { Program } from "@underwatt/engine";

/** Months from..to - 1 of a step; a scalar has the one month 0. */
export interface Slice {
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/** Slices of different steps, simulated in one go. */
export type Batch = readonly Slice[];

/**
 * Numbers kept at once: 144 MB. With the program itself and two workers a run then stays under 500 MB. Each batch runs all
 * that its steps rest on, so smaller ones would repeat more.
 */
const numbersAtOnce = 18_000_000;

/**
 * The uncertain ones among some steps, in batches as full as memory allows. Neighbours stay together, so steps should
 * stand beside those they share work with.
 */
export function batchesOf(
  program: Program,
  steps: readonly number[],
  samples: number,
  most: number = numbersAtOnce,
): Batch[] {
  const columns = Math.max(1, Math.floor(most / samples));
  const batches: Slice[][] = [];
  let room = 0;
  for (const step of steps) {
    const { random = false, series = false } = program.steps[step] ?? {};
    if (!random) continue;
    const months = series ? program.calendar.months : 1;
    for (let from = 0; from < months;) {
      if (room === 0) {
        batches.push([]);
        room = columns;
      }
      const to = Math.min(months, from + room);
      batches.at(-1)?.push({ step, from, to });
      room -= to - from;
      from = to;
    }
  }
  return batches;
}

/** How many columns a batch has: one for each month of each slice. */
export function widthOf(batch: Batch): number {
  return batch.reduce((sum, { from, to }) => sum + (to - from), 0);
}

/** The columns of a batch, one after the other in `room`: slice by slice, month by month. */
export function columnsIn(room: Float64Array, batch: Batch, samples: number): Float64Array[] {
  let end = 0;
  return batch.map(({ from, to }) => {
    const start = end;
    end += (to - from) * samples;
    return room.subarray(start, end);
  });
}
