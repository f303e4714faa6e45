/** Requests that have nothing to do with one another, drawn one after the other. */
import { Random } from "../random.ts";
import type { RequestColumns } from "../requests.ts";
import { arrivalTimes, type Arrivals } from "./arrivals.ts";
import { demandBounds, demandChunk, usualChunk, type Bounds } from "./bounds.ts";
import type { Lengths } from "./lengths.ts";
import { tierDraw } from "./tiers.ts";

/** Independent requests. */
export interface RequestTraffic extends Bounds {
  readonly seed: number;
  /**
   * When they come. `closed-loop`: whenever a client is free to send the next one, which the simulator knows and the
   * traffic does not: every arrival is 0.
   */
  readonly arrivals: Arrivals | "closed-loop";
  readonly lengths: Lengths;
  /** Share of requests of each tier, adding up to 1; without it all are of one tier and the column is left out. */
  readonly tierShares?: readonly number[] | undefined;
}

/**
 * Draws requests as they are asked for, in chunks of `chunk` and a last one of fewer: memory does not grow with their
 * number, and they are the same whatever the size of a chunk.
 */
export function generateRequests(traffic: RequestTraffic, chunk = usualChunk): Generator<RequestColumns, void> {
  const { seed, arrivals, lengths, tierShares, count = Infinity, until = Infinity } = traffic;
  const isClosed = arrivals === "closed-loop";
  demandBounds(isClosed ? { count: traffic.count } : traffic, !isClosed && hasEnd(arrivals));
  demandChunk(chunk);
  const nextArrival = isClosed ? () => 0 : arrivalTimes(arrivals, new Random(seed, "arrivals"));
  const lengthRandom = new Random(seed, "lengths");
  const tierRandom = new Random(seed, "tiers");
  const drawTier = tierShares === undefined ? undefined : tierDraw(tierShares);

  function* draw(): Generator<RequestColumns, void> {
    let left = count;
    let time = left > 0 ? nextArrival() : Infinity;
    while (left > 0 && time < until) {
      const arrival = new Float64Array(chunk);
      const input = new Int32Array(chunk);
      const output = new Int32Array(chunk);
      const tier = drawTier === undefined ? undefined : new Uint8Array(chunk);
      let rows = 0;
      while (rows < chunk && left > 0 && time < until) {
        arrival[rows] = time;
        lengths.draw(lengthRandom, input, output, rows);
        if (tier !== undefined && drawTier !== undefined) tier[rows] = drawTier(tierRandom);
        rows++;
        left--;
        time = nextArrival();
      }
      yield { count: rows, arrival, input, output, ...(tier === undefined ? {} : { tier }) };
    }
  }
  return draw();
}

/** Whether arrivals end by themselves. */
export function hasEnd({ rate }: Arrivals): boolean {
  return !rate.repeats && rate.step < Infinity;
}
