/** Where generated or replayed traffic ends. */
import { demand } from "../traffic-error.ts";

/** The end of traffic: whichever comes first. */
export interface Bounds {
  /** At most so many requests. */
  readonly count?: number | undefined;
  /** Only requests that arrive before this time, in seconds. */
  readonly until?: number | undefined;
}

/** Requests of a chunk unless told otherwise. */
export const usualChunk = 4096;

/** Refuses bounds that are none. */
export function demandBounds({ count, until }: Bounds, isFinite: boolean): void {
  demand(
    count === undefined || (Number.isSafeInteger(count) && count >= 0),
    `the number of requests must be a whole number, got ${count}`,
  );
  demand(until === undefined || until >= 0, `traffic must end at a time of 0 s or later, got ${until}`);
  demand(
    isFinite || count !== undefined || (until !== undefined && until < Infinity),
    "traffic that does not end by itself needs a number of requests or a time to end at",
  );
}

/** Refuses a chunk that holds no request. */
export function demandChunk(chunk: number): void {
  demand(Number.isInteger(chunk) && chunk >= 1, `a chunk holds a whole number of requests, at least 1, got ${chunk}`);
}
