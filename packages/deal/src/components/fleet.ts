/** Fleet: pools of accelerators at one site, with totals that never mix counts and equivalents. */
import type { Component, Output } from "./component.ts";

/** Keys of the fleet itself; its pools are a map beside them. */
export const fleet: Component = {
  kind: "fleet",
  meaning: "Accelerators at one site, in pools of one kind each",
  parameters: [
    { name: "owner", unit: "text", meaning: "Who owns it" },
    { name: "site", unit: "text", meaning: "Where it stands" },
    { name: "power", unit: "MW", least: 0, meaning: "Power of the site", evidence: "announcement, permit or utility" },
    {
      name: "usable_from",
      unit: "date",
      meaning: "First day it can be used",
      evidence: "announcement, later observation",
    },
  ],
  expand: () => [],
  limits: [
    "Accelerators of one fleet are all counted in GPU, or all in chips; a lease counts GPUs.",
    "Equivalents are by dense BF16 peak, over the H100's; another basis gives another number.",
    "Lockstep efficiency is the bound from unlike speeds alone: failures, network and software come on top.",
  ],
};

/** The parameters of one pool. */
export const pool: Component = {
  kind: "pool",
  meaning: "Accelerators of one kind",
  parameters: [
    { name: "accelerator", unit: "text", required: true, meaning: "Name in the catalogue, or under `accelerators:`" },
    { name: "count", unit: "GPU", required: true, least: 0, meaning: "How many", evidence: "announcement or filing" },
  ],
  expand: () => [],
  limits: [],
};

/** A pool whose accelerators are counted in another unit, such as chips. */
export function poolCountedIn(unit: string): Component {
  const parameters = pool.parameters.map((parameter) =>
    parameter.name === "count" ? { ...parameter, unit } : parameter,
  );
  return { ...pool, parameters };
}

/** Accelerator that one H100e is. */
export const equivalentOf = "nvidia-h100-sxm";

/** Formulas of one pool; `count` is given. Not every accelerator's board power is published. */
export function poolOutputs(accelerator: string, hasBoardPower = true): Output[] {
  const figure = (name: string): string => `catalog.${accelerator}.${name}`;
  return [
    {
      name: "h100e",
      formula: `count * ${figure("peak-dense-bf16")} / catalog.${equivalentOf}.peak-dense-bf16 * (1 H100e/GPU)`,
      meaning: "H100 equivalents by dense BF16 peak",
    },
    { name: "bf16-peak", formula: `count * ${figure("peak-dense-bf16")} in EFLOP/s`, meaning: "Dense BF16 peak" },
    { name: "hbm", formula: `count * ${figure("hbm-capacity")} in TB`, meaning: "Accelerator memory" },
    { name: "hbm-bandwidth", formula: `count * ${figure("hbm-bandwidth")} in PB/s`, meaning: "Memory bandwidth" },
    ...(hasBoardPower
      ? [
          {
            name: "board-power",
            formula: `count * ${figure("board-power")} in MW`,
            meaning: "Power of the boards at their maximum",
          },
        ]
      : []),
  ];
}

/** What decides which formulas a fleet has. */
export interface FleetFacts {
  /** Whether its power is given. */
  readonly hasPower: boolean;
  /** Whether the board power of every pool is published. */
  readonly hasBoardPower: boolean;
  /** What its accelerators are counted in. */
  readonly counted: string;
}

/** Formulas of the whole; each pool is `pools.NAME`. */
export function fleetOutputs(
  pools: ReadonlyMap<string, string>,
  { hasPower, hasBoardPower, counted }: FleetFacts,
): Output[] {
  const names = [...pools.keys()].sort();
  const total = (output: string): string => names.map((name) => `pools.${name}.${output}`).join(" + ");
  const peaks = names.map((name) => `catalog.${pools.get(name)}.peak-dense-bf16`);
  const slowest = peaks.length === 1 ? (peaks[0] ?? "") : `min(${peaks.join(", ")})`;
  const outputs: Output[] = [
    { name: "gpus", formula: total("count"), meaning: "Accelerators, as counted" },
    { name: "h100e", formula: total("h100e"), meaning: "H100 equivalents by dense BF16 peak" },
    { name: "bf16-peak", formula: total("bf16-peak"), meaning: "Dense BF16 peak" },
    { name: "hbm", formula: total("hbm"), meaning: "Accelerator memory" },
    { name: "hbm-bandwidth", formula: total("hbm-bandwidth"), meaning: "Memory bandwidth" },
    ...(hasBoardPower
      ? [{ name: "board-power", formula: total("board-power"), meaning: "Power of the boards at their maximum" }]
      : []),
    {
      name: "lockstep-efficiency",
      formula: `${slowest} * gpus / bf16-peak in %`,
      meaning: "Useful share of the peak when every accelerator waits for the slowest kind",
    },
  ];
  if (!hasPower) return outputs;
  return [
    ...outputs,
    { name: "power-per-gpu", formula: `power / gpus in kW/${counted}`, meaning: "Site power per accelerator" },
    { name: "gpus-per-power", formula: `gpus / power in ${counted}/GW`, meaning: "Accelerators per gigawatt of site" },
  ];
}
