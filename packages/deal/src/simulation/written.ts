/** The simulation that a deal has written for a workload. */
import type { DealDocument } from "../schema/deal.ts";
import type { SimulationWritten } from "./schema.ts";

/** Undefined where there is none; only serving has one. */
export function simulationOf(
  workload: NonNullable<DealDocument["workloads"]>[string] | undefined,
): SimulationWritten | undefined {
  return workload?.kind === "serving" ? workload.simulation : undefined;
}
