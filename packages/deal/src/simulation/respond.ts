/** Puts results of simulations among the deal's definitions, where they were made with the same inputs; never others. */
import { parseFormula, type Definition, type Graph } from "@underwatt/engine";
import type { Catalog } from "../catalog.ts";
import { restingOn, type Expansion, type Origin, type ServingPlace } from "../expand/expansion.ts";
import type { DealText } from "../read/read-deal.ts";
import { simulatedFigures } from "./book.ts";
import { simulationKey, simulationQuestion } from "./question.ts";
import { simulationOf } from "./written.ts";

/**
 * @param asks pools of all serving workloads
 * @param graph of the deal with the answers of other models in it
 */
export function recallSimulations(
  deal: DealText,
  asks: readonly ServingPlace[],
  expansion: Expansion,
  graph: Graph,
  { serving, simulated }: Pick<Catalog, "serving" | "simulated">,
): Expansion {
  const isSimulated = ({ workload }: ServingPlace): boolean =>
    simulationOf(deal.document.workloads?.[workload.slice("workloads.".length)]) !== undefined;
  if (!asks.some(isSimulated)) return expansion;
  const definitions: Definition[] = [...expansion.definitions];
  const origins = new Map(expansion.origins);
  const absent = new Map(expansion.absent);
  const warnings: string[] = [];
  const askedWith = new Set(expansion.askedWith);
  /** Everything that decides a result, all the way down: it cannot be changed without simulating again. */
  const gather = (path: string): void => {
    if (askedWith.has(path)) return;
    askedWith.add(path);
    for (const next of restingOn(expansion, graph, path)) gather(next);
  };
  for (const [workload, places] of Map.groupBy(asks.filter(isSimulated), (place) => place.workload)) {
    const id = workload.slice("workloads.".length);
    const written = simulationOf(deal.document.workloads?.[id]);
    if (written === undefined) continue;
    const figures = simulatedFigures(places.map(({ pool }) => pool.slice(`${workload}.pools.`.length)));
    const paths = figures
      .map(({ name }) => `${workload}.simulated.${name}`)
      .filter((path) => absent.get(path) === "asked");
    const lacking = (why: string): void => {
      const waiting = [...graph.missing].filter(
        ([path, roots]) => !paths.includes(path) && paths.some((root) => roots.has(root)),
      );
      if (waiting.length === 0) return;
      warnings.push(
        `${why}; left out: ${waiting
          .map(([path]) => path)
          .sort()
          .join(", ")}. Run \`underwatt simulate\` with ${id}.`,
      );
    };
    const question = simulationQuestion(written, places, expansion, graph);
    if (!("pools" in question)) {
      lacking(`${workload} cannot be simulated as it stands: ${question.map(({ message }) => message).join("; ")}`);
      continue;
    }
    const kept = simulated?.results.get(id)?.results ?? [];
    const file = written.traffic.file;
    const key = simulationKey(
      question,
      serving?.hash ?? "",
      file === undefined ? undefined : simulated?.traces.get(file),
    );
    const found = kept.find((result) => result.key === key);
    if (found === undefined) {
      lacking(
        `${workload} ${kept.length === 0 ? "has not been simulated yet" : "was simulated with other inputs than these"}`,
      );
      continue;
    }
    const restsOn = restingPaths(workload, places, expansion);
    for (const path of restsOn) gather(path);
    for (const { name, unit, meaning, means } of figures) {
      const path = `${workload}.simulated.${name}`;
      const value = found.figures[name];
      if (value === undefined || absent.get(path) !== "asked") continue;
      const formula = `${value}${unit === "" ? "" : ` * (1 ${unit})`}`;
      const parsed = parseFormula(formula, expansion.units);
      if ("problem" in parsed) throw new Error(`${path}: ${parsed.problem.message}`);
      absent.delete(path);
      definitions.push({ path, expression: parsed.expression });
      const origin: Origin = {
        kind: "workload",
        formula,
        at: places[0]?.at,
        says: meaning,
        means,
        because: `Simulated; kept in responses/${id}.json under the key ${found.key} of its inputs.`,
        restsOn,
      };
      origins.set(path, origin);
    }
  }
  return {
    ...expansion,
    definitions,
    origins,
    absent,
    askedWith,
    warnings: [...(expansion.warnings ?? []), ...warnings],
  };
}

/** Figures that the simulation was asked with. */
function restingPaths(workload: string, places: readonly ServingPlace[], { origins }: Expansion): string[] {
  const asked = new Set([
    `${workload}.traffic.input`,
    `${workload}.traffic.output`,
    `${workload}.slo.ttft`,
    `${workload}.slo.tpot`,
    `${workload}.most`,
    ...places.map(({ pool }) => `${pool}.gpus`),
  ]);
  return [...origins.keys()].filter((path) => asked.has(path) || path.startsWith(`${workload}.simulation.`));
}
