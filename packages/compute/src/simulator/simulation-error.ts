/** What cannot be simulated, and the questions that find it. */

/** A scenario or requests that cannot be simulated; the message is a sentence for people. */
export class SimulationError extends Error {
  override readonly name = "SimulationError";
}

/** @throws SimulationError unless it holds */
export function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new SimulationError(otherwise);
}

export function count(value: number, what: string): void {
  must(Number.isInteger(value) && value >= 1, `${what}: ${value}; it must be a whole number of 1 or more`);
}

export function positive(value: number, what: string): void {
  must(value > 0 && value < Infinity, `${what}: ${value}; it must be positive`);
}

export function notNegative(value: number, what: string): void {
  must(value >= 0 && value < Infinity, `${what}: ${value}; it must be 0 or more`);
}
