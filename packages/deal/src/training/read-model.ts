/** The training model from the catalogue's file as text: its constants. The physics is in the compute package. */
import { trainingCalibrationSchema, type TrainingCalibration } from "@underwatt/compute";
import { hashOf } from "../canonical.ts";
import { jsonAs } from "../read/model-file.ts";
import type { NamedText } from "../read/named-text.ts";

export interface TrainingModel {
  readonly calibration: TrainingCalibration;
  /** Of the file that it was read from. */
  readonly hash: string;
}

/**
 * @param file catalog/training/calibration.json
 * @throws ModelFileError
 */
export function readTrainingModel(file: NamedText): TrainingModel {
  return {
    calibration: jsonAs(file, trainingCalibrationSchema, "the training model's constants"),
    hash: hashOf(file.text),
  };
}
