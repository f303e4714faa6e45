/** `underwatt validate serving`: the serving model against a table of measurements. */
import { metrics } from "@underwatt/compute";
import {
  metricColumns,
  neededColumns,
  RowPredictor,
  scorePredictions,
  validationSchema,
  type Prediction,
} from "@underwatt/deal";
import { csvText, openServingModel, readCsvTable } from "@underwatt/runtime";
import { openCatalogOrStop, usable } from "../open.ts";
import { startProgress } from "../terminal/progress.ts";
import { validationTables } from "../terminal/validation-tables.ts";
import { writeOrStop } from "../write-file.ts";

export interface ValidateServingFlags {
  /** File for one line a row. */
  readonly out?: string | undefined;
  /** File for the errors; `-` for standard output. */
  readonly json?: string | undefined;
}

/** @throws Stop when the table cannot be read, or a file not be written */
export function validateServing(file: string, { out, json }: ValidateServingFlags, width: number): string[] {
  const { rows, columns } = usable(() => readCsvTable(file, neededColumns));
  const catalog = openCatalogOrStop();
  const model = usable(() => openServingModel());
  const predictor = new RowPredictor(model, catalog);
  const progress = startProgress("predicting");
  const predictions = rows.map(({ cells, wrongCount, line }, index) => {
    progress.report(index, rows.length);
    const fault =
      wrongCount === undefined
        ? undefined
        : `line ${line} has ${wrongCount} cells, and the header ${columns.length} columns`;
    return predictor.predict(cells, fault);
  });
  progress.finish();
  const result = scorePredictions(predictions, { table: file, calibration: model.calibration.about });
  if (out !== undefined) writeOrStop(out, csvText([predictionColumns, ...predictions.map(lineOf)]));
  if (json !== undefined) {
    const text = JSON.stringify(validationSchema.parse(result), null, 1);
    if (json === "-") return [text];
    writeOrStop(json, `${text}\n`);
  }
  return validationTables(result, { out, json }, width);
}

const predictionColumns = [
  "id",
  "support",
  ...metrics.flatMap((metric) => ["", "_low", "_high"].map((end) => metricColumns[metric] + end)),
  "reason",
];

function lineOf({ id, predicted, reason }: Prediction): string[] {
  const numbers = metrics.flatMap((metric) => {
    const { value, low, high } = predicted?.[metric] ?? {};
    return [value, low, high].map((number) => (number === undefined ? "" : String(Number(number.toPrecision(6)))));
  });
  return [id, predicted?.support ?? "", ...numbers, reason];
}
