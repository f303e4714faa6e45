/** What a model rests on, what breaks it, and what is worth finding out. */
export { InputSpace, probabilityOf, type Scores } from "./input-space.ts";
export type { Model, Progress } from "./model.ts";
export { programModel } from "./program-model.ts";
export {
  breakEven,
  type BreakEven,
  type BreakEvenOptions,
  type Crossing,
  type ExpectedCrossing,
  type OutcomeRow,
  type Side,
} from "./break-even.ts";
export { chanceOf } from "./chance.ts";
export { grid, type Grid, type GridAxis, type GridCell } from "./grid.ts";
export { isDiscrete, outcomesOf, type HeldValue, type Outcome } from "./held.ts";
export { marginOf, scaledMargin, type Margin } from "./margin.ts";
export { inputsRead, narrowedModel, type NarrowedModel } from "./narrowed-model.ts";
export {
  reverseStress,
  type DesignPoint,
  type FailurePoint,
  type Move,
  type ReverseStress,
  type ReverseStressOptions,
} from "./reverse-stress.ts";
export { suppose, type Supposed } from "./suppose.ts";
export { tornado, type Swing, type Tornado } from "./tornado.ts";
export type { Threshold } from "./choice-thresholds.ts";
export { DecisionStudy, type FactWorth, type Standing } from "./value-of-information.ts";
export { eachInput, type InputGroup } from "./input-groups.ts";
export { shapleyEffects, type ShapleyEffects, type ShapleyOptions } from "./shapley.ts";
export { sobolIndices, type SobolIndex, type SobolIndices } from "./sobol-indices.ts";
export type { VarianceOptions } from "./variance-options.ts";
