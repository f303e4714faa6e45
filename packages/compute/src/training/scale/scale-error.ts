/** What cannot be said of a job at scale, and the questions that find it. */

/** Figures of a job at scale that cannot be; the message is a sentence for people. */
export class ScaleError extends Error {
  override readonly name = "ScaleError";
}

/** @throws ScaleError unless it holds */
export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new ScaleError(otherwise);
}

export function atLeastOne(value: number, what: string): void {
  must(value >= 1 && value < Infinity, `${what}: ${value}; it must be 1 or more`);
}

export function positive(value: number, what: string): void {
  must(value > 0 && value < Infinity, `${what}: ${value}; it must be more than 0`);
}

export function notNegative(value: number, what: string): void {
  must(value >= 0 && value < Infinity, `${what}: ${value}; it must be 0 or more`);
}

export function share(value: number, what: string): void {
  must(value >= 0 && value <= 1, `${what}: ${value}; it must be a share from 0 to 1`);
}
