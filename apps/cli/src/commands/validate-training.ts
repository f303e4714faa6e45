/** `underwatt validate training`: the training model against a table of measurements. */
import {
  scoreTraining,
  trainingColumns,
  TrainingRowPredictor,
  trainingValidationSchema,
  type TrainingPrediction,
} from "@underwatt/deal";
import { csvText, openTrainingModel, readCsvTable } from "@underwatt/runtime";
import { openCatalogOrStop, usable } from "../open.ts";
import { startProgress } from "../terminal/progress.ts";
import { trainingErrorTables } from "../terminal/training-error-tables.ts";
import { writeOrStop } from "../write-file.ts";

export interface ValidateTrainingFlags {
  /** File for one line a row. */
  readonly out?: string | undefined;
  /** File for the errors; `-` for standard output. */
  readonly json?: string | undefined;
}

/** @throws Stop when the table cannot be read, or a file not be written */
export function validateTraining(file: string, { out, json }: ValidateTrainingFlags, width: number): string[] {
  const { rows, columns } = usable(() => readCsvTable(file, trainingColumns));
  const catalog = openCatalogOrStop();
  const model = usable(() => openTrainingModel());
  const predictor = new TrainingRowPredictor(model, catalog);
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
  const result = scoreTraining(predictions, { table: file, calibration: model.calibration.about });
  if (out !== undefined) writeOrStop(out, csvText([predictionColumns, ...predictions.map(lineOf)]));
  if (json !== undefined) {
    const text = JSON.stringify(trainingValidationSchema.parse(result), null, 1);
    if (json === "-") return [text];
    writeOrStop(json, `${text}\n`);
  }
  return trainingErrorTables(result, { out, json }, width);
}

/** The prediction and its interval are tokens a second and accelerator. */
const predictionColumns = ["id", "prediction", "low", "high", "mfu", "support", "remark", "reason"];

function lineOf({ id, predicted, reason }: TrainingPrediction): string[] {
  if (predicted === undefined) return [id, "", "", "", "", "", "", reason];
  const { tokensPerSecond, mfu, support, remarks } = predicted;
  const { value, low, high } = tokensPerSecond;
  const numbers = [value, low, high, mfu.value].map((number) => String(Number(number.toPrecision(6))));
  return [id, ...numbers, support, remarks.join("; "), reason];
}
