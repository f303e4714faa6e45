/** Puts requests in order of arrival, as far as a bounded memory allows. */
import { RequestBuilder } from "../columns.ts";
import type { RequestColumns } from "../requests.ts";
import type { Row } from "./row.ts";

/** Requests, and names of blocks, that are held at most before the earlier half is given out. */
const mostHeld = 2 ** 17;
const mostBlocksHeld = 2 ** 22;

/**
 * Holds requests back for as long as an earlier one may still come: until one `lateness` seconds later has come, or too
 * many are held.
 */
export class ArrivalOrder {
  /** Requests that came behind a later one and were put in order. */
  sorted = 0;
  private readonly lateness: number;
  private readonly blockTokens: number | undefined;
  private readonly hasTier: boolean;
  private held: RequestBuilder;
  private isAscending = true;
  private latest = -Infinity;
  private givenOut = -Infinity;

  constructor(lateness: number, hasTier: boolean, blockTokens: number | undefined) {
    this.lateness = lateness;
    this.hasTier = hasTier;
    this.blockTokens = blockTokens;
    this.held = new RequestBuilder(hasTier, blockTokens);
  }

  /** Whether a request of this time comes too late to be put in order. */
  isTooLate(time: number): boolean {
    return time < this.latest - this.lateness || time < this.givenOut;
  }

  /** Seconds that a time is ahead of all so far. */
  leap(time: number): number {
    return this.latest === -Infinity ? 0 : time - this.latest;
  }

  add({ time, input, output, tier, blocks }: Row): void {
    if (time < this.latest) {
      this.sorted++;
      this.isAscending = false;
    } else this.latest = time;
    this.held.add(time, input, output, tier);
    if (blocks.length > 0) this.held.addBlocks(blocks);
  }

  get isFull(): boolean {
    return this.held.count >= mostHeld || this.held.allBlocks >= mostBlocksHeld;
  }

  /** Gives out the requests before which none can come, or at least the earlier half; `all`: all. */
  release(all: boolean): RequestColumns {
    const columns = this.held.columns();
    const { count, arrival } = columns;
    const order = Uint32Array.from({ length: count }, (_, row) => row);
    if (!this.isAscending) order.sort((a, b) => (arrival[a] ?? 0) - (arrival[b] ?? 0) || a - b);
    const timeAt = (place: number): number => arrival[order[place] ?? 0] ?? NaN;
    let given = all ? count : Math.ceil(count / 2);
    while (given < count && timeAt(given) <= this.latest - this.lateness) given++;
    if (given > 0) this.givenOut = timeAt(given - 1);
    const released = this.pick(columns, order.subarray(0, given));
    this.held = this.filled(columns, order.subarray(given));
    this.isAscending = true;
    return released;
  }

  private pick(columns: RequestColumns, rows: Uint32Array): RequestColumns {
    return rows.length === columns.count && this.isAscending ? columns : this.filled(columns, rows).columns();
  }

  private filled({ arrival, input, output, tier, prefix }: RequestColumns, rows: Uint32Array): RequestBuilder {
    const builder = new RequestBuilder(this.hasTier, this.blockTokens);
    for (const row of rows) {
      builder.add(arrival[row] ?? NaN, input[row] ?? 0, output[row] ?? 0, tier?.[row]);
      if (prefix !== undefined) builder.copyBlocks(prefix, row);
    }
    return builder;
  }
}
