/** Serving: questions to the model by the catalogue's names. */
export { metricColumns, neededColumns, RowPredictor, type Predicted, type Prediction } from "./prediction.ts";
export {
  scorePredictions,
  validationSchema,
  validationVersion,
  type MetricErrors,
  type ServingValidation,
} from "./validation.ts";
