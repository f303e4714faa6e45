/** Which measured grid stands for a kernel of an accelerator and engine, and how near it is to the thing itself. */
import { KernelTableError, type Engine, type KernelTables, type MeasuredGrid } from "./tables.ts";

export interface Provenance {
  /**
   * `measured`: this accelerator and engine. `other engine`: this accelerator. `relative`: an accelerator of the same generation, its ratio
   * to the ideal at this one's peaks. `generic`: an accelerator of another make.
   */
  readonly from: "measured" | "other engine" | "relative" | "generic";
  readonly accelerator: string;
  readonly engine: Engine;
  readonly version: string;
  /** Format or head size of the grid; not always the one asked for. */
  readonly variant: string;
  /** Measured points behind the grid, and its error on others. */
  readonly points: number;
  readonly error: { readonly median: number; readonly p90: number };
}

export interface Source {
  readonly grid: MeasuredGrid["grid"];
  readonly provenance: Provenance;
}

/** Accelerators whose kernels are alike, nearest first. */
const relatives: Readonly<Record<string, readonly string[]>> = {
  "nvidia-h100-sxm": ["nvidia-h200-sxm"],
  "nvidia-h200-sxm": ["nvidia-h100-sxm"],
  "nvidia-b200-sxm": ["nvidia-gb200-nvl72", "nvidia-b300-sxm", "nvidia-gb300-nvl72"],
  "nvidia-gb200-nvl72": ["nvidia-b200-sxm", "nvidia-gb300-nvl72", "nvidia-b300-sxm"],
  "nvidia-b300-sxm": ["nvidia-gb300-nvl72", "nvidia-b200-sxm", "nvidia-gb200-nvl72"],
  "nvidia-gb300-nvl72": ["nvidia-b300-sxm", "nvidia-gb200-nvl72", "nvidia-b200-sxm"],
};
/** What stands for an accelerator that nobody measured: one generation that all engines know well, then one with 4-bit arithmetic. */
const generic = ["nvidia-h100-sxm", "nvidia-h200-sxm", "nvidia-b200-sxm", "nvidia-gb200-nvl72"];
/** Engines with similar kernels first. */
const others: Readonly<Record<Engine, readonly Engine[]>> = {
  vllm: ["sglang", "trtllm"],
  sglang: ["vllm", "trtllm"],
  trtllm: ["sglang", "vllm"],
};

/**
 * The nearest grid of a kind. A wanted variant goes before any nearness: only when no accelerator has it is the next one looked for.
 *
 * @param variants in order of preference
 * @throws KernelTableError when no table has one of them
 */
export function sourceOf(
  tables: KernelTables,
  accelerator: string,
  engine: Engine,
  kind: string,
  variants: readonly string[],
): Source {
  const find = (name: string, by: Engine, variant: string): MeasuredGrid | undefined =>
    tables
      .find((table) => table.accelerator === name)
      ?.grids.find((grid) => grid.kind === kind && grid.engine === by && grid.variant === variant);
  const near = relatives[accelerator] ?? [];
  const candidates: readonly { from: Provenance["from"]; names: readonly string[]; engines: readonly Engine[] }[] = [
    { from: "measured", names: [accelerator], engines: [engine] },
    { from: "other engine", names: [accelerator], engines: others[engine] },
    { from: "relative", names: near, engines: [engine] },
    { from: "relative", names: near, engines: others[engine] },
    { from: "generic", names: generic, engines: [engine, ...others[engine]] },
  ];
  for (const variant of variants)
    for (const { from, names, engines } of candidates)
      for (const name of names)
        for (const by of engines) {
          const found = find(name, by, variant);
          if (found === undefined) continue;
          const { version, points, error, grid } = found;
          return { grid, provenance: { from, accelerator: name, engine: by, version, variant, points, error } };
        }
  throw new KernelTableError(
    `No kernel table has ${kind}${variants[0] === "" ? "" : ` for ${variants[0] ?? "it"}`}; give the files of catalog/kernels.`,
  );
}
