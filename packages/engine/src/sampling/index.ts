/** Reproducible, evenly spread random draws for every uncertain input, and the dependence between them. */
export { applyCopula, applyDriver, correlationFactor, spearmanToNormal, type CorrelationFactor } from "./copula.ts";
export { coordinateOf, type Coordinate } from "./coordinate.ts";
export { fillUniforms, type DrawPlan } from "./draws.ts";
export { hash32, mix32 } from "./hash.ts";
