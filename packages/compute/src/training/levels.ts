/**
 * What a job has in common with others: the levels at which constants are told apart, from broad (the framework) to narrow (a
 * release). A fitted constant is its base times a factor for each level that applies; a level that was never measured has none.
 */
import type { Accelerator } from "../accelerator.ts";
import type { TrainingJob } from "./job.ts";

/** With what software a job ran or will run. */
export interface TrainingCircumstances {
  /** Release of the framework as published, where known. */
  readonly release?: string | undefined;
  /** Year with its fraction; today's unless given. */
  readonly year?: number | undefined;
  /** Whether kernels are compiled and fused; so unless said otherwise. */
  readonly compiled?: boolean | undefined;
  /** Whether tensor-parallel traffic is cut up and overlapped with the products that need it; not unless said. */
  readonly overlapped?: boolean | undefined;
}

export const trainingLevelFamilies = [
  "framework",
  "generation",
  "chip",
  "format",
  "kind",
  "generation-format",
  "framework-format",
  "framework-generation",
  "framework-kind",
  "generation-kind",
  "recomputation",
  "release",
  "release-kind",
  "release-generation",
  "model",
] as const;
export type TrainingLevelFamily = (typeof trainingLevelFamilies)[number];

/** The level of each family that applies to a job. */
export function trainingLevelsOf(
  job: TrainingJob,
  { release = "" }: TrainingCircumstances,
): Record<TrainingLevelFamily, string> {
  const { architecture, accelerator, framework, format, layout } = job;
  const generation = generationOf(accelerator);
  const kind = architecture.experts === undefined ? "dense" : "experts";
  return {
    framework,
    generation,
    chip: accelerator.name,
    format,
    kind,
    "generation-format": `${generation} ${format}`,
    "framework-format": `${framework} ${format}`,
    "framework-generation": `${framework} ${generation}`,
    "framework-kind": `${framework} ${kind}`,
    "generation-kind": `${generation} ${kind}`,
    recomputation: `${framework} ${layout.recomputation}`,
    release,
    "release-kind": `${release} ${kind}`,
    "release-generation": `${release} ${generation}`,
    model: architecture.name,
  };
}

/** Chips of one generation run the same kernels. */
export function generationOf({ name, peak }: Accelerator): string {
  const vendor = name.split("-")[0] ?? name;
  if (vendor !== "nvidia") return vendor;
  if (peak.fp4 !== undefined) return "blackwell";
  return peak.fp8 === undefined ? "ampere" : "hopper";
}

/** Whether a board's power is known as a limit. What is published of TPUs is the most that somebody measured. */
export function isPowerLimited(accelerator: Accelerator): boolean {
  return accelerator.power !== undefined && generationOf(accelerator) !== "google";
}

/** When the first systems of a chip were at customers, year with its fraction, by the makers' announcements. */
const launches: Readonly<Record<string, number>> = {
  "nvidia-a100-sxm-40gb": 2020.5,
  "nvidia-a100-sxm-80gb": 2020.9,
  "nvidia-h100-sxm": 2022.8,
  "nvidia-h800-sxm": 2023.2,
  "nvidia-h200-sxm": 2024.3,
  "nvidia-b200-sxm": 2024.9,
  "nvidia-gb200-nvl72": 2025,
  "nvidia-b300-sxm": 2025.6,
  "nvidia-gb300-nvl72": 2025.6,
};

/** Years since a chip's launch; as of a chip that is no longer new where it is not known. */
export function chipAge({ name }: Accelerator, year: number): number {
  return Math.max(0, year - (launches[name] ?? year - 3));
}
