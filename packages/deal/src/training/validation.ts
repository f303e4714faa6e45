/** How far predictions of training runs lie from what was measured, by what was trained on what, and with what. */
import { trainingSupports } from "@underwatt/compute";
import { z } from "zod";
import { rowErrors } from "../row-errors.ts";
import type { PredictedTraining, TrainingPrediction } from "./prediction.ts";

export const trainingValidationVersion = "underwatt/validate-training@1";

const share = z.number().nullable();
const errors = z
  .strictObject({
    runs: z.int().describe("Rows with a measurement and a prediction"),
    median: share.describe("Median of |predicted - measured| / measured"),
    mean: share.describe("Mean of it"),
    p90: share.describe("Nine of ten rows are at most so far off"),
    bias: share.describe("Mean of (predicted - measured) / measured"),
    coverage: share.describe("Share of rows whose measurement lies in the 80 % interval"),
  })
  .describe("Of tokens a second and accelerator");
const byName = z.record(z.string(), errors);

export const trainingValidationSchema = z
  .strictObject({
    schema: z.literal(trainingValidationVersion),
    table: z.string().describe("The file"),
    calibration: z.string().describe("What the model was fitted to: errors on those runs are smaller than on others"),
    rows: z.int(),
    predicted: z.int(),
    unmeasured: z.int().describe("Rows with a prediction to which the table has no tokens a second"),
    refused: z.record(z.string(), z.array(z.string())).describe("Ids of rows without a prediction, by reason"),
    support: z
      .record(z.enum(trainingSupports), z.int())
      .describe("Predicted rows, by how close measured runs come to them"),
    all: errors,
    by_kind: byName.describe("`dense` models, and those with `experts`"),
    by_accelerator: byName.describe("As the table spells it"),
    by_model: byName.describe("As the table spells it"),
    by_framework: byName,
    by_format: byName,
    by_support: byName,
  })
  .describe("Errors of the training model on a table of measurements");

export type TrainingValidation = z.infer<typeof trainingValidationSchema>;
export type TrainingErrors = z.infer<typeof errors>;

interface Row {
  readonly row: TrainingPrediction;
  readonly predicted: PredictedTraining;
}

/**
 * @param table name of the file
 * @param calibration what the model says of its calibration
 */
export function scoreTraining(
  predictions: readonly TrainingPrediction[],
  { table, calibration }: { readonly table: string; readonly calibration: string },
): TrainingValidation {
  const answered = predictions.flatMap((row): Row[] =>
    row.predicted === undefined ? [] : [{ row, predicted: row.predicted }],
  );
  const counted = answered.filter(({ row }) => !Number.isNaN(row.measured));
  const by = (key: (row: Row) => string): Record<string, TrainingErrors> => {
    const names = [...new Set(counted.map(key))].sort();
    return Object.fromEntries(names.map((name) => [name, errorsOf(counted.filter((row) => key(row) === name))]));
  };
  const count = (support: (typeof trainingSupports)[number]): number =>
    answered.filter(({ predicted }) => predicted.support === support).length;
  return {
    schema: trainingValidationVersion,
    table,
    calibration,
    rows: predictions.length,
    predicted: answered.length,
    unmeasured: answered.length - counted.length,
    refused: refusedBy(predictions),
    support: {
      release: count("release"),
      chip: count("chip"),
      generation: count("generation"),
      none: count("none"),
    },
    all: errorsOf(counted),
    by_kind: by(({ predicted }) => predicted.kind),
    by_accelerator: by(({ row }) => row.accelerator),
    by_model: by(({ row }) => row.model),
    by_framework: by(({ predicted }) => predicted.framework),
    by_format: by(({ predicted }) => predicted.format),
    by_support: by(({ predicted }) => predicted.support),
  };
}

/** The most frequent reason first. */
function refusedBy(predictions: readonly TrainingPrediction[]): Record<string, string[]> {
  const ids = Map.groupBy(
    predictions.filter(({ predicted }) => predicted === undefined),
    ({ reason }) => reason,
  );
  const frequent = [...ids].toSorted(([a, rows], [b, others]) => others.length - rows.length || (a < b ? -1 : 1));
  return Object.fromEntries(frequent.map(([reason, rows]) => [reason, rows.map(({ id }) => id)]));
}

function errorsOf(rows: readonly Row[]): TrainingErrors {
  const judged = rows.map(({ row, predicted }) => ({ measured: row.measured, ...predicted.tokensPerSecond }));
  const { runs, median, mean, p90, bias, coverage } = rowErrors(judged);
  return { runs, median, mean, p90, bias, coverage };
}
