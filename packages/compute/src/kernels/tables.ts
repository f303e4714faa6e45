/** Measured kernel times as the catalogue keeps them (catalog/kernels): one file an accelerator, grids of ratios to the ideal time. */
import { Grid } from "./grid.ts";

export const engines = ["vllm", "sglang", "trtllm"] as const;
export type Engine = (typeof engines)[number];

export interface MeasuredGrid {
  /** Kind of kernel, such as gemm or decode. */
  readonly kind: string;
  readonly engine: Engine;
  /** What has a grid of its own within a kind: a format, a head size. */
  readonly variant: string;
  /** Of the engine that was measured. */
  readonly version: string;
  /** Measured points that the grid was fitted to. */
  readonly points: number;
  /** Absolute relative error on points that it was not fitted to. */
  readonly error: { readonly median: number; readonly p90: number };
  readonly grid: Grid;
}

/** What was measured on one accelerator. */
export interface AcceleratorKernels {
  /** As the catalogue names it. */
  readonly accelerator: string;
  readonly grids: readonly MeasuredGrid[];
}

export type KernelTables = readonly AcceleratorKernels[];

/** A file of kernel tables is not what it should be; the message is a sentence for people. */
export class KernelTableError extends Error {
  override readonly name = "KernelTableError";
}

/**
 * Reads one file of kernel tables.
 *
 * @param json the parsed file
 * @param file its name, for messages
 * @throws KernelTableError
 */
export function readKernelTables(json: unknown, file: string): AcceleratorKernels {
  const root = recordOf(json, file);
  const kinds = recordOf(root["kinds"], `${file}: kinds`);
  return {
    accelerator: textOf(root["accelerator"], `${file}: accelerator`),
    grids: Object.entries(kinds).flatMap(([kind, value]) => {
      const where = `${file}: ${kind}`;
      const entry = recordOf(value, where);
      const axes = Object.entries(recordOf(entry["axes"], `${where}, axes`)).map(([name, nodes]) =>
        nodesOf(nodes, `${where}, axis ${name}`),
      );
      return listOf(entry["grids"], `${where}, grids`).map((grid, i) =>
        gridOf(kind, axes, grid, `${where}, grid ${i + 1}`),
      );
    }),
  };
}

function gridOf(kind: string, axes: readonly (readonly number[])[], value: unknown, where: string): MeasuredGrid {
  const entry = recordOf(value, where);
  const engine = engines.find((name) => name === entry["engine"]);
  if (engine === undefined) fail(`${where}, engine`, `one of ${engines.join(", ")}`, entry["engine"]);
  const error = recordOf(entry["error"], `${where}, error`);
  return {
    kind,
    engine,
    variant: textOf(entry["variant"], `${where}, variant`),
    version: textOf(entry["version"], `${where}, version`),
    points: numberOf(entry["points"], `${where}, points`),
    error: {
      median: numberOf(error["median"], `${where}, error, median`),
      p90: numberOf(error["p90"], `${where}, error, p90`),
    },
    grid: new Grid(axes, logRatiosOf(axes, entry["hundredths"], `${where}, hundredths`)),
  };
}

/** Lines of whole numbers, a hundred times the natural logarithm of a ratio. */
function logRatiosOf(axes: readonly (readonly number[])[], value: unknown, where: string): Float64Array {
  const numbers = listOf(value, where).flatMap((line, i) => textOf(line, `${where}, line ${i + 1}`).split(" "));
  const nodes = axes.reduce((product, axis) => product * axis.length, 1);
  if (numbers.length !== nodes) fail(where, `${nodes} numbers, one a node of the axes`, `${numbers.length} of them`);
  return Float64Array.from(numbers, (text) => {
    if (!/^-?\d+$/.test(text)) fail(where, "whole numbers with a space between them", text);
    return Number(text) / 100;
  });
}

function nodesOf(value: unknown, where: string): readonly number[] {
  const nodes = listOf(value, where).map((node) => numberOf(node, where));
  const rise = nodes.every((node, i) => node > (nodes[i - 1] ?? 0));
  if (nodes.length === 0 || !rise) fail(where, "positive numbers that increase", value);
  return nodes;
}

function recordOf(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) fail(where, "an object", value);
  return { ...value };
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) fail(where, "a list", value);
  return value;
}

function textOf(value: unknown, where: string): string {
  if (typeof value !== "string") fail(where, "a text", value);
  return value;
}

function numberOf(value: unknown, where: string): number {
  if (typeof value !== "number" || !Number.isFinite(value)) fail(where, "a number", value);
  return value;
}

function fail(where: string, expected: string, found: unknown): never {
  const text = found === undefined ? "nothing" : (JSON.stringify(found)?.slice(0, 60) ?? typeof found);
  throw new KernelTableError(
    `${where} should be ${expected}, but is ${text}; make the file anew with npm run distil:kernels.`,
  );
}
