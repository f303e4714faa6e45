/** Runs with as many samples as it takes to know the numbers that matter as exactly as somebody wants. */
import { sufficiency, summarise, type PrecisionTarget, type Watched } from "@underwatt/engine";
import { withSamples, type Prepared } from "../prepare.ts";
import type { Result } from "../result.ts";
import { eachBatch, runDeal, type RunPorts } from "../run.ts";
import { stopIfCancelled } from "./cancel.ts";

export interface PreciseResult {
  readonly result: Result;
  /** Samples it took. */
  readonly samples: number;
  /** Whether the target was reached; otherwise the most samples allowed were not enough. */
  readonly isReached: boolean;
  /** Half-width of the interval over what is wanted, of the number that is worst off. */
  readonly worst: number;
}

/** Two million: what a run of a large deal does in a minute or two. */
const mostSamples = 2 ** 21;

/**
 * Doubles the samples, from those the deal was prepared for, until the intervals of the key figures and of the tests are
 * as narrow as wanted, and then runs the whole deal with that many.
 * @param most no more samples than these
 * @throws Cancelled when it was
 */
export async function runToPrecision(
  prepared: Prepared,
  target: PrecisionTarget,
  ports: RunPorts = {},
  most: number = mostSamples,
): Promise<PreciseResult> {
  let current = prepared;
  for (;;) {
    stopIfCancelled(ports.cancel);
    const { samples, replicates } = current.plan;
    const found = sufficiency(await watch(current, ports), samples, replicates, target);
    const next = Math.min(found.samples, most);
    if (found.enough || next <= samples) {
      const result = await runDeal(current, ports);
      return { result, samples, isReached: found.enough, worst: found.worst };
    }
    current = withSamples(current, next);
  }
}

/** The key figures, month by month, and the tests. */
async function watch(prepared: Prepared, { compute, cancel }: RunPorts): Promise<Watched[]> {
  const { graph, expansion, figures, plan } = prepared;
  const isProbability = new Map<number, boolean>();
  for (const path of figures) {
    const quantity = graph.quantities.get(path);
    const { key, kind } = expansion.origins.get(path) ?? {};
    if (quantity === undefined || !(key === true || kind === "thesis" || kind === "breaker")) continue;
    isProbability.set(quantity.step, quantity.type.kind === "boolean");
  }
  const watched: Watched[] = [];
  await eachBatch(prepared, [...isProbability.keys()], { compute, cancel }, (_, batch, columns) => {
    for (const [index, { step }] of batch.entries()) {
      const data = columns[index] ?? new Float64Array(0);
      for (let from = 0; from < data.length; from += plan.samples) {
        const summary = summarise(data.subarray(from, from + plan.samples), plan.replicates);
        watched.push({ summary, isProbability: isProbability.get(step) ?? false });
      }
    }
  });
  return watched;
}
