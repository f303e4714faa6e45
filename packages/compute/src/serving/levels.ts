/**
 * What a deployment has in common with others: the levels at which constants are told apart, from broad (the engine) to narrow (a
 * model on a chip on an engine). A fitted constant is its base times a factor for each level that applies; a level that was
 * never measured has none, so that an unseen model or chip keeps what its engine, kind and generation say.
 */
import type { Accelerator } from "../accelerator.ts";
import { linearLayers, type Architecture } from "../architecture.ts";
import type { Deployment } from "./deployment.ts";

/** Where and with what a deployment was or will be measured; each may be unknown. */
export interface Circumstances {
  readonly release: string;
  readonly source: string;
}

export const levelFamilies = [
  "engine",
  "generation",
  "chip",
  "kind",
  "format",
  "mode",
  "ranks",
  "expertParallel",
  "engine-generation",
  "engine-kind",
  "engine-format",
  "engine-mode",
  "engine-ranks",
  "engine-chip",
  "generation-format",
  "kind-format",
  "source",
  "engine-source",
  "model",
  "engine-model",
  "release",
  "release-kind",
  "cell",
] as const;
export type LevelFamily = (typeof levelFamilies)[number];

/** The level of each family that applies to a deployment. */
export function levelsOf(deployment: Deployment, { release, source }: Circumstances): Record<LevelFamily, string> {
  const { accelerator, architecture, engine, quantisation, workers, prefill } = deployment;
  const generation = generationOf(accelerator);
  const kind = kindOf(architecture);
  const format = architecture.experts === undefined ? quantisation.dense : quantisation.experts;
  const mode = prefill === undefined ? "aggregated" : "disaggregated";
  const ranks = workers.layout.attentionDp > 1 ? "attention-dp" : "one-rank";
  const parallel = workers.layout.expertEp > 1 ? "ep" : "tp";
  const model = architecture.name;
  return {
    engine,
    generation,
    chip: accelerator.name,
    kind,
    format,
    mode,
    ranks,
    expertParallel: parallel,
    "engine-generation": `${engine} ${generation}`,
    "engine-kind": `${engine} ${kind}`,
    "engine-format": `${engine} ${format}`,
    "engine-mode": `${engine} ${mode}`,
    "engine-ranks": `${engine} ${ranks}`,
    "engine-chip": `${engine} ${accelerator.name}`,
    "generation-format": `${generation} ${format}`,
    "kind-format": `${kind} ${format}`,
    source,
    "engine-source": `${engine} ${source}`,
    model,
    "engine-model": `${engine} ${model}`,
    release: `${engine} ${release}`,
    "release-kind": `${engine} ${release} ${kind}`,
    cell: `${engine} ${model} ${accelerator.name} ${format}`,
  };
}

/** Chips of one generation run the same kernels. */
function generationOf({ name, peak }: Accelerator): string {
  const vendor = name.split("-")[0] ?? name;
  if (vendor !== "nvidia") return vendor;
  return peak.fp4 === undefined ? "hopper" : "blackwell";
}

/** Architectures whose layers run the same kinds of kernels. */
function kindOf(architecture: Architecture): string {
  const { attention, experts } = architecture;
  const feedForward = experts === undefined ? "dense" : "experts";
  if (attention.kind === "mla")
    return attention.sparse === undefined ? `latent ${feedForward}` : `sparse ${feedForward}`;
  if (linearLayers(architecture) > 0) return `linear ${feedForward}`;
  return attention.sliding === undefined ? `grouped ${feedForward}` : `sliding ${feedForward}`;
}
