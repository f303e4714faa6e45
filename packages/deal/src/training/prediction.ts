/** A row of a table of measured training runs, and what the training model says of it without looking at what was measured. */
import {
  estimateTraining,
  readTrainingRun,
  searchLayouts,
  timedStep,
  type Framework,
  type MeasuredTraining,
  type TrainingEstimate,
  type TrainingFormat,
  type TrainingNames,
  type trainingKinds,
} from "@underwatt/compute";
import { acceleratorSpec } from "../catalog/accelerator-spec.ts";
import { architectureOf, type Catalog } from "../catalog.ts";
import { remembered } from "../remembered.ts";
import type { TrainingModel } from "./read-model.ts";

export interface TrainingPrediction {
  readonly id: string;
  /** As the table spells them. */
  readonly accelerator: string;
  readonly model: string;
  /** Undefined where the row cannot be expressed: see `reason`. */
  readonly predicted: PredictedTraining | undefined;
  /** Tokens a second and accelerator; `NaN` where the table has none. */
  readonly measured: number;
  /** Why nothing is predicted; empty otherwise. */
  readonly reason: string;
}

export interface PredictedTraining extends Pick<TrainingEstimate, "tokensPerSecond" | "mfu" | "support"> {
  /** What the row was read as. */
  readonly framework: Framework;
  readonly format: TrainingFormat;
  readonly kind: (typeof trainingKinds)[number];
  /** What the row does not say and was taken instead, and what lies outside what was measured: sentences. */
  readonly remarks: readonly string[];
}

/** Columns without which no row can be expressed. */
export const trainingColumns = ["id", "model", "accelerator", "accelerators"] as const;

type Cells = Readonly<Record<string, string>>;

/** Reads rows against a catalogue and predicts each; names are looked up once. */
export class TrainingRowPredictor {
  readonly #model: TrainingModel;
  readonly #names: TrainingNames;

  constructor(model: TrainingModel, catalog: Catalog) {
    this.#model = model;
    this.#names = {
      accelerator: remembered((name) => acceleratorSpec(name, catalog)?.accelerator),
      architecture: remembered((name) => architectureOf(name, catalog)),
      layOut: (open) => searchLayouts(open, (job) => timedStep(job, model.calibration).seconds, 1).best[0]?.job,
    };
  }

  /** @param fault what is wrong with the row as such; it is then not read */
  predict(cells: Cells, fault?: string): TrainingPrediction {
    const cell = (column: string): string => (cells[column] ?? "").trim();
    const speed = cell("tokens_per_s_per_gpu") === "" ? NaN : Number(cell("tokens_per_s_per_gpu"));
    const about = {
      id: cell("id"),
      accelerator: cell("accelerator"),
      model: cell("model"),
      measured: speed > 0 && speed < Infinity ? speed : NaN,
    };
    const refused = (reason: string): TrainingPrediction => ({ ...about, predicted: undefined, reason });
    if (fault !== undefined) return refused(fault);
    try {
      const reading = readTrainingRun(cells, this.#names);
      if ("reason" in reading) return refused(reading.reason);
      const predicted = this.#predicted(reading.run);
      const { value } = predicted.tokensPerSecond;
      return value > 0 && value < Infinity
        ? { ...about, predicted, reason: "" }
        : refused("the model gives no tokens per second for it");
    } catch (error) {
      // One row must not take the others with it.
      return refused(`the model fails on it: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #predicted({ job, circumstances, assumed }: MeasuredTraining): PredictedTraining {
    const { calibration } = this.#model;
    const { tokensPerSecond, mfu, support, remarks } = estimateTraining(job, calibration, circumstances);
    const { framework, format, architecture } = job;
    return {
      tokensPerSecond,
      mfu,
      support,
      framework,
      format,
      kind: architecture.experts === undefined ? "dense" : "experts",
      remarks: [...assumed, ...remarks],
    };
  }
}
