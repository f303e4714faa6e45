/** Runs a prepared deal: simulates batch by batch, so that memory stays bounded, and assembles the result. */
import { typeName, type Column } from "@underwatt/engine";
import { assemble } from "./assemble.ts";
import type { Origin } from "./expand/index.ts";
import type { Prepared } from "./prepare.ts";
import type { Result } from "./result.ts";
import { summariseColumn, type Numbers } from "./summary.ts";

/** Gives all samples of one batch; how, and on how many workers, is its own affair. */
export type SimulateBatch = (batch: number) => Promise<readonly Column[]> | readonly Column[];

/**
 * The result of a prepared deal. Equal deals, options and catalogues give equal results, byte for byte, whatever
 * `simulateBatch` does to be fast.
 */
export async function runDeal(
  prepared: Prepared,
  simulateBatch: SimulateBatch = (batch) => runBatch(prepared, batch),
): Promise<Result> {
  const { graph, figures, batches, plan } = prepared;
  const numbers = new Map<string, Numbers>();
  const warnings: string[] = [];
  for (const [batch, steps] of batches.entries()) {
    const columns = await simulateBatch(batch);
    const byStep = new Map(steps.map((step, index) => [step, columns[index]]));
    // Figures that only rename another share its step and its unit, and so its numbers.
    const known = new Map<string, Numbers>();
    for (const path of figures) {
      const quantity = graph.quantities.get(path);
      const column = quantity === undefined ? undefined : byStep.get(quantity.step);
      if (quantity === undefined || column === undefined) continue;
      const key = `${quantity.step} ${quantity.type.kind} ${typeName(quantity.type)}`;
      const found = known.get(key) ?? summariseColumn(quantity, column, plan.replicates);
      known.set(key, found);
      numbers.set(path, found);
      warnings.push(...outsideBounds(path, prepared.expansion.origins.get(path)?.bounds, column));
    }
  }
  return assemble(prepared, numbers, warnings);
}

/** All samples of one batch, on this thread. */
export function runBatch(prepared: Prepared, batch: number, afterBlock?: (done: number) => void): readonly Column[] {
  const { samples } = prepared.plan;
  const simulation = prepared.simulation(batch);
  const columns = simulation.columns(samples);
  simulation.run(columns, 0, { from: 0, to: samples }, afterBlock);
  return columns;
}

/** An uncertain parameter may leave its bounds in some samples; that is for its author to judge, but not in silence. */
function outsideBounds(path: string, bounds: Origin["bounds"], { data, samples }: Column): string[] {
  const { least = -Infinity, most = Infinity } = bounds ?? {};
  if (samples === 1 || (least === -Infinity && most === Infinity)) return [];
  const outside = data.reduce((count, value) => (value < least || value > most ? count + 1 : count), 0);
  if (outside === 0) return [];
  const share = Number(((100 * outside) / data.length).toPrecision(2));
  const range =
    most === Infinity ? `at least ${least}` : least === -Infinity ? `at most ${most}` : `${least} to ${most}`;
  return [`${path} lies outside its bounds (${range}) in ${share} % of the samples`];
}
