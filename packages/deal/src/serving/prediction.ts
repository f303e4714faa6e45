/** A row of a table of measurements, and what the serving model says of it without looking at what was measured. */
import {
  metrics,
  readRun,
  type Interval,
  type MeasuredRun,
  type Metric,
  type ServingEstimate,
  type ServingModel,
  type Support,
} from "@underwatt/compute";
import { acceleratorSpec } from "../catalog/accelerator-spec.ts";
import { architectureOf, type Catalog } from "../catalog.ts";
import { remembered } from "../remembered.ts";

export interface Prediction {
  readonly id: string;
  /** What the errors are grouped by, as the table spells it. */
  readonly accelerator: string;
  readonly model: string;
  readonly engine: string;
  readonly mode: string;
  /** Whether the row is to be scored: every row is, where the table does not say. */
  readonly scored: boolean;
  /** Why it is not, in the table's words. */
  readonly notScoredReason: string;
  /** Undefined where the row cannot be expressed: see `reason`. */
  readonly predicted: Predicted | undefined;
  /** Milliseconds, and tokens a second and accelerator; `NaN` where the table has none. */
  readonly measured: Readonly<Record<Metric, number>>;
  /** Why nothing is predicted; empty otherwise. */
  readonly reason: string;
}

/** Milliseconds, and output tokens a second and accelerator. */
export type Predicted = Readonly<Record<Metric, Interval>> & { readonly support: Support };

/** Columns without which no row can be expressed. */
export const neededColumns = [
  "id",
  "engine",
  "model",
  "accelerator",
  "weight_dtype",
  "mode",
  "input_tokens",
  "output_tokens",
  "concurrency",
] as const;

/** The table's column of each metric. */
export const metricColumns: Readonly<Record<Metric, string>> = {
  ttft: "ttft_ms",
  tpot: "tpot_ms",
  throughput: "tokens_per_s_per_gpu_output",
};

type Cells = Readonly<Record<string, string>>;

/** Reads rows against a catalogue and predicts each; specifications are looked up once a name. */
export class RowPredictor {
  readonly #model: ServingModel;
  readonly #names: Parameters<typeof readRun>[1];

  constructor(model: ServingModel, catalog: Catalog) {
    this.#model = model;
    this.#names = {
      accelerator: remembered((name) => acceleratorSpec(name, catalog)?.accelerator),
      architecture: remembered((name) => architectureOf(name, catalog)),
    };
  }

  /** @param fault what is wrong with the row as such; it is then not read */
  predict(cells: Cells, fault?: string): Prediction {
    const cell = (column: string): string => (cells[column] ?? "").trim();
    const about = {
      id: cell("id"),
      accelerator: cell("accelerator"),
      model: cell("model"),
      engine: cell("engine"),
      mode: cell("mode"),
      scored: !("scored" in cells) || !["0", "false", "no"].includes(cell("scored").toLowerCase()),
      notScoredReason: cell("not_scored_reason"),
    };
    const number = (column: string): number => {
      const value = cell(column) === "" ? NaN : Number(cell(column));
      return value > 0 && value < Infinity ? value : NaN;
    };
    const measured = {
      ttft: number(metricColumns.ttft),
      tpot: number(metricColumns.tpot),
      throughput: number(metricColumns.throughput),
    };
    const refused = (reason: string): Prediction => ({ ...about, measured, predicted: undefined, reason });
    if (fault !== undefined) return refused(fault);
    const reading = readRun(cells, this.#names);
    if ("reason" in reading) return refused(reading.reason);
    const estimate = this.#estimate(reading.run);
    if (typeof estimate === "string") return refused(estimate);
    return { ...about, measured, predicted: estimate, reason: "" };
  }

  #estimate({ deployment, load, release, source }: MeasuredRun): Predicted | string {
    let estimate: ServingEstimate;
    try {
      estimate = this.#model.estimate(deployment, load, { release, source });
    } catch (error) {
      // One row must not take the others with it.
      return `the model fails on it: ${error instanceof Error ? error.message : String(error)}`;
    }
    const { ttft, tpot, throughput, support } = estimate;
    const predicted = { ttft: scaled(ttft, 1000), tpot: scaled(tpot, 1000), throughput, support };
    const wrong = metrics.find((metric) => !(predicted[metric].value > 0 && predicted[metric].value < Infinity));
    return wrong === undefined ? predicted : `the model gives no ${metricColumns[wrong]} for it`;
  }
}

function scaled({ value, low, high }: Interval, factor: number): Interval {
  return { value: value * factor, low: low * factor, high: high * factor };
}
