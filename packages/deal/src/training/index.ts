/** Training: questions to the model by the catalogue's names. */
export { readTrainingModel, type TrainingModel } from "./read-model.ts";
