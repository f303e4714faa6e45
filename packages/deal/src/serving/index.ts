/** Serving: questions to the model by the catalogue's names. */
export { readServingBook, readServingModel, type ServingFiles } from "./read-model.ts";
export { answersOnly, servingBook, type PoolAnswer, type PoolQuestion, type ServingBook } from "./book.ts";
export { estimateServing, type ServingQuestion } from "./estimate.ts";
export { servingAnswerSchema, servingAnswerVersion, type ServingAnswer, type ServingPoint } from "./estimate-result.ts";
export { metricColumns, neededColumns, RowPredictor, type Predicted, type Prediction } from "./prediction.ts";
export {
  scorePredictions,
  validationSchema,
  validationVersion,
  type MetricErrors,
  type ServingValidation,
} from "./validation.ts";
