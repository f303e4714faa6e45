/**
 * At which levels each constant is told apart, and how far a level's factor may lie from 1: the standard deviation of its
 * logarithm before anything is measured. Chosen by errors on models and chips left out, see docs/serving.md.
 */
import type { ConstantName, LevelFamily } from "@underwatt/compute";

/** The levels of a constant, each with its spread. */
export type Spreads = (constant: ConstantName) => readonly (readonly [LevelFamily, number])[];

/** Of the value that all levels share: kernels are known well, engines' own times less. */
export function baseSpread(constant: ConstantName): number {
  if (constant.endsWith("Trust")) return 0.2;
  if (constant === "linear" || constant === "experts" || constant === "attention" || constant === "waves") return 0.2;
  if (constant === "communication" || constant === "step") return 0.4;
  return 0.7;
}

export interface SpreadScales {
  /** Engine, generation, chip, format and their pairs. */
  readonly broad: number;
  readonly kind: number;
  readonly model: number;
  readonly cell: number;
  readonly release: number;
  /** Constants that only the time to first token knows. */
  readonly front: number;
}

export const chosenScales: SpreadScales = { broad: 0.4, kind: 1, model: 1, cell: 1, release: 1, front: 1 };

const usual: Readonly<Record<LevelFamily, number>> = {
  engine: 0.25,
  generation: 0.2,
  chip: 0.12,
  kind: 0.2,
  format: 0.2,
  "engine-generation": 0.15,
  "engine-kind": 0.15,
  "engine-format": 0.15,
  "generation-format": 0.15,
  "engine-chip": 0.1,
  "kind-format": 0.15,
  model: 0.12,
  "engine-model": 0.1,
  cell: 0.12,
  release: 0.12,
  "release-kind": 0.1,
  mode: 0.25,
  "engine-mode": 0.25,
  ranks: 0.3,
  "engine-ranks": 0.2,
  expertParallel: 0.2,
  source: 0.3,
  "engine-source": 0.3,
};

const levels: Readonly<Record<ConstantName, readonly LevelFamily[]>> = {
  linear: [
    "engine",
    "generation",
    "format",
    "engine-format",
    "generation-format",
    "engine-generation",
    "engine-model",
    "cell",
  ],
  experts: [
    "engine",
    "generation",
    "format",
    "kind",
    "engine-generation",
    "engine-format",
    "generation-format",
    "model",
    "engine-model",
    "cell",
    "expertParallel",
  ],
  attention: ["engine", "generation", "kind", "engine-kind", "model"],
  communication: ["engine", "generation", "ranks", "expertParallel", "engine-generation", "engine-ranks"],
  linearTrust: ["engine", "generation", "format", "engine-generation", "engine-format"],
  expertsTrust: ["engine", "generation", "format", "engine-generation", "engine-format", "kind"],
  attentionTrust: ["engine", "generation", "kind", "engine-kind", "engine-generation"],
  communicationTrust: ["engine", "generation", "ranks"],
  layer: [
    "engine",
    "generation",
    "kind",
    "engine-generation",
    "engine-kind",
    "format",
    "engine-format",
    "engine-model",
    "model",
    "cell",
    "release",
    "ranks",
  ],
  step: ["engine", "generation", "mode", "engine-mode", "release"],
  sequence: ["engine", "generation", "mode", "engine-mode", "ranks", "engine-ranks", "cell", "release"],
  prefillLinear: ["engine", "generation", "format", "engine-generation", "engine-format", "model", "cell"],
  prefillExperts: ["engine", "generation", "format", "kind", "engine-generation", "engine-format", "model", "cell"],
  prefillAttention: ["engine", "generation", "kind"],
  prefillCommunication: ["engine", "generation", "ranks"],
  pass: ["engine", "generation", "kind", "engine-kind", "mode", "release"],
  mixing: ["engine", "engine-source", "engine-ranks"],
  waves: ["ranks"],
  loosening: ["source"],
  interference: ["engine", "kind", "ranks", "engine-ranks", "source", "cell"],
  joint: ["engine"],
  queue: ["engine", "mode", "source", "engine-source"],
  burst: ["engine", "ranks", "source", "engine-source", "cell", "release"],
  front: [
    "engine",
    "kind",
    "mode",
    "engine-mode",
    "engine-kind",
    "ranks",
    "source",
    "engine-source",
    "model",
    "engine-model",
    "cell",
    "release",
    "release-kind",
  ],
  tokenise: ["engine", "source", "engine-source", "release"],
  room: ["engine", "chip", "model"],
  transfer: ["engine", "generation", "engine-source"],
  poolQueue: ["engine", "generation"],
};

/** Constants whose levels differ more than others'. */
const wider: Partial<Record<ConstantName, number>> = {
  front: 1.5,
  burst: 1.5,
  transfer: 1.5,
  mixing: 2,
  waves: 2,
  loosening: 2,
};
const frontNames: readonly ConstantName[] = [
  "front",
  "burst",
  "tokenise",
  "transfer",
  "queue",
  "poolQueue",
  "waves",
  "loosening",
  "mixing",
];

export function spreadsOf(scales: SpreadScales): Spreads {
  const scaleOf = (family: LevelFamily): number => {
    if (family === "model" || family === "engine-model") return scales.model;
    if (family === "cell") return scales.cell;
    if (family.startsWith("release")) return scales.release;
    return family.includes("kind") ? scales.kind : scales.broad;
  };
  return (constant) => {
    const isFront = frontNames.includes(constant);
    return levels[constant].map((family) => {
      const scale = isFront ? scales.front : scaleOf(family);
      return [family, usual[family] * (wider[constant] ?? 1) * scale] as const;
    });
  };
}
