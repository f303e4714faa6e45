/** How far predictions lie from what was measured, by accelerator, model, engine and mode. */
import { metrics, supports, type Metric } from "@underwatt/compute";
import { z } from "zod";
import { rowErrors } from "../row-errors.ts";
import type { Prediction } from "./prediction.ts";

export const validationVersion = "underwatt/validate-serving@1";

const share = z.number().nullable();
const errors = z.strictObject({
  runs: z.int().describe("Scored rows with a measurement and a prediction"),
  median: share.describe("Median of |predicted - measured| / measured"),
  mean: share.describe("Mean of it"),
  bias: share.describe("Mean of (predicted - measured) / measured"),
  within_quarter: share.describe("Share of rows that are at most 25 % off"),
  coverage: share.describe("Share of rows whose measurement lies in the 80 % interval"),
});
const errorsByMetric = z
  .record(z.enum(metrics), errors)
  .describe("By metric: ttft, tpot, and throughput: tokens per second and accelerator");
const byName = z.record(z.string(), errorsByMetric);
const counts = z.record(z.string(), z.int());

export const validationSchema = z
  .strictObject({
    schema: z.literal(validationVersion),
    table: z.string().describe("The file"),
    calibration: z.string().describe("What the model was fitted to: errors on those runs are smaller than on others"),
    rows: z.int(),
    predicted: z.int(),
    scored: z.int().describe("Rows that are marked as scored; all, where the table does not say"),
    unanswered: z.int().describe("Scored rows without a prediction"),
    refused: counts.describe("Rows without a prediction, by reason"),
    left_out: counts.describe("Rows with a prediction that are not scored, by reason"),
    support: z.record(z.enum(supports), z.int()).describe("Predicted rows, by how close measured runs come to them"),
    all: errorsByMetric,
    by_accelerator: byName,
    by_model: byName,
    by_engine: byName,
    by_mode: byName,
    by_support: byName,
  })
  .describe("Errors of the serving model on a table of measurements");

export type ServingValidation = z.infer<typeof validationSchema>;
export type MetricErrors = z.infer<typeof errors>;

/**
 * @param table name of the file
 * @param calibration what the model says of its calibration
 */
export function scorePredictions(
  predictions: readonly Prediction[],
  { table, calibration }: { readonly table: string; readonly calibration: string },
): ServingValidation {
  const answered = predictions.filter(({ predicted }) => predicted !== undefined);
  const scored = predictions.filter((row) => row.scored);
  const isMeasured = ({ measured }: Prediction): boolean => metrics.some((metric) => !Number.isNaN(measured[metric]));
  const counted = answered.filter((row) => row.scored && isMeasured(row));
  const leftOut = answered.flatMap((row) => {
    if (row.scored) return isMeasured(row) ? [] : ["nothing measured"];
    return [row.notScoredReason === "" ? "marked as not scored" : row.notScoredReason];
  });
  const by = (key: (row: Prediction) => string): Record<string, Record<Metric, MetricErrors>> => {
    const names = [...new Set(counted.map(key))].sort();
    return Object.fromEntries(names.map((name) => [name, errorsOf(counted.filter((row) => key(row) === name))]));
  };
  return {
    schema: validationVersion,
    table,
    calibration,
    rows: predictions.length,
    predicted: answered.length,
    scored: scored.length,
    unanswered: scored.filter(({ predicted }) => predicted === undefined).length,
    refused: countsOf(predictions.flatMap(({ reason }) => (reason === "" ? [] : [reason]))),
    left_out: countsOf(leftOut),
    support: supportCounts(answered),
    all: errorsOf(counted),
    by_accelerator: by(({ accelerator }) => accelerator),
    by_model: by(({ model }) => model),
    by_engine: by(({ engine }) => engine),
    by_mode: by(({ mode }) => mode),
    by_support: by(({ predicted }) => predicted?.support ?? ""),
  };
}

function supportCounts(answered: readonly Prediction[]): ServingValidation["support"] {
  const count = (name: (typeof supports)[number]): number =>
    answered.filter(({ predicted }) => predicted?.support === name).length;
  return { cell: count("cell"), model: count("model"), engine: count("engine"), none: count("none") };
}

function countsOf(reasons: readonly string[]): Record<string, number> {
  const found = new Map<string, number>();
  for (const reason of reasons) found.set(reason, (found.get(reason) ?? 0) + 1);
  return Object.fromEntries([...found].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
}

function errorsOf(rows: readonly Prediction[]): Record<Metric, MetricErrors> {
  return { ttft: errorsIn(rows, "ttft"), tpot: errorsIn(rows, "tpot"), throughput: errorsIn(rows, "throughput") };
}

function errorsIn(rows: readonly Prediction[], metric: Metric): MetricErrors {
  const judged = rows.flatMap(({ measured, predicted }) =>
    predicted === undefined || Number.isNaN(measured[metric])
      ? []
      : [{ measured: measured[metric], ...predicted[metric] }],
  );
  const { runs, median, mean, bias, withinQuarter, coverage } = rowErrors(judged);
  return { runs, median, mean, bias, within_quarter: withinQuarter, coverage };
}
