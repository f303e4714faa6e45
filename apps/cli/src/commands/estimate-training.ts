/** `underwatt estimate training`: what accelerators train of a model, without a deal. */
import { frameworks, recomputations, shardings, trainingFormats } from "@underwatt/compute";
import {
  answerTraining,
  NameError,
  trainingAnswerSchema,
  TrainingQuestionError,
  type GivenLayout,
} from "@underwatt/deal";
import { openTrainingModel } from "@underwatt/runtime";
import { exitCodes, Stop } from "../exit.ts";
import { openCatalogOrStop, usable } from "../open.ts";
import { trainingTables } from "../terminal/training-tables.ts";
import { word } from "../word.ts";

export interface EstimateTrainingFlags {
  readonly model: string;
  readonly accelerator: string;
  readonly accelerators: number;
  readonly sequences: number;
  readonly length?: number | undefined;
  readonly format?: string | undefined;
  readonly framework?: string | undefined;
  readonly release?: string | undefined;
  readonly tp?: number | undefined;
  readonly pp?: number | undefined;
  readonly cp?: number | undefined;
  readonly ep?: number | undefined;
  readonly chunks?: number | undefined;
  readonly microBatch?: number | undefined;
  readonly sharding?: string | undefined;
  readonly recomputation?: string | undefined;
  readonly anchor?: { readonly accelerator: string; readonly ratio: number } | undefined;
  readonly json?: boolean | undefined;
}

const usualLength = 8192;

/** @throws Stop when a name leads nowhere, or the flags do not describe a job */
export function estimateTraining(flags: EstimateTrainingFlags, width: number): string[] {
  const { model: name, accelerator, accelerators, sequences, length = usualLength, release, anchor } = flags;
  const question = {
    model: name,
    accelerator,
    accelerators,
    framework: word("framework", flags.framework ?? "megatron", frameworks),
    release,
    format: word("format", flags.format ?? "bf16", trainingFormats),
    batch: { sequences, length },
    layout: layoutBy(flags),
    anchor,
  };
  const catalog = openCatalogOrStop();
  const model = usable(() => openTrainingModel());
  try {
    const answer = trainingAnswerSchema.parse(answerTraining(question, catalog, model));
    if (flags.json === true) return [JSON.stringify(answer, null, 1)];
    return trainingTables(answer, model.calibration.range, width);
  } catch (error) {
    if (error instanceof NameError || error instanceof TrainingQuestionError)
      throw new Stop(error.message, exitCodes.mistakes);
    throw error;
  }
}

/** The layout that the flags give; undefined when they leave it open. */
function layoutBy(flags: EstimateTrainingFlags): GivenLayout | undefined {
  const { tp, pp, cp, ep, chunks, microBatch, sharding, recomputation } = flags;
  const given: GivenLayout = {
    tp,
    pp,
    cp,
    ep,
    chunks,
    microBatch,
    sharding: sharding === undefined ? undefined : word("sharding", sharding, shardings),
    recomputation: recomputation === undefined ? undefined : word("recomputation", recomputation, recomputations),
  };
  return Object.values(given).every((part) => part === undefined) ? undefined : given;
}
