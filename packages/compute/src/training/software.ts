/** What is known of the software of a job, beside its framework. */
import type { Accelerator } from "../accelerator.ts";
import { chipAge, type TrainingCircumstances } from "./levels.ts";

export interface Software {
  /** Whether kernels are compiled and fused. */
  readonly compiled: boolean;
  /** Whether tensor-parallel traffic is cut up and overlapped with the products that need it. */
  readonly overlapped: boolean;
  /** Years between the chip's launch and the run. */
  readonly chipAge: number;
}

/** Year of software of which no other is said: the latest that was measured. */
const latest = 2026.6;

/** Today's unless the circumstances say otherwise. */
export function softwareOf(
  accelerator: Accelerator,
  { year = latest, compiled = true, overlapped = false }: TrainingCircumstances,
): Software {
  return { compiled, overlapped, chipAge: chipAge(accelerator, year) };
}

/** The latest, compiled, on a chip that is no longer new. */
export const matureSoftware: Software = { compiled: true, overlapped: false, chipAge: 3 };
