/** The catalogue's serving model, and pools of it, for tests. */
import { readdirSync, readFileSync } from "node:fs";
import {
  calibrationSchema,
  quantisationOf,
  readKernelTables,
  ServingModel,
  type WeightFormat,
} from "@underwatt/compute";
import { acceleratorSpec } from "../catalog/accelerator-spec.ts";
import { architectureOf } from "../catalog.ts";
import { shippedCatalog } from "../small-deal.contract.ts";
import type { AskedPool } from "./question.ts";
import type { SimulationSettings } from "./settings.ts";

const catalog = new URL("../../../../catalog/", import.meta.url);
const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, catalog), "utf8"));

/** With the shipped calibration. */
export const shippedModel = new ServingModel(
  calibrationSchema.parse(json("serving/calibration.json")),
  readdirSync(new URL("kernels/", catalog))
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => readKernelTables(json(`kernels/${name}`), name)),
);

export interface PoolWanted {
  readonly name: string;
  readonly accelerator: string;
  readonly accelerators: number;
}

/** Pools that serve a model of the catalogue, asked for their best layouts. */
export function askedPools(
  { model, weights, input, output }: { model: string; weights: WeightFormat; input: number; output: number },
  wanted: readonly PoolWanted[],
  slo: { ttft?: number; tpot?: number } = {},
): AskedPool[] {
  return wanted.map(({ name, accelerator: chip, accelerators }) => {
    const architecture = architectureOf(model, shippedCatalog);
    const accelerator = acceleratorSpec(chip, shippedCatalog)?.accelerator;
    if (architecture === undefined || accelerator === undefined) throw new Error(`no ${model} or ${chip}`);
    const quantisation = quantisationOf(weights, architecture, accelerator);
    return {
      name,
      accelerators,
      question: { architecture, accelerator, engine: "vllm", quantisation, input, output, slo, most: 16 },
    };
  });
}

/** Requests of fixed lengths from clients in a closed loop, unless told otherwise. */
export function settingsWith(changes: Partial<SimulationSettings>): SimulationSettings {
  return {
    traffic: { kind: "closed-loop", clients: 64 },
    lengths: { input: { kind: "fixed", tokens: 1024 }, output: { kind: "fixed", tokens: 256 } },
    tiers: [{ name: "all", share: 1, priority: 0, slo: {} }],
    router: "least-loaded",
    budget: 8192,
    drains: new Map(),
    shares: new Map(),
    requests: 2000,
    seed: 1,
    ...changes,
  };
}
