/** Requests as columns: how traces and arrival processes hand them to the simulator, some thousands at a time. */

/** A stretch of requests in order of arrival. Row i of each column is one request. */
export interface RequestColumns {
  /** Rows in use; columns may be longer. */
  readonly count: number;
  /** Seconds since the start of the simulation, never falling, also from one stretch to the next. */
  readonly arrival: Float64Array;
  /** Tokens of the prompt, at least 1. */
  readonly input: Int32Array;
  /** Tokens generated, at least 1: the prefill gives the first. */
  readonly output: Int32Array;
  /** Index of the tier; 0 for all where left out. */
  readonly tier?: Uint8Array | undefined;
  /** What prompts begin with, for prefix caches; left out where nothing is known of it. */
  readonly prefix?: PrefixColumns | undefined;
}

/** Beginnings of prompts, in blocks of equal length. */
export interface PrefixColumns {
  /** Tokens of a block. */
  readonly blockTokens: number;
  /** Request i has the blocks from `start[i]` until before `start[i + 1]`; one entry more than requests. */
  readonly start: Int32Array;
  /**
   * Names of the blocks: equal names mean equal tokens in the block and in all before it. A last block that the prompt
   * does not fill is never shared.
   */
  readonly blocks: Int32Array;
}
