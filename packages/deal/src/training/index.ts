/** Training: questions to the model by the catalogue's names. */
export { readTrainingModel, type TrainingModel } from "./read-model.ts";
export { trainingBook, type TrainingBook } from "./book.ts";
export { answerTraining, type TrainingQuestion } from "./estimate.ts";
export {
  trainingAnswerSchema,
  trainingAnswerVersion,
  type TrainingAnswer,
  type TrainingPoint,
} from "./estimate-result.ts";
export { laidOut, TrainingQuestionError, type GivenLayout } from "./layout.ts";
export { openTraining, type NamedTraining } from "./names.ts";
export {
  trainingColumns,
  TrainingRowPredictor,
  type PredictedTraining,
  type TrainingPrediction,
} from "./prediction.ts";
export {
  scoreTraining,
  trainingValidationSchema,
  trainingValidationVersion,
  type TrainingErrors,
  type TrainingValidation,
} from "./validation.ts";
