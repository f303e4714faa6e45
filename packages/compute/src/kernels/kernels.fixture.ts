/** Kernel tables made by hand. */
import type { Accelerator } from "../accelerator.ts";
import { readKernelTables, type AcceleratorKernels } from "./tables.ts";

export function acceleratorNamed(name: string, peaks: Partial<Accelerator["peak"]> = {}): Accelerator {
  return {
    name,
    memory: 80e9,
    memoryBandwidth: 3.35e12,
    peak: { bf16: 989e12, fp8: 1979e12, ...peaks },
    scaleUp: { domain: 8, bandwidth: 450e9 },
    scaleOut: { bandwidth: 50e9 },
  };
}

export interface FlatGrid {
  readonly kind: string;
  readonly engine: string;
  readonly variant: string;
  /** The same ratio everywhere, as a hundred times its logarithm. */
  readonly hundredths: number;
}

/** A file whose grids are each of one number. */
export function fileOf(accelerator: string, grids: readonly FlatGrid[]): unknown {
  return {
    accelerator,
    kinds: Object.fromEntries(
      [...new Set(grids.map(({ kind }) => kind))].map((kind) => [
        kind,
        {
          axes: { any: [1] },
          grids: grids
            .filter((grid) => grid.kind === kind)
            .map(({ engine, variant, hundredths }) => ({
              engine,
              variant,
              version: "1.0",
              points: 1,
              error: { median: 0, p90: 0 },
              hundredths: [String(hundredths)],
            })),
        },
      ]),
    ),
  };
}

export function tableOf(accelerator: string, grids: readonly FlatGrid[]): AcceleratorKernels {
  return readKernelTables(fileOf(accelerator, grids), `${accelerator}.json`);
}
