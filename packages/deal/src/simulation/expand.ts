/** The `simulation:` group as definitions, and the paths of what simulating gives. */
import type { Definitions } from "../expand/definitions.ts";
import type { Instance } from "../expand/instance.ts";
import { simulatedFigures } from "./book.ts";
import { simulationQuantities } from "./quantities.ts";
import type { SimulationWritten } from "./schema.ts";

/** @param pools names of the workload's pools; results of a simulation wait for one that fits */
export function expandSimulation(
  definitions: Definitions,
  workload: Instance,
  written: SimulationWritten | undefined,
  pools: readonly string[],
): void {
  if (written === undefined) return;
  for (const { name, unit, meaning, least, most } of simulationQuantities) {
    for (const { key, value } of valuesAt(written, name.split("."), [])) {
      if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") continue;
      definitions.define(`${workload.base}.simulation.${key.join(".")}`, value, {
        kind: workload.kind,
        says: meaning,
        at: [...workload.at, "simulation", ...key],
        expects: { kind: { unit }, series: false },
        bounds: { least, most },
      });
    }
  }
  for (const { name, unit, meaning } of simulatedFigures(pools)) {
    const path = `${workload.base}.simulated.${name}`;
    if (!definitions.overrides.has(path)) definitions.absent.set(path, "asked");
    else
      definitions.define(path, 0, {
        kind: workload.kind,
        at: workload.at,
        says: meaning,
        expects: { kind: { unit }, series: false },
      });
  }
}

interface Found {
  readonly key: readonly string[];
  readonly value: unknown;
}

/** What stands at a key, `*` being every name. */
function valuesAt(value: unknown, [next, ...rest]: readonly string[], key: readonly string[]): Found[] {
  if (next === undefined) return value === undefined ? [] : [{ key, value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .filter(([name]) => next === "*" || name === next)
    .flatMap(([name, inner]) => valuesAt(inner, rest, [...key, name]));
}
