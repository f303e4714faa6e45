/** What a kind of kernel does in theory: the ideal time that measured times are told against, and the coordinates of its grid. */
import type { Accelerator } from "../../accelerator.ts";

export interface Law<Shape> {
  /** Names of the coordinates, in the order of `place`. */
  readonly axes: readonly string[];
  /** Writes the coordinates of a shape, all positive. */
  place(shape: Shape, point: Float64Array): void;
  /** Seconds at the accelerator's peaks. */
  ideal(accelerator: Accelerator, shape: Shape): number;
}

/** Seconds that no kernel goes below: what starting one takes on the GPU. */
export const launch = 2e-6;

/** Time of parts that overlap: near the largest, and a little more where two are alike (4-norm). */
export function overlapped(compute: number, memory: number): number {
  const a = compute * compute;
  const b = memory * memory;
  const c = launch * launch;
  return Math.sqrt(Math.sqrt(a * a + b * b + c * c));
}
