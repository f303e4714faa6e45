/** Accelerators, models and constants made by hand: what is tested with them does not move when constants are fitted again. */
import type { Accelerator } from "../accelerator.ts";
import type { Architecture } from "../architecture.ts";
import type { KernelTables } from "../kernels/index.ts";
import { tableOf } from "../kernels/kernels.fixture.ts";
import { calibrationSchema, metrics, modes, supports, type Calibration, type Metric } from "./calibration.ts";
import { quantisationOf, type WeightFormat } from "./checkpoint.ts";
import { constantTable, type ConstantName } from "./constants.ts";
import type { Deployment, Engine, Layout, Workers } from "./deployment.ts";
import type { LevelFamily } from "./levels.ts";

export const h100: Accelerator = {
  name: "nvidia-h100-sxm",
  memory: 80e9,
  memoryBandwidth: 3.35e12,
  peak: { bf16: 989e12, fp8: 1979e12 },
  scaleUp: { domain: 8, bandwidth: 450e9 },
  scaleOut: { bandwidth: 50e9 },
};
export const h200: Accelerator = { ...h100, name: "nvidia-h200-sxm", memory: 141e9, memoryBandwidth: 4.8e12 };
export const b200: Accelerator = {
  ...h100,
  name: "nvidia-b200-sxm",
  memory: 180e9,
  memoryBandwidth: 8e12,
  peak: { bf16: 2250e12, fp8: 4500e12, fp4: 9000e12 },
  scaleUp: { domain: 8, bandwidth: 900e9 },
};

/** meta-llama/Llama-3.1-8B. */
export const llama8b: Architecture = {
  name: "llama-3-1-8b",
  layers: 32,
  hidden: 4096,
  vocabulary: 128_256,
  attention: { kind: "gqa", heads: 32, kvHeads: 8, headDim: 128 },
  dense: { layers: 32, intermediate: 14_336 },
};

/** meta-llama/Llama-3.1-70B. */
export const llama70b: Architecture = {
  name: "llama-3-1-70b",
  layers: 80,
  hidden: 8192,
  vocabulary: 128_256,
  attention: { kind: "gqa", heads: 64, kvHeads: 8, headDim: 128 },
  dense: { layers: 80, intermediate: 28_672 },
};

/** Every kernel takes e^0.4 = 1.49 times its ideal time, on every chip and engine. */
export const flatKernels: KernelTables = [
  tableOf(
    "nvidia-h100-sxm",
    [
      ["gemm", "bf16"],
      ["experts", "bf16"],
      ["decode", "head 128, cache 16 bit"],
      ["prefill", "head 128, cache 16 bit"],
      ["latentDecode", "cache 16 bit"],
      ["latentPrefill", "cache 16 bit"],
      ["sparseDecode", "cache 16 bit"],
      ["sparsePrefill", "cache 16 bit"],
      ...["linearDecode", "linearPrefill", "allReduce", "allGather", "reduceScatter"].map(
        (kind) => [kind, ""] as const,
      ),
    ].map(([kind = "", variant = ""]) => ({ kind, engine: "vllm", variant, hundredths: 40 })),
  ),
];

/** A worker of `tp` accelerators with one attention rank; experts cut as attention is. */
export function tensorParallel(tp: number): Layout {
  return { tp, attentionDp: 1, expertTp: tp, expertEp: 1, pp: 1 };
}

/** A worker whose accelerators each run attention for their own sequences, and share the experts out. */
export function attentionParallel(ranks: number): Layout {
  return { tp: 1, attentionDp: ranks, expertTp: 1, expertEp: ranks, pp: 1 };
}

export interface Choice {
  readonly accelerator?: Accelerator;
  readonly engine?: Engine;
  readonly format?: WeightFormat;
  readonly layout?: Layout;
  readonly count?: number;
  readonly prefill?: Workers;
}

export function deploymentOf(architecture: Architecture, choice: Choice = {}): Deployment {
  const {
    accelerator = h100,
    engine = "vllm",
    format = "fp8",
    layout = tensorParallel(4),
    count = 1,
    prefill,
  } = choice;
  return {
    architecture,
    accelerator,
    engine,
    quantisation: quantisationOf(format, architecture, accelerator),
    workers: { count, layout },
    prefill,
  };
}

export interface Factor {
  readonly constant: ConstantName;
  readonly family: LevelFamily;
  readonly level: string;
  readonly factor: number;
}

/** A calibration at the starting values, with some factors, whose levels count as measured; the same errors everywhere but for what `errors` says. */
export function calibrationWith(
  factors: readonly Factor[] = [],
  errors: Partial<Record<Metric, { readonly low: number; readonly high: number }>> = {},
): Calibration {
  const constants = Object.fromEntries(
    Object.entries(constantTable).map(([name, { start }]) => {
      const levels: Record<string, Record<string, number>> = {};
      for (const { constant, family, level, factor } of factors) {
        if (constant === name) (levels[family] ??= {})[level] = factor;
      }
      return [name, { value: start, levels }];
    }),
  );
  const range = (metric: Metric) => ({ low: 0.8, high: 1.3, ...errors[metric], runs: 100, median: 0.1, mean: 0.15 });
  const same = <Key extends string, T>(keys: readonly Key[], of: (key: Key) => T) =>
    Object.fromEntries(keys.map((key) => [key, of(key)]));
  const measured = (of: LevelFamily): string[] =>
    factors.flatMap(({ family, level }) => (family === of ? [level] : []));
  return calibrationSchema.parse({
    about: "made by hand",
    source: "none",
    licence: "none",
    constants,
    errors: same(supports, () => same(modes, () => same(metrics, range))),
    measured: { cell: measured("cell"), model: measured("model"), "engine-chip": measured("engine-chip") },
    range: { input: [100, 10_000], output: [100, 10_000], perAccelerator: [0.1, 200] },
  });
}
