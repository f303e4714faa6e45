/** Puts a plan through its requests, with pauses. */
import { simulate, sliceColumns, type Progress, type RequestColumns, type ServingReport } from "@underwatt/compute";
import type { SimulationPlan } from "./plan.ts";

export interface SimulationPorts {
  /** Told how far it is, between stretches. */
  readonly progress?: ((progress: Progress) => void) | undefined;
  /** Lets others have the thread between stretches; may throw to end the simulation. */
  readonly pause?: (() => Promise<void>) | undefined;
}

export interface Simulated {
  /** When the last request had come: rates are counted up to here, so that emptying the fleet does not thin them. */
  readonly offered: ServingReport;
  /** When all had ended: latencies and counts. */
  readonly ended: ServingReport;
}

const requestsAtOnce = 1024;

/**
 * @param requests in order of arrival, stretch by stretch
 * @throws SimulationError, and what the requests throw
 */
export async function runPlan(
  { scenario, settings }: SimulationPlan,
  requests: Iterable<RequestColumns> | AsyncIterable<RequestColumns>,
  { progress, pause }: SimulationPorts = {},
): Promise<Simulated> {
  const simulation = simulate(scenario);
  // Arrival times end other traffic by themselves; clients ask as long as they are let.
  const until = scenario.clients === undefined ? Infinity : (settings.duration ?? Infinity);
  for await (const piece of requests) {
    for (let from = 0; from < piece.count && simulation.progress.seconds < until; from += requestsAtOnce) {
      simulation.offer(sliceColumns(piece, from, Math.min(piece.count, from + requestsAtOnce)));
      progress?.(simulation.progress);
      await pause?.();
    }
    if (simulation.progress.seconds >= until) break;
  }
  const offered = simulation.report();
  return { offered, ended: simulation.finish() };
}
