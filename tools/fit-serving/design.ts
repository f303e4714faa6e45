/** Runs as rows of a fit: which coefficients make up each constant, and how the figures follow from the constants. */
import {
  ClosedLoop,
  constantNames,
  constantTable,
  levelsOf,
  startingConstants,
  type ConstantName,
  type Constants,
  type Deployment,
  type LevelFamily,
  type MeasuredRun,
  type ServingModel,
} from "@underwatt/compute";
import { Coefficients, type Coefficient } from "../fitting/coefficients.ts";
import type { FitRow } from "../fitting/map-fit.ts";
import { baseSpread, type Spreads } from "./spreads.ts";

export const starts = Float64Array.from(constantNames, (name) => Math.log(constantTable[name].start));

export interface Design {
  readonly rows: readonly FitRow[];
  readonly coefficients: readonly Coefficient<ConstantName, LevelFamily>[];
  readonly spread: Float64Array;
}

/** Log TPOT and log TTFT of each run. */
export function designOf(runs: readonly MeasuredRun[], model: Pick<ServingModel, "kernels">, spreads: Spreads): Design {
  const coefficients = new Coefficients<ConstantName, LevelFamily>();
  const rows = runs.map((run): FitRow => {
    const levels = levelsOf(run.deployment, run);
    const loop = new ClosedLoop(
      run.deployment,
      run.load,
      model.kernels(run.deployment.accelerator, run.deployment.engine),
    );
    const constants: Constants = startingConstants();
    return {
      columns: constantNames.map((constant) => {
        if (!matters(constant, run.deployment)) return new Int32Array();
        const own = [coefficients.place({ constant }, baseSpread(constant))];
        for (const [family, sd] of spreads(constant)) {
          own.push(coefficients.place({ constant, family, level: levels[family] }, sd));
        }
        return Int32Array.from(own);
      }),
      measured: Float64Array.of(Math.log(run.tpot), Math.log(run.ttft)),
      predict(logs, into) {
        for (const [c, name] of constantNames.entries()) constants[name] = Math.exp(logs[c] ?? 0);
        const { tpot, ttft } = loop.solve(constants);
        into[0] = Math.log(tpot);
        into[1] = Math.log(ttft);
      },
    };
  });
  return { rows, coefficients: coefficients.all, spread: Float64Array.from(coefficients.spreads) };
}

/** Whether a constant plays a part in a deployment. */
function matters(constant: ConstantName, { architecture, workers, prefill }: Deployment): boolean {
  const one = ({ layout }: { readonly layout: { tp: number; attentionDp: number } }): boolean =>
    layout.tp * layout.attentionDp === 1;
  switch (constant) {
    case "experts":
    case "expertsTrust":
    case "prefillExperts":
      return architecture.experts !== undefined;
    case "communication":
      return !one(workers);
    case "prefillCommunication":
      return !one(prefill ?? workers);
    case "communicationTrust":
      return !one(workers) || !one(prefill ?? workers);
    case "transfer":
    case "poolQueue":
      return prefill !== undefined;
    case "interference":
    case "mixing":
    case "waves":
    case "loosening":
    case "queue":
      return prefill === undefined;
    case "joint":
      return prefill === undefined && workers.layout.attentionDp > 1;
    default:
      return true;
  }
}
