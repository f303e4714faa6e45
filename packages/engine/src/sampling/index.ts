/** Reproducible, evenly spread random draws for every uncertain input, and the dependence between them. */
export {
  applyCopula,
  applyDriver,
  correlationFactor,
  spearmanToNormal,
  toUniform,
  type CorrelationFactor,
} from "./copula.ts";
export { coordinateOf, coordinatesOf, largestNet, type Coordinate } from "./coordinate.ts";
export { DrawMachine, type PlacedDrawTable, type PlacedTable, type Stream } from "./draw-machine.ts";
export type { DrawTable } from "./draw-layout.ts";
export { drawTable } from "./draw-table.ts";
export { fillUniforms, type DrawMethod, type DrawPlan } from "./draws.ts";
export { hash32, mix32 } from "./hash.ts";
export { quantileTable, type QuantileTable } from "./quantile-table.ts";
export { ScoreSource } from "./score-source.ts";
export { ScoreValues } from "./score-values.ts";
