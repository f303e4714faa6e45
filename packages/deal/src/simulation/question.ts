/** What simulating a workload of a deal depends on, all of it, as data: what it is asked with and what its results are kept by. */
import { quantisationOf } from "@underwatt/compute";
import { conversion, type Graph } from "@underwatt/engine";
import { acceleratorSpecIn } from "../catalog/accelerator-spec.ts";
import { hashOf } from "../canonical.ts";
import type { Expansion, ServingPlace } from "../expand/expansion.ts";
import type { Key } from "../read/yaml-file.ts";
import type { PoolQuestion } from "../serving/book.ts";
import { version } from "../version.ts";
import { simulationQuantity } from "./quantities.ts";
import type { SimulationWritten } from "./schema.ts";
import { readSettings } from "./read-settings.ts";
import type { SimulationSettings } from "./settings.ts";

export interface SimulationQuestion {
  readonly pools: readonly AskedPool[];
  readonly settings: SimulationSettings;
}

export interface AskedPool {
  readonly name: string;
  /** As the serving model is asked for the best layout. */
  readonly question: PoolQuestion;
  /** In the pool. */
  readonly accelerators: number;
}

/** Why a workload cannot be simulated as it stands; `at` is its place in the deal. */
export interface QuestionFault {
  readonly at: readonly Key[];
  readonly message: string;
  readonly expected: string;
}

/**
 * @param places pools of one workload
 * @param graph the deal's, in which all parameters stand
 */
export function simulationQuestion(
  written: SimulationWritten,
  places: readonly ServingPlace[],
  expansion: Expansion,
  graph: Graph,
): SimulationQuestion | readonly QuestionFault[] {
  const [{ workload, at } = { workload: "", at: [] }] = places;
  const faults: QuestionFault[] = [];
  /** A certain value in a unit; undefined where nothing is written. */
  const certain = (path: string, unit: string): number | undefined => {
    const origin = expansion.origins.get(path);
    if (origin === undefined) return undefined;
    const place = origin.at ?? at;
    const quantity = graph.quantities.get(path);
    const step = graph.program.steps[quantity?.step ?? -1];
    if (quantity === undefined || step === undefined) {
      faults.push({
        at: place,
        message: `${path} has no value yet`,
        expected: "a certain value, by this day's evidence",
      });
      return undefined;
    }
    const wanted = expansion.units.parse(unit);
    if (step.kind !== "certain" || quantity.type.kind !== "number" || "problem" in wanted) {
      const message = `${path} is uncertain, and a simulation is run with one value`;
      faults.push({ at: place, message, expected: `a certain value, or one for this simulation: --set '${path}=...'` });
      return undefined;
    }
    return (step.column.data[0] ?? NaN) * (conversion(quantity.type.unit, wanted) ?? NaN);
  };

  const input = certain(`${workload}.traffic.input`, "token");
  const output = certain(`${workload}.traffic.output`, "token");
  const slo = { ttft: certain(`${workload}.slo.ttft`, "s"), tpot: certain(`${workload}.slo.tpot`, "s") };
  const settings = readSettings(
    written,
    (key) => certain(`${workload}.simulation.${key}`, simulationQuantity(key)?.unit ?? ""),
    { input, output, slo },
  );
  // What a number that will not do leaves open is no fault of its own.
  if (!("traffic" in settings) && faults.length === 0) {
    for (const { key, message, expected } of settings)
      faults.push({ at: [...at, "simulation", ...key.split(".")], message, expected });
  }
  const pools = places.flatMap((place): AskedPool[] => {
    const { accelerator: id, architecture, engine, weights, counted, pool } = place;
    const entry = expansion.catalog.accelerators.get(id);
    if (entry === undefined) return [];
    const { accelerator, missing } = acceleratorSpecIn(id, entry, graph, expansion.units);
    const most = certain(`${workload}.most`, counted);
    const accelerators = certain(`${pool}.gpus`, counted);
    if (accelerator === undefined)
      faults.push({
        at,
        message: `${id} cannot be simulated: what is known of it lacks ${missing.join(", ")}`,
        expected: "these figures",
      });
    if (accelerator === undefined || most === undefined || accelerators === undefined) return [];
    if (input === undefined || output === undefined) return [];
    const quantisation = quantisationOf(weights, architecture, accelerator);
    return [
      {
        name: pool.slice(`${workload}.pools.`.length),
        question: { architecture, accelerator, engine, quantisation, input, output, slo, most },
        accelerators: Math.floor(accelerators),
      },
    ];
  });
  if (faults.length > 0 || !("traffic" in settings)) return faults;
  return { pools, settings };
}

/**
 * What results of a simulation are kept by: whoever asks the same gets the same.
 * @param modelHash of the serving model's files
 * @param traceHash of the trace's content, where there is one
 */
export function simulationKey(question: SimulationQuestion, modelHash: string, traceHash: string | undefined): string {
  return hashOf({ version, modelHash, traceHash, ...question });
}
