/** Traffic that cannot be generated, read or replayed as asked. */

/** What is wrong with traffic asked for or with a trace, in a sentence for people. */
export class TrafficError extends Error {
  override readonly name = "TrafficError";
}

/**
 * Refuses traffic unless `holds`.
 *
 * @example demand(rate > 0, `the rate must be positive, got ${rate}`)
 */
export function demand(holds: boolean, message: string): asserts holds {
  if (!holds) throw new TrafficError(message);
}
