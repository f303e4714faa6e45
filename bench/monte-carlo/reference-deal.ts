/** The reference deal, prepared, and its inputs and outputs in the order of the definition that all engines share. */
import { fileURLToPath } from "node:url";
import { prepare, type Prepared } from "@underwatt/deal";
import { Evaluator, Sampler, type Column } from "@underwatt/engine";
import { findDeal, openCatalog, openDeal } from "@underwatt/runtime";
import { inputPaths } from "./gpu-60/inputs.ts";

const place = findDeal(fileURLToPath(new URL("gpu-60", import.meta.url)));
export const outputPaths = ["model.npv", "model.irr", "model.payback-month", "model.least-cover"] as const;

/** @throws Error when the deal has mistakes */
export function referenceDeal(samples: number, seed: number): Prepared {
  const { deal, diagnostics } = openDeal(place);
  const preparation = deal === undefined ? { diagnostics } : prepare(deal, openCatalog().catalog, { samples, seed });
  if ("prepared" in preparation) return preparation.prepared;
  throw new Error(preparation.diagnostics.map(({ message }) => message).join("; "));
}

export function evaluatorOf({ graph }: Prepared): Evaluator {
  const steps = outputPaths.map((path) => graph.quantities.get(path)?.step ?? -1);
  return new Evaluator(graph.program, steps);
}

/** All samples of the four outputs, drawn and computed on this thread. */
export function runReference(prepared: Prepared, evaluator: Evaluator, seed: number): Column[] {
  const { graph, plan, dependence } = prepared;
  const sampler = new Sampler(graph.program, { ...plan, seed }, dependence);
  const columns = evaluator.columns(plan.samples);
  evaluator.fill(columns, 0, plan.samples, (from, count) => sampler.draw(evaluator.inputs, from, count));
  return columns;
}

/** For each input of the definition: its index in the program, and what its value here is multiplied by there. */
export function inputsInOrder({ graph }: Prepared): { input: number; factor: number }[] {
  return inputPaths.map((path) => {
    const input = graph.program.inputs.findIndex(({ name }) => name === path);
    // Shares that are written in percent are plain there.
    const factor = graph.program.inputs[input]?.unit.startsWith("%") === true ? 0.01 : 1;
    return { input, factor };
  });
}
