/** An accelerator's figures as the performance models take them: certain, in SI units, in one direction. */
import type { Accelerator } from "@underwatt/compute";
import {
  buildGraph,
  conversion,
  makeCalendar,
  parseFormula,
  type Definition,
  type Graph,
  type UnitRegistry,
} from "@underwatt/engine";
import { catalogPath, entryNamed, type Catalog } from "../catalog.ts";
import { dealUnits } from "../units.ts";
import { figureKinds, type AcceleratorEntry } from "./accelerator-entry.ts";

export interface AcceleratorSpec {
  /** Undefined while something is missing. */
  readonly accelerator: Accelerator | undefined;
  /** What is missing, for people: `memory bandwidth (hbm-bandwidth)`, and why where the figure is there but will not do. */
  readonly missing: readonly string[];
}

/**
 * The specification of an accelerator in a deal, with the deal's own figures, claims and suppositions.
 * @param id name in the catalogue or in the deal's `accelerators:`
 * @param graph the deal's, in which the figures stand under their catalogue paths
 */
export function acceleratorSpecIn(
  id: string,
  { unit }: Pick<AcceleratorEntry, "unit">,
  graph: Graph,
  units: UnitRegistry,
): AcceleratorSpec {
  const missing: string[] = [];
  const optional = (figure: string, per: string): number | undefined => {
    const read = readFigure(graph, units, catalogPath(id, figure), per === "" ? unit : `${per}/${unit}`);
    if (typeof read === "string") missing.push(`${meaningOf(figure)} (${figure}), which ${read}`);
    return typeof read === "number" ? read : undefined;
  };
  const needed = (figure: string, per: string): number => {
    const before = missing.length;
    const value = optional(figure, per);
    if (value === undefined && missing.length === before) missing.push(`${meaningOf(figure)} (${figure})`);
    return value ?? NaN;
  };
  const network = optional("scale-out-bandwidth", "B/s");
  const power = optional("board-power", "W");
  const accelerator: Accelerator = {
    name: id,
    memory: needed("hbm-capacity", "B"),
    memoryBandwidth: needed("hbm-bandwidth", "B/s"),
    peak: {
      bf16: needed("peak-dense-bf16", "FLOP/s"),
      fp8: optional("peak-dense-fp8", "FLOP/s"),
      fp4: optional("peak-dense-fp4", "FLOP/s"),
    },
    // The catalogue's figure is both directions together.
    scaleUp: { domain: needed("scale-up-domain", ""), bandwidth: needed("scale-up-bandwidth", "B/s") / 2 },
    scaleOut: network === undefined ? undefined : { bandwidth: network },
    power,
  };
  return { accelerator: missing.length === 0 ? accelerator : undefined, missing };
}

/**
 * The specification of an accelerator of the catalogue, apart from any deal.
 * @param name as in deals, or another that it is known by, such as H100
 * @returns undefined when the catalogue has none by that name
 */
export function acceleratorSpec(name: string, { accelerators }: Catalog): AcceleratorSpec | undefined {
  const id = entryNamed(accelerators, name);
  const entry = id === undefined ? undefined : accelerators.get(id);
  if (id === undefined || entry === undefined) return undefined;
  const units = dealUnits();
  const definitions = Object.entries(entry.figures).flatMap(([figure, { is }]): Definition[] => {
    const parsed = parseFormula(String(is), units);
    return "problem" in parsed ? [] : [{ path: catalogPath(id, figure), expression: parsed.expression }];
  });
  return acceleratorSpecIn(id, entry, buildGraph(definitions, units, makeCalendar(0, 1)), units);
}

/** A figure in a unit; why it will not do; or undefined when there is none. */
function readFigure(graph: Graph, units: UnitRegistry, path: string, unit: string): number | string | undefined {
  const quantity = graph.quantities.get(path);
  if (quantity === undefined) return undefined;
  const step = graph.program.steps[quantity.step];
  if (step?.kind !== "certain") return "is uncertain where one value is needed";
  const wanted = units.parse(unit);
  const factor =
    quantity.type.kind !== "number" || "problem" in wanted ? undefined : conversion(quantity.type.unit, wanted);
  if (factor === undefined) return `is not in ${unit}`;
  const value = (step.column.data[0] ?? NaN) * factor;
  return value > 0 && value < Infinity ? value : "is not above zero";
}

function meaningOf(figure: string): string {
  return figureKinds.find(({ name }) => name === figure)?.meaning ?? figure;
}
