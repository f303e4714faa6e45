/** A trace again, faster or slower, once or many times over. */
import { sliceColumns } from "../columns.ts";
import type { PrefixColumns, RequestColumns } from "../requests.ts";
import { demand } from "../traffic-error.ts";
import { demandBounds, type Bounds } from "./bounds.ts";

/** How a trace is replayed. */
export interface Replay extends Bounds {
  /** How much faster than recorded; 1 unless given. For a target rate: that rate over the trace's mean rate. */
  readonly speed?: number | undefined;
  /**
   * Whether it begins again at its end, a mean gap after its last request, for as long as the bounds say. Blocks of
   * prefixes get new names each time, since the same requests again would be found in a cache as they never are in life.
   */
  readonly loop?: boolean | undefined;
}

/**
 * The requests of a trace with all times divided by `speed`: the shape stays, bursts and sessions shorten with the rest.
 * A trace to loop over must be iterable more than once, such as an array of columns; one that comes in stretches from a file
 * is replayed stretch by stretch, each by a call of its own.
 */
export function* replay(trace: Iterable<RequestColumns>, options: Replay = {}): Generator<RequestColumns, void> {
  const { speed = 1, loop = false, count = Infinity, until = Infinity } = options;
  demand(speed > 0 && speed < Infinity, `the speed of a replay must be a positive number, got ${speed}`);
  demandBounds(options, !loop);
  let left = count;
  let shift = 0;
  let names = 0;
  for (;;) {
    let rows = 0;
    let first = NaN;
    let last = NaN;
    let mostName = -1;
    for (const piece of trace) {
      if (piece.count === 0) continue;
      if (rows === 0) first = piece.arrival[0] ?? NaN;
      last = piece.arrival[piece.count - 1] ?? NaN;
      rows += piece.count;
      const arrival = piece.arrival.subarray(0, piece.count).map((time) => (time + shift) / speed);
      const kept = Math.min(left, lowerBound(arrival, until));
      if (kept > 0) yield renamed(sliceColumns({ ...piece, arrival }, 0, kept), names);
      left -= kept;
      if (left === 0 || kept < piece.count) return;
      if (loop && piece.prefix !== undefined) mostName = Math.max(mostName, greatest(piece.prefix, piece.count));
    }
    if (!loop) return;
    demand(rows > 0, "a trace that is to repeat must be held in memory (an array of columns) and have requests");
    demand(last > first, "a trace whose requests all come at one moment cannot repeat: it has no rate");
    shift += ((last - first) * rows) / (rows - 1);
    names += mostName + 1;
  }
}

/** Number of times before `limit`. */
function lowerBound(times: Float64Array, limit: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function greatest({ start, blocks }: PrefixColumns, count: number): number {
  let most = -1;
  const end = start[count] ?? 0;
  for (let i = start[0] ?? 0; i < end; i++) most = Math.max(most, blocks[i] ?? -1);
  return most;
}

function renamed(columns: RequestColumns, shift: number): RequestColumns {
  const { prefix } = columns;
  if (prefix === undefined || shift === 0) return columns;
  return { ...columns, prefix: { ...prefix, blocks: prefix.blocks.map((name) => (name + shift) & 0x7fffffff) } };
}
